package io.entresol.agent;

import io.entresol.agent.container.Containerizers;
import io.entresol.agent.container.detect.Machine;
import io.entresol.agent.container.detect.MachineResources;
import io.entresol.agent.container.docker.DockerOptions;
import io.entresol.agent.container.fetch.FetchOptions;
import io.entresol.agent.container.mesos.ProcessOptions;
import io.entresol.agent.core.AgentIdentity;
import io.entresol.agent.core.AgentPolicy;
import io.entresol.agent.http.ExecutorTokens;
import io.entresol.domain.resources.Reservation;
import io.entresol.domain.resources.ResourceKey;
import io.entresol.domain.resources.Resources;
import io.entresol.mesos.v1.AgentInfo;
import io.entresol.mesos.v1.AgentInfo.Capability;
import io.entresol.proto.MesosVersion;
import io.entresol.proto.ProtoResources;
import io.entresol.proto.bus.Endpoint;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Works out from options and machine what an agent is. Blocking. */
final class AgentSetup {
  private final AgentOptions options;

  AgentSetup(AgentOptions options) {
    this.options = options;
  }

  /** The address at which others reach the agent. */
  String ip() {
    return options
        .advertiseIp()
        .or(() -> options.ip().filter(ip -> !ip.equals("0.0.0.0")))
        .orElseGet(Machine::address);
  }

  /**
   * Who the agent is.
   *
   * @param port on which it listens
   * @throws IllegalArgumentException if an option is wrong
   * @throws IOException if the work directory cannot be made
   */
  AgentIdentity identity(String nodeId, int port) throws IOException {
    Files.createDirectories(options.workDir());
    String ip = ip();
    int reachedAt = options.advertisePort().orElse(port);
    AgentInfo.Builder info =
        AgentInfo.newBuilder()
            .setHostname(hostname(ip))
            .setPort(reachedAt)
            .addAllResources(ProtoResources.toProto(resources()));
    options
        .attributes()
        .ifPresent(text -> info.addAllAttributes(FlagText.attributes("--attributes", text)));
    return new AgentIdentity(
        Endpoint.newBuilder().setNodeId(nodeId).setId(UUID.randomUUID().toString()).build(),
        "slave(1)@" + ip + ":" + reachedAt,
        ip,
        info.build(),
        MesosVersion.TEXT,
        capabilities());
  }

  private String hostname(String ip) throws IOException {
    if (options.hostname().isPresent()) {
      return options.hostname().get();
    }
    if (!options.hostnameLookup()) {
      return ip;
    }
    return options.ip().isPresent()
        ? InetAddress.getByName(ip).getCanonicalHostName()
        : Machine.hostname();
  }

  /** As configured; what is not named at all is found out. */
  private Resources resources() {
    Resources configured =
        options
            .resources()
            .map(text -> FlagText.resources("--resources", text, options.defaultRole()))
            .orElse(Resources.NONE);
    Set<String> named = named(options.resources().orElse(""), configured);
    Resources detected =
        MachineResources.of(Machine.read(options.workDir()))
            .filter(key -> !named.contains(key.name()));
    Resources ours =
        options.defaultRole().equals(ResourceKey.UNRESERVED_ROLE)
            ? detected
            : detected.mapKeys(key -> key.reserved(Reservation.statically(options.defaultRole())));
    return configured.plus(ours);
  }

  /** Also those of which there is nothing: {@code disk:0} is no disk, not an unknown one. */
  private static Set<String> named(String text, Resources configured) {
    Set<String> named =
        configured.held().keySet().stream().map(ResourceKey::name).collect(Collectors.toSet());
    if (!text.stripLeading().startsWith("[")) {
      Arrays.stream(text.split(";"))
          .map(part -> part.split("[:(]", 2)[0].strip())
          .forEach(named::add);
    }
    return named;
  }

  private static List<Capability> capabilities() {
    return List.of(
            Capability.Type.MULTI_ROLE,
            Capability.Type.HIERARCHICAL_ROLE,
            Capability.Type.RESERVATION_REFINEMENT,
            Capability.Type.RESOURCE_PROVIDER,
            Capability.Type.RESIZE_VOLUME,
            Capability.Type.AGENT_OPERATION_FEEDBACK,
            Capability.Type.AGENT_DRAINING,
            Capability.Type.TASK_RESOURCE_LIMITS)
        .stream()
        .map(type -> Capability.newBuilder().setType(type).build())
        .toList();
  }

  LaunchSettings launchSettings(
      AgentIdentity identity, AgentPolicy policy, Optional<ExecutorTokens> tokens) {
    return new LaunchSettings(
        identity.pid(),
        identity.ip() + ":" + identity.info().getPort(),
        identity.ip(),
        options.switchUser(),
        policy.executorShutdownGracePeriod(),
        options.recoveryTimeout(),
        policy.executorReregistrationTimeout(),
        policy.checkpointAlways(),
        tokens,
        options.executorEnvironment());
  }

  Containerizers.Options containerizers() {
    return new Containerizers.Options(
        new ProcessOptions(
            options.runtimeDir(),
            options.isolates(),
            options.cgroupsHierarchy(),
            options.cgroupsRoot(),
            options.hardCpuLimit()),
        new DockerOptions(
            options.dockerSocket(),
            options.sandboxDirectory(),
            options.runtimeDir().resolve("docker"),
            options.dockerRemoveDelay(),
            options.hardCpuLimit(),
            options.nameServers(),
            options.dockerConfig()),
        new FetchOptions(
            options.fetcherCacheDir(),
            options.fetcherCacheBytes(),
            options.fetcherStallTimeout(),
            options.frameworksHome()));
  }
}
