package io.entresol.agent.container.docker;

import io.entresol.agent.container.ContainerSpec;
import io.entresol.agent.container.LaunchEnvironment;
import io.entresol.agent.container.LaunchFailedException;
import io.entresol.domain.resources.Ranges;
import io.entresol.domain.resources.Resources;
import io.entresol.mesos.v1.CommandInfo;
import io.entresol.mesos.v1.ContainerInfo;
import io.entresol.mesos.v1.ContainerInfo.DockerInfo;
import io.entresol.mesos.v1.Value;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Turns a container's spec into the request that creates it; {@code docker run} in data. */
final class RunOptions {
  private static final long SHARES_PER_CPU = 1024;
  private static final long SHARES_PER_REVOCABLE_CPU = 10;
  private static final long SHARES_LEAST = 2;
  private static final long MEMORY_LEAST_BYTES = 32L << 20;
  private static final long BYTES_PER_MEGABYTE = 1L << 20;
  private static final long QUOTA_PERIOD_MICROS = 100_000;
  private static final long QUOTA_LEAST_MICROS = 1_000;
  private static final String CONTAINER_NAME = "MESOS_CONTAINER_NAME";

  private final ContainerSpec spec;
  private final ContainerInfo container;
  private final DockerInfo docker;
  private final DockerOptions options;
  private final CreateRequest request;

  private RunOptions(ContainerSpec spec, DockerOptions options) {
    this.spec = spec;
    this.container = spec.container().orElseThrow();
    this.docker = container.getDocker();
    this.options = options;
    this.request = new CreateRequest("mesos-" + spec.id().value());
  }

  /**
   * @throws LaunchFailedException if the options contradict each other or the task's resources
   */
  static CreateRequest of(ContainerSpec spec, DockerOptions options) {
    RunOptions run = new RunOptions(spec, options);
    run.request.config().put("Image", run.docker.getImage());
    run.command();
    run.environment();
    run.network();
    run.ports();
    run.limits();
    Volumes.add(run.request, spec, options.sandboxDirectory());
    run.request.host().put("Privileged", run.docker.getPrivileged());
    run.docker
        .getParametersList()
        .forEach(
            parameter ->
                RunParameters.apply(run.request, parameter.getKey(), parameter.getValue()));
    // Last, so that no parameter can pass a container off as another agent's.
    DockerLabels.of(spec)
        .forEach((name, value) -> CreateRequest.put(run.request.config(), "Labels", name, value));
    return run.request;
  }

  static LaunchFailedException refused(String message) {
    return new LaunchFailedException(
        LaunchFailedException.Kind.START, "Failed to create docker run options: " + message);
  }

  private void command() {
    CommandInfo command = spec.command();
    if (command.getShell()) {
      if (!command.hasValue()) {
        throw refused("Shell specified but no command value provided");
      }
      request.config().putArray("Entrypoint").add("/bin/sh");
      request.config().putArray("Cmd").add("-c").add(command.getValue());
      return;
    }
    if (command.hasValue() || command.getArgumentsCount() > 0) {
      var words = request.config().putArray("Cmd");
      if (command.hasValue()) {
        words.add(command.getValue());
      }
      command.getArgumentsList().forEach(words::add);
    }
  }

  private void environment() {
    LaunchEnvironment.of(spec, options.sandboxDirectory()).forEach(request::setEnvironment);
    request.setEnvironment(CONTAINER_NAME, request.name());
  }

  private void network() {
    String mode =
        switch (docker.getNetwork()) {
          case HOST -> "host";
          case BRIDGE -> "bridge";
          case NONE -> "none";
          case USER -> userNetwork();
        };
    request.host().put("NetworkMode", mode);
    if (container.hasHostname() && docker.getNetwork() != DockerInfo.Network.HOST) {
      request.config().put("Hostname", container.getHostname());
    }
    if (docker.getNetwork() != DockerInfo.Network.HOST) {
      options.nameServers().forEach(each -> CreateRequest.append(request.host(), "Dns", each));
    }
  }

  private String userNetwork() {
    if (container.getNetworkInfosCount() != 1) {
      throw refused(
          "A user network needs exactly one network info, not " + container.getNetworkInfosCount());
    }
    if (!container.getNetworkInfos(0).hasName()) {
      throw refused("No network name found in network info");
    }
    return container.getNetworkInfos(0).getName();
  }

  private void ports() {
    if (docker.getPortMappingsCount() == 0) {
      return;
    }
    if (docker.getNetwork() != DockerInfo.Network.BRIDGE
        && docker.getNetwork() != DockerInfo.Network.USER) {
      throw refused("Port mappings are only supported for bridge and user-defined networks");
    }
    Ranges offered = spec.resources().ranges("ports");
    if (offered.isEmpty()) {
      throw refused("Port mappings require port resources");
    }
    for (DockerInfo.PortMapping mapping : docker.getPortMappingsList()) {
      long hostPort = Integer.toUnsignedLong(mapping.getHostPort());
      if (!offered.contains(hostPort)) {
        throw refused("Port [" + hostPort + "] not included in resources");
      }
      request.publish(
          "",
          Long.toString(hostPort),
          Long.toString(Integer.toUnsignedLong(mapping.getContainerPort())),
          mapping.hasProtocol() ? mapping.getProtocol().toLowerCase(Locale.ROOT) : "tcp");
    }
  }

  private void limits() {
    Resources resources = spec.resources();
    Map<String, Value.Scalar> limits =
        spec.task().map(task -> task.getLimitsMap()).orElse(Map.of());
    long cpusMilli = resources.scalarMilli("cpus");
    if (cpusMilli > 0) {
      boolean revocable = resources.revocable().scalarMilli("cpus") > 0;
      long perCpu = revocable ? SHARES_PER_REVOCABLE_CPU : SHARES_PER_CPU;
      request.host().put("CpuShares", Math.max(SHARES_LEAST, cpusMilli * perCpu / 1000));
    }
    Optional.ofNullable(limits.get("cpus"))
        .map(Value.Scalar::getValue)
        .or(() -> options.hardCpuLimit() ? Optional.of(cpusMilli / 1000.0) : Optional.empty())
        .filter(cpus -> cpus > 0 && !cpus.isInfinite())
        .ifPresent(this::quota);
    if (resources.scalarMilli("mem") > 0) {
      memory(resources.scalarMilli("mem") / 1000.0, Optional.ofNullable(limits.get("mem")));
    }
  }

  private void quota(double cpus) {
    request.host().put("CpuPeriod", QUOTA_PERIOD_MICROS);
    request
        .host()
        .put("CpuQuota", Math.max(QUOTA_LEAST_MICROS, (long) (cpus * QUOTA_PERIOD_MICROS)));
  }

  /** What was asked for is the limit, unless a limit of its own stands beside it. */
  private void memory(double megabytes, Optional<Value.Scalar> limit) {
    if (limit.isEmpty()) {
      request.host().put("Memory", memoryBytes(megabytes));
      return;
    }
    request.host().put("MemoryReservation", memoryBytes(megabytes));
    if (!Double.isInfinite(limit.get().getValue())) {
      request.host().put("Memory", memoryBytes(limit.get().getValue()));
    }
  }

  private static long memoryBytes(double megabytes) {
    return Math.max(MEMORY_LEAST_BYTES, (long) (megabytes * BYTES_PER_MEGABYTE));
  }
}
