package io.entresol.simulation.cluster;

import io.entresol.proto.bus.AgentCommand;
import io.entresol.proto.bus.FrameworkEvents;
import io.entresol.proto.bus.MasterReply;
import io.entresol.proto.bus.ToAllocator;
import io.entresol.proto.bus.ToMaster;
import io.entresol.runtime.LeaderRole;
import io.entresol.simulation.cluster.Coordination.Leader;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The bus's addresses: the leaders, and whatever lives on a node. */
final class Bus {
  private static final Duration REPLY_LIMIT = Duration.ofSeconds(5);
  private static final Duration NOBODY_LEADS = Duration.ofMillis(100);

  /** Takes what is for the leading master; the reply may never be wanted. */
  interface MasterAddress {
    void receive(ToMaster message, Consumer<MasterReply> reply);
  }

  private final World world;
  private final Network network;
  private final Coordination coordination;
  private final Map<String, MasterAddress> masters = new HashMap<>();
  private final Map<String, Consumer<ToAllocator>> allocators = new HashMap<>();
  private final Map<String, Consumer<AgentCommand>> agents = new HashMap<>();
  private final Map<String, Consumer<FrameworkEvents>> streams = new HashMap<>();

  Bus(World world, Network network, Coordination coordination) {
    this.world = world;
    this.network = network;
    this.coordination = coordination;
  }

  void master(String node, MasterAddress address) {
    masters.put(node, address);
  }

  void allocator(String node, Consumer<ToAllocator> address) {
    allocators.put(node, address);
  }

  /** At most one agent lives on a node. */
  void agent(String node, Consumer<AgentCommand> address) {
    agents.put(node, address);
  }

  /** At most one framework's streams end on a node. */
  void stream(String node, Consumer<FrameworkEvents> address) {
    streams.put(node, address);
  }

  void tellMaster(String from, ToMaster.Builder message) {
    coordination
        .leader(LeaderRole.MASTER, from)
        .ifPresent(leader -> deliver(from, leader, message, reply -> {}));
  }

  /** Calls back once: with the answer, or with nothing if none came in time. */
  void askMaster(String from, ToMaster.Builder message, Consumer<Optional<MasterReply>> then) {
    Optional<Leader> leader = coordination.leader(LeaderRole.MASTER, from);
    if (leader.isEmpty()) {
      world.in(NOBODY_LEADS, () -> then.accept(Optional.empty()));
      return;
    }
    boolean[] done = new boolean[1];
    Consumer<Optional<MasterReply>> once =
        reply -> {
          if (!done[0]) {
            done[0] = true;
            then.accept(reply);
          }
        };
    deliver(
        from,
        leader.get(),
        message,
        reply -> network.send(leader.get().node(), from, () -> once.accept(Optional.of(reply))));
    world.in(REPLY_LIMIT, () -> once.accept(Optional.empty()));
  }

  private void deliver(
      String from, Leader leader, ToMaster.Builder message, Consumer<MasterReply> reply) {
    ToMaster addressed = message.setEpoch(leader.epoch()).build();
    network.send(from, leader.node(), () -> masters.get(leader.node()).receive(addressed, reply));
  }

  void tellAllocator(String from, ToAllocator.Builder message) {
    coordination
        .leader(LeaderRole.ALLOCATOR, from)
        .ifPresent(leader -> tellAllocator(from, leader.node(), message.setEpoch(leader.epoch())));
  }

  /** Straight to the process on a node, with its epoch filled in. */
  void tellAllocator(String from, String node, ToAllocator.Builder message) {
    ToAllocator addressed = message.build();
    network.send(from, node, () -> allocators.get(node).accept(addressed));
  }

  void tellAgent(String from, String node, AgentCommand command) {
    network.send(
        from, node, () -> Optional.ofNullable(agents.get(node)).ifPresent(a -> a.accept(command)));
  }

  void tellStream(String from, String node, FrameworkEvents events) {
    network.send(
        from, node, () -> Optional.ofNullable(streams.get(node)).ifPresent(s -> s.accept(events)));
  }
}
