package io.entresol.master;

import java.util.Map;
import picocli.CommandLine.Option;

/**
 * Options of {@code mesos-master} that change nothing here. They are taken, so that start scripts
 * need not be changed, and the master says at its start which of them have no effect.
 */
final class IgnoredOptions {
  /** What those should know who rely on an option for safety, by name without dashes. */
  static final Map<String, String> DANGERS =
      Map.of(
          "acls",
          "nobody is authorized here: whoever is let in may do everything",
          "authorizers",
          "nobody is authorized here: whoever is let in may do everything",
          "authenticate_agents",
          "it is about a protocol of libprocess (CRAM-MD5) that is not spoken here: guard ZooKeeper"
              + " and the ports of the bus and of gRPC, by which agents come",
          "authenticate_frameworks",
          "it is about a protocol of libprocess (CRAM-MD5) that is not spoken here: frameworks come"
              + " by HTTP, for which there is --authenticate_http_frameworks",
          "firewall_rules",
          "no endpoint is switched off");

  @Option(names = "--acls", hidden = true)
  String acls;

  @Option(
      names = {"--agent_removal_rate_limit", "--slave_removal_rate_limit"},
      hidden = true)
  String agentRemovalRateLimit;

  @Option(names = "--allocator", hidden = true)
  String allocator;

  @Option(names = "--allocator_agent_recovery_factor", hidden = true)
  String allocatorAgentRecoveryFactor;

  @Option(names = "--allocator_recovery_timeout", hidden = true)
  String allocatorRecoveryTimeout;

  @Option(
      names = {"--authenticate_agents", "--authenticate_slaves"},
      hidden = true)
  Boolean authenticateAgents;

  @Option(
      names = {"--authenticate_frameworks", "--authenticate"},
      hidden = true)
  Boolean authenticateFrameworks;

  @Option(names = "--authentication_v0_timeout", hidden = true)
  String authenticationV0Timeout;

  @Option(names = "--authenticators", hidden = true)
  String authenticators;

  @Option(names = "--authorizers", hidden = true)
  String authorizers;

  @Option(names = "--external_log_file", hidden = true)
  String externalLogFile;

  @Option(names = "--firewall_rules", hidden = true)
  String firewallRules;

  @Option(names = "--hooks", hidden = true)
  String hooks;

  @Option(names = "--http_credentials", hidden = true)
  String httpCredentials;

  @Option(names = "--initialize_driver_logging", hidden = true)
  Boolean initializeDriverLogging;

  @Option(names = "--jwt_secret_key", hidden = true)
  String jwtSecretKey;

  @Option(names = "--log_auto_initialize", hidden = true)
  Boolean logAutoInitialize;

  @Option(names = "--log_dir", hidden = true)
  String logDir;

  @Option(names = "--logbufsecs", hidden = true)
  String logbufsecs;

  @Option(names = "--master_contender", hidden = true)
  String masterContender;

  @Option(names = "--master_detector", hidden = true)
  String masterDetector;

  @Option(
      names = {"--max_executors_per_agent", "--max_executors_per_slave"},
      hidden = true)
  String maxExecutorsPerAgent;

  @Option(names = "--memory_profiling", hidden = true)
  Boolean memoryProfiling;

  @Option(names = "--modules", hidden = true)
  String modules;

  @Option(names = "--modules_dir", hidden = true)
  String modulesDir;

  @Option(names = "--offer_constraints_re2_max_mem", hidden = true)
  String offerConstraintsRe2MaxMem;

  @Option(names = "--offer_constraints_re2_max_program_size", hidden = true)
  String offerConstraintsRe2MaxProgramSize;

  @Option(names = "--publish_per_framework_metrics", hidden = true)
  Boolean publishPerFrameworkMetrics;

  @Option(names = "--quiet", hidden = true)
  Boolean quiet;

  @Option(names = "--quorum", hidden = true)
  String quorum;

  @Option(names = "--rate_limits", hidden = true)
  String rateLimits;

  @Option(
      names = {"--recovery_agent_removal_limit", "--recovery_slave_removal_limit"},
      hidden = true)
  String recoveryAgentRemovalLimit;

  @Option(names = "--registry_strict", hidden = true)
  Boolean registryStrict;

  @Option(names = "--require_agent_domain", hidden = true)
  Boolean requireAgentDomain;

  @Option(names = "--user_sorter", hidden = true)
  String userSorter;

  @Option(names = "--webui_dir", hidden = true)
  String webuiDir;
}
