package io.entresol.marathon;

import io.entresol.mesos.v1.FrameworkInfo;
import io.entresol.mesos.v1.FrameworkInfo.Capability;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How Marathon presents itself to the master, under Marathon's names. */
final class FrameworkOptions {
  @Option(
      names = "--framework_name",
      defaultValue = "marathon",
      description = "Under which it registers (default: ${DEFAULT-VALUE}).")
  String frameworkName = "marathon";

  @Option(
      names = "--failover_timeout",
      paramLabel = "SECONDS",
      defaultValue = "604800",
      description =
          "How long tasks go on running while no Marathon is there (default: ${DEFAULT-VALUE}).")
  long failoverTimeout = 604_800;

  @Option(
      names = "--mesos_user",
      defaultValue = "root",
      description =
          "Whom tasks run as unless their app says otherwise (default: ${DEFAULT-VALUE}).")
  String mesosUser = "root";

  @Option(
      names = {"--mesos_role", "--default_role"},
      defaultValue = "*",
      description = "The role in which resources are asked for (default: ${DEFAULT-VALUE}).")
  String mesosRole = "*";

  @Option(
      names = "--checkpoint",
      defaultValue = "true",
      description = "Whether tasks outlive their agent's process (default: ${DEFAULT-VALUE}).")
  boolean checkpoint = true;

  @Option(names = "--disable_checkpoint", description = "The opposite of --checkpoint.")
  boolean disableCheckpoint;

  @Option(names = "--webui_url", description = "Where people find it (default: its HTTP address).")
  String webuiUrl;

  @Option(
      names = "--mesos_authentication",
      defaultValue = "false",
      description =
          "Demands a principal. It is not proved by a secret: Marathon is a member of the cluster.")
  boolean mesosAuthentication;

  @Option(names = "--disable_mesos_authentication", hidden = true)
  boolean disableMesosAuthentication;

  @Option(
      names = "--mesos_authentication_principal",
      description = "As whom it calls the master (default: nobody in particular).")
  String principal;

  @SuppressWarnings("UnusedVariable")
  @Option(
      names = {"--mesos_authentication_secret", "--mesos_authentication_secret_file"},
      hidden = true)
  private String unneededSecret;

  /**
   * As whom it calls the master; empty for nobody in particular.
   *
   * @throws IllegalArgumentException if it must be given and is not
   */
  Optional<String> principal() {
    if (mesosAuthentication && !disableMesosAuthentication && principal == null) {
      throw new IllegalArgumentException(
          "--mesos_authentication needs --mesos_authentication_principal");
    }
    return Optional.ofNullable(principal);
  }

  /**
   * @param address where people find it if nothing else is said
   */
  FrameworkInfo framework(String hostname, String address) {
    FrameworkInfo.Builder framework = FrameworkInfo.newBuilder();
    principal().ifPresent(framework::setPrincipal);
    return framework
        .setName(frameworkName)
        .setUser(mesosUser)
        .setFailoverTimeout((double) failoverTimeout)
        .setCheckpoint(checkpoint && !disableCheckpoint)
        .setHostname(hostname)
        .setWebuiUrl(webuiUrl == null ? address : webuiUrl)
        .addRoles(mesosRole)
        .addCapabilities(capability(Capability.Type.TASK_KILLING_STATE))
        .addCapabilities(capability(Capability.Type.PARTITION_AWARE))
        .addCapabilities(capability(Capability.Type.MULTI_ROLE))
        .addCapabilities(capability(Capability.Type.RESERVATION_REFINEMENT))
        .addCapabilities(capability(Capability.Type.REGION_AWARE))
        .addCapabilities(capability(Capability.Type.GPU_RESOURCES))
        .build();
  }

  private static Capability capability(Capability.Type type) {
    return Capability.newBuilder().setType(type).build();
  }
}
