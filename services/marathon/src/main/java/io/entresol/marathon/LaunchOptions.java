package io.entresol.marathon;

import io.entresol.marathon.core.MarathonSettings;
import io.entresol.marathon.core.launch.LaunchSettings;
import io.entresol.marathon.core.match.MatchRules;
import io.entresol.marathon.core.match.MatchRules.AcceptedByDefault;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How offers are used and tasks are launched, under Marathon's names. */
final class LaunchOptions {
  @Option(
      names = {"--max_instances_per_offer", "--max_tasks_per_offer"},
      defaultValue = "5",
      description = "Instances launched on one offer, at most (default: ${DEFAULT-VALUE}).")
  int maxInstancesPerOffer = 5;

  @Option(
      names = "--launch_tokens",
      defaultValue = "100",
      description = "Launches at a time that do not run yet, at most (default: ${DEFAULT-VALUE}).")
  int launchTokens = 100;

  @Option(
      names = "--suppress_offers",
      defaultValue = "true",
      description =
          "Whether offers are stopped while nothing is left to launch (default: ${DEFAULT-VALUE}).")
  boolean suppressOffers = true;

  @Option(names = "--disable_suppress_offers", description = "The opposite of --suppress_offers.")
  boolean disableSuppressOffers;

  @Option(
      names = "--accepted_resource_roles_default_behavior",
      defaultValue = "any",
      description =
          "Which resources apps take that do not say: any, unreserved or reserved (default:"
              + " ${DEFAULT-VALUE}).")
  String acceptedResourceRoles = "any";

  @Option(
      names = "--maintenance_mode",
      defaultValue = "true",
      description =
          "Whether offers of agents in maintenance are declined (default: ${DEFAULT-VALUE}).")
  boolean maintenanceMode = true;

  @Option(
      names = "--draining_seconds",
      defaultValue = "0",
      description =
          "How long before a maintenance window offers are declined already (default:"
              + " ${DEFAULT-VALUE}).")
  long drainingSeconds;

  @Option(
      names = "--gpu_scheduling_behavior",
      defaultValue = "restricted",
      description =
          "restricted leaves agents with GPUs to apps that want GPUs, unrestricted does not"
              + " (default: ${DEFAULT-VALUE}).")
  String gpuSchedulingBehavior = "restricted";

  @Option(
      names = "--executor",
      defaultValue = "//cmd",
      description = "What runs tasks whose app does not say (default: ${DEFAULT-VALUE}).")
  String executor = "//cmd";

  @Option(
      names = "--env_vars_prefix",
      description = "Stands before PORT, PORT0, PORTS and HOST in the tasks' environment.")
  String envVarsPrefix;

  @Option(
      names = "--mesos_bridge_name",
      defaultValue = "mesos-bridge",
      description = "The network of bridged Mesos containers (default: ${DEFAULT-VALUE}).")
  String mesosBridgeName = "mesos-bridge";

  @Option(
      names = "--max_running_deployments",
      defaultValue = "100",
      description = "Deployments at a time, at most (default: ${DEFAULT-VALUE}).")
  int maxRunningDeployments = 100;

  @Option(
      names = "--zk_max_versions",
      defaultValue = "50",
      description =
          "Versions of each app and of the whole that are kept (default: ${DEFAULT-VALUE}).")
  int zkMaxVersions = 50;

  MatchRules rules(String role) {
    return new MatchRules(
        role,
        acceptedByDefault(),
        Optional.empty(),
        maintenanceMode ? Optional.of(Duration.ofSeconds(drainingSeconds)) : Optional.empty(),
        keepsGpusFree());
  }

  private AcceptedByDefault acceptedByDefault() {
    try {
      return AcceptedByDefault.valueOf(acceptedResourceRoles.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "--accepted_resource_roles_default_behavior: expecting any, unreserved or reserved, not '"
              + acceptedResourceRoles
              + "'",
          e);
    }
  }

  private boolean keepsGpusFree() {
    return switch (gpuSchedulingBehavior) {
      case "restricted" -> true;
      case "unrestricted" -> false;
      default ->
          throw new IllegalArgumentException(
              "--gpu_scheduling_behavior: expecting restricted or unrestricted, not '"
                  + gpuSchedulingBehavior
                  + "'");
    };
  }

  LaunchSettings launch() {
    return new LaunchSettings(Optional.ofNullable(envVarsPrefix), mesosBridgeName, executor);
  }

  MarathonSettings.Limits limits() {
    return new MarathonSettings.Limits(
        atLeastOne("--max_instances_per_offer", maxInstancesPerOffer),
        atLeastOne("--launch_tokens", launchTokens),
        MarathonSettings.Limits.DEFAULT.killsInFlight(),
        atLeastOne("--max_running_deployments", maxRunningDeployments),
        atLeastOne("--zk_max_versions", zkMaxVersions));
  }

  private static int atLeastOne(String option, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(option + ": expecting at least 1, not " + value);
    }
    return value;
  }

  boolean suppressing() {
    return suppressOffers && !disableSuppressOffers;
  }
}
