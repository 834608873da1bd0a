package io.entresol.cli;

import io.entresol.agent.AgentOptions;
import io.entresol.agent.AgentService;
import io.entresol.allocator.AllocatorOptions;
import io.entresol.allocator.AllocatorService;
import io.entresol.cli.hosting.ServiceKind;
import io.entresol.gateway.GatewayOptions;
import io.entresol.gateway.GatewayService;
import io.entresol.marathon.MarathonOptions;
import io.entresol.marathon.MarathonService;
import io.entresol.master.MasterOptions;
import io.entresol.master.MasterService;
import io.entresol.runtime.EdgeNode;
import io.entresol.runtime.Service;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The services that there are. */
final class Services {
  private static final String MESOS_PREFIX = "MESOS_";
  private static final String MARATHON_PREFIX = "MARATHON_";

  private static final ServiceKind<MasterOptions> MASTER =
      new ServiceKind<>(
          "master",
          List.of("mesos-master"),
          "Admits agents and frameworks, and decides what runs where.",
          MESOS_PREFIX,
          "--zk",
          List.of("allocator", "gateway"),
          MasterOptions::new,
          MasterOptions::check,
          MasterService::new);

  private static final ServiceKind<AllocatorOptions> ALLOCATOR =
      new ServiceKind<>(
          "allocator",
          List.of(),
          "Decides which framework is offered what.",
          MESOS_PREFIX,
          "--zk",
          List.of(),
          AllocatorOptions::new,
          AllocatorOptions::check,
          AllocatorService::new);

  private static final ServiceKind<GatewayOptions> GATEWAY =
      new ServiceKind<>(
          "gateway",
          List.of(),
          "Serves the HTTP APIs of Mesos and Marathon.",
          MESOS_PREFIX,
          "--zk",
          List.of(),
          GatewayOptions::new,
          GatewayOptions::check,
          GatewayService::new);

  private static final ServiceKind<AgentOptions> AGENT =
      new ServiceKind<>(
          "agent",
          List.of("mesos-agent", "mesos-slave"),
          "Offers this machine's resources and runs tasks on it.",
          MESOS_PREFIX,
          "--master",
          List.of(),
          AgentOptions::new,
          AgentOptions::check,
          AgentService::new,
          Services::agentAtEdge);

  private static Optional<Function<EdgeNode, Service>> agentAtEdge(AgentOptions options) {
    return options.edge().isEmpty()
        ? Optional.empty()
        : Optional.of(node -> AgentService.atEdge(node, options));
  }

  private static final ServiceKind<MarathonOptions> MARATHON =
      new ServiceKind<>(
          "marathon",
          List.of(),
          "Keeps long-running services running.",
          MARATHON_PREFIX,
          "--master",
          List.of(),
          MarathonOptions::new,
          MarathonOptions::check,
          MarathonService::new);

  /** In the order in which one process starts them. */
  static final List<ServiceKind<?>> ALL = List.of(ALLOCATOR, MASTER, GATEWAY, AGENT, MARATHON);

  private Services() {}
}
