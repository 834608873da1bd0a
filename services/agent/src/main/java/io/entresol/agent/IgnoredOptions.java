package io.entresol.agent;

import java.util.Map;
import picocli.CommandLine.Option;

/**
 * Options of {@code mesos-agent} that change nothing here. They are taken, so that start scripts
 * need not be changed, and the agent says at its start which of them have no effect.
 */
final class IgnoredOptions {
  /** What those should know who rely on an option for safety, by name without dashes. */
  static final Map<String, String> DANGERS =
      Map.of(
          "acls",
          "nobody is authorized here: whoever is let in may do everything",
          "authorizer",
          "nobody is authorized here: whoever is let in may do everything",
          "credential",
          "an agent does not prove to the master which one it is: guard ZooKeeper and the ports of"
              + " the bus and of gRPC",
          "firewall_rules",
          "no endpoint is switched off");

  @Option(names = "--acls", hidden = true)
  String acls;

  @Option(names = "--agent_features", hidden = true)
  String agentFeatures;

  @Option(names = "--appc_simple_discovery_uri_prefix", hidden = true)
  String appcDiscovery;

  @Option(names = "--appc_store_dir", hidden = true)
  String appcStoreDir;

  @Option(names = "--authenticatee", hidden = true)
  String authenticatee;

  @Option(names = "--authentication_backoff_factor", hidden = true)
  String authenticationBackoff;

  @Option(names = "--authentication_timeout_max", hidden = true)
  String authenticationMax;

  @Option(names = "--authentication_timeout_min", hidden = true)
  String authenticationMin;

  @Option(names = "--authorizer", hidden = true)
  String authorizer;

  @Option(names = "--cgroups_cpu_enable_pids_and_tids_count", hidden = true)
  Boolean cgroupsCpuEnablePidsAndTidsCount;

  @Option(names = "--cgroups_destroy_timeout", hidden = true)
  String cgroupsDestroyTimeout;

  @Option(names = "--cgroups_limit_swap", hidden = true)
  Boolean cgroupsLimitSwap;

  @Option(names = "--container_disk_watch_interval", hidden = true)
  String containerDiskWatch;

  @Option(names = "--container_logger", hidden = true)
  String containerLogger;

  @Option(names = "--credential", hidden = true)
  String credential;

  @Option(names = "--disallow_sharing_agent_ipc_namespace", hidden = true)
  Boolean disallowSharingAgentIpcNamespace;

  @Option(names = "--disallow_sharing_agent_pid_namespace", hidden = true)
  Boolean disallowSharingAgentPidNamespace;

  @Option(names = "--disk_watch_interval", hidden = true)
  String diskWatchInterval;

  @Option(names = "--docker", hidden = true)
  String docker;

  @Option(names = "--docker_ignore_runtime", hidden = true)
  Boolean dockerIgnoreRuntime;

  @Option(names = "--docker_kill_orphans", hidden = true)
  Boolean dockerKillOrphans;

  @Option(names = "--docker_mesos_image", hidden = true)
  String dockerMesosImage;

  @Option(names = "--docker_registry", hidden = true)
  String dockerRegistry;

  @Option(names = "--docker_stop_timeout", hidden = true)
  String dockerStopTimeout;

  @Option(names = "--docker_store_dir", hidden = true)
  String dockerStoreDir;

  @Option(names = "--docker_volume_checkpoint_dir", hidden = true)
  String dockerVolumeCheckpointDir;

  @Option(names = "--docker_volume_chown", hidden = true)
  Boolean dockerVolumeChown;

  @Option(names = "--domain", hidden = true)
  String domain;

  @Option(names = "--enforce_container_disk_quota", hidden = true)
  Boolean enforceDiskQuota;

  @Option(names = "--ephemeral_ports_per_container", hidden = true)
  String ephemeralPorts;

  @Option(names = "--external_log_file", hidden = true)
  String externalLogFile;

  @Option(names = "--firewall_rules", hidden = true)
  String firewallRules;

  @Option(names = "--gc_delay", hidden = true)
  String gcDelay;

  @Option(names = "--gc_disk_headroom", hidden = true)
  String gcDiskHeadroom;

  @Option(names = "--gc_non_executor_container_sandboxes", hidden = true)
  Boolean gcNonExecutorContainerSandboxes;

  @Option(names = "--hadoop_home", hidden = true)
  String hadoopHome;

  @Option(names = "--hooks", hidden = true)
  String hooks;

  @Option(names = "--http_command_executor", hidden = true)
  Boolean httpCommandExecutor;

  @Option(names = "--http_executor_domain_sockets", hidden = true)
  Boolean httpExecutorDomainSockets;

  @Option(names = "--image_providers", hidden = true)
  String imageProviders;

  @Option(names = "--image_provisioner_backend", hidden = true)
  String imageBackend;

  @Option(names = "--initialize_driver_logging", hidden = true)
  Boolean initializeLogging;

  @Option(names = "--launcher", hidden = true)
  String launcher;

  @Option(names = "--launcher_dir", hidden = true)
  String launcherDir;

  @Option(names = "--log_dir", hidden = true)
  String logDir;

  @Option(names = "--logbufsecs", hidden = true)
  String logbufsecs;

  @Option(names = "--logging_level", hidden = true)
  String loggingLevel;

  @Option(names = "--memory_profiling", hidden = true)
  Boolean memoryProfiling;

  @Option(names = "--modules", hidden = true)
  String modules;

  @Option(names = "--modules_dir", hidden = true)
  String modulesDir;

  @Option(names = "--network_cni_config_dir", hidden = true)
  String cniConfigDir;

  @Option(names = "--network_cni_metrics", hidden = true)
  Boolean networkCniMetrics;

  @Option(names = "--network_cni_plugins_dir", hidden = true)
  String cniPluginsDir;

  @Option(names = "--network_cni_root_dir_persist", hidden = true)
  Boolean networkCniRootDirPersist;

  @Option(names = "--oversubscribed_resources_interval", hidden = true)
  String oversubscribed;

  @Option(names = "--perf_duration", hidden = true)
  String perfDuration;

  @Option(names = "--perf_events", hidden = true)
  String perfEvents;

  @Option(names = "--perf_interval", hidden = true)
  String perfInterval;

  @Option(names = "--qos_controller", hidden = true)
  String qosController;

  @Option(names = "--qos_correction_interval_min", hidden = true)
  String qosInterval;

  @Option(names = "--quiet", hidden = true)
  Boolean quiet;

  @Option(names = "--recover", hidden = true)
  String recover;

  @Option(names = "--resource_estimator", hidden = true)
  String resourceEstimator;

  @Option(names = "--resource_provider_config_dir", hidden = true)
  String resourceProviders;

  @Option(names = "--revocable_cpu_low_priority", hidden = true)
  Boolean revocableLowPriority;

  @Option(names = "--strict", hidden = true)
  Boolean strict;

  @Option(names = "--systemd_enable_support", hidden = true)
  Boolean systemdEnableSupport;

  @Option(names = "--systemd_runtime_directory", hidden = true)
  String systemdDirectory;

  @Option(names = "--xfs_project_range", hidden = true)
  String xfsProjectRange;
}
