package io.entresol.simulation.cluster;

import io.entresol.allocator.core.AllocatorCore;
import io.entresol.allocator.core.AllocatorFigures;
import io.entresol.allocator.core.Explanation;
import io.entresol.allocator.core.Refusal;
import io.entresol.domain.resources.ResourceParser;
import io.entresol.domain.resources.Resources;
import io.entresol.mesos.v1.Resource;
import io.entresol.proto.ProtoResources;
import io.entresol.proto.bus.AgentState;
import io.entresol.runtime.LeaderRole;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A whole cluster in one thread, from one seed: the real cores of master and allocator, agents and
 * frameworks by the protocol's letter, on a network that loses and delays, with processes that die.
 * After a stormy time comes a calm one, at the end of which everything must be in order.
 */
public final class ClusterSimulation {
  private static final Duration STORM = Duration.ofMinutes(4);
  private static final Duration CALM = Duration.ofMinutes(5);
  // Long enough for the master to have given up those that do not come back.
  private static final Duration OPERATOR_LOOKS = Duration.ofMinutes(3);
  private static final Duration ACCOUNTS_CHECKED_EVERY = Duration.ofMillis(500);
  private static final Duration SESSION_LEAST = Duration.ofSeconds(1);
  private static final Duration SESSION_MOST = Duration.ofSeconds(6);
  private static final List<String> SIZES =
      List.of("cpus:4;mem:4096", "cpus:8;mem:2048;ports:[31000-31100]", "cpus:2;mem:8192");
  private static final List<String> ROLES = List.of("*", "eng", "eng/web", "ops");

  private final long seed;
  private final World world;
  private final Network network;
  private final Coordination coordination;
  private final Bus bus;
  private final ModelOperator operator;
  private final Truth truth = new Truth();
  private final List<MasterProcess> masters = new ArrayList<>();
  private final List<AllocatorProcess> allocators = new ArrayList<>();
  private final List<ModelAgent> agents = new ArrayList<>();
  private final List<ModelFramework> frameworks = new ArrayList<>();
  private boolean stormy = true;
  private int processes;

  public ClusterSimulation(long seed) {
    this.seed = seed;
    world = new World(seed);
    network = new Network(world);
    coordination = new Coordination(world);
    bus = new Bus(world, network, coordination);
    operator = new ModelOperator(bus, coordination);
  }

  /**
   * Runs storm and calm.
   *
   * @throws SimulationFailure with the seed, if an invariant broke
   */
  public Summary run() {
    try {
      populate();
      network.misbehave(world.below(3) * 0.01, world.below(3) * 0.005);
      troubleLater();
      checkAccountsLater();
      world.runUntil(world.now().plus(STORM));
      stormy = false;
      network.misbehave(0, 0);
      frameworks.forEach(ModelFramework::drain);
      agents.stream().filter(agent -> !agent.isUp()).forEach(ModelAgent::start);
      world.in(OPERATOR_LOOKS, this::markLostAgentsGone);
      world.runUntil(world.now().plus(CALM));
      return check();
    } catch (RuntimeException e) {
      throw new SimulationFailure(seed, world.now(), e);
    }
  }

  private void populate() {
    for (int i = 0; i < 2; i++) {
      newMaster();
      newAllocator();
    }
    int agentCount = 2 + world.below(6);
    for (int i = 0; i < agentCount; i++) {
      List<Resource> resources =
          ProtoResources.toProto(ResourceParser.parse(SIZES.get(world.below(SIZES.size()))));
      ModelAgent agent = new ModelAgent(world, bus, coordination, truth, i, resources);
      agents.add(agent);
      agent.start();
    }
    int frameworkCount = 1 + world.below(4);
    for (int i = 0; i < frameworkCount; i++) {
      String role = ROLES.get(world.below(ROLES.size()));
      ModelFramework framework =
          new ModelFramework(
              world, bus, coordination, truth, "framework-" + i, role, 20 + world.below(60));
      frameworks.add(framework);
      framework.start();
    }
  }

  private void newMaster() {
    MasterProcess master = new MasterProcess(world, bus, coordination, "master#" + processes++);
    masters.add(master);
    coordination.contend(LeaderRole.MASTER, master);
  }

  private void newAllocator() {
    AllocatorProcess allocator =
        new AllocatorProcess(world, bus, coordination, "allocator#" + processes++);
    allocators.add(allocator);
    coordination.contend(LeaderRole.ALLOCATOR, allocator);
  }

  // ---- trouble

  private void troubleLater() {
    world.between(
        Duration.ofSeconds(2),
        Duration.ofSeconds(25),
        () -> {
          if (stormy) {
            trouble();
            troubleLater();
          }
        });
  }

  private void trouble() {
    switch (world.below(8)) {
      case 0 -> killMaster();
      case 1 -> suspendMaster();
      case 2 -> killAllocator();
      case 3 -> suspendAllocator();
      case 4, 5 -> restart(agents.get(world.below(agents.size())));
      case 6 -> network.cutOff(agents.get(world.below(agents.size())).node(), cut());
      default -> network.cutOff(frameworks.get(world.below(frameworks.size())).node(), cut());
    }
  }

  private Duration cut() {
    return world.duration(Duration.ofSeconds(1), Duration.ofSeconds(40));
  }

  private void killMaster() {
    MasterProcess victim = masters.remove(world.below(masters.size()));
    victim.die();
    network.remove(victim.node());
    afterSession(
        () -> {
          coordination.expire(LeaderRole.MASTER, victim);
          coordination.left(victim.node());
        });
    newMaster();
  }

  private void killAllocator() {
    AllocatorProcess victim = allocators.remove(world.below(allocators.size()));
    victim.die();
    network.remove(victim.node());
    afterSession(
        () -> {
          coordination.expire(LeaderRole.ALLOCATOR, victim);
          coordination.left(victim.node());
        });
    newAllocator();
  }

  private void suspendMaster() {
    MasterProcess victim = masters.get(world.below(masters.size()));
    suspend(LeaderRole.MASTER, victim, masters);
  }

  private void suspendAllocator() {
    AllocatorProcess victim = allocators.get(world.below(allocators.size()));
    suspend(LeaderRole.ALLOCATOR, victim, allocators);
  }

  /** Its session ends, and it goes on for a while believing that it leads. */
  private void suspend(
      LeaderRole role, Coordination.Contender victim, List<? extends Coordination.Contender> all) {
    if (!coordination.isContending(role, victim)) {
      return;
    }
    coordination.expire(role, victim);
    afterSession(
        () -> {
          if (all.contains(victim)) {
            victim.deposed();
            coordination.contend(role, victim);
          }
        });
  }

  private void afterSession(Runnable action) {
    world.between(SESSION_LEAST, SESSION_MOST, action);
  }

  private void restart(ModelAgent agent) {
    if (agent.isUp()) {
      agent.die(network);
      world.between(
          Duration.ofMillis(500),
          Duration.ofSeconds(30),
          () -> {
            if (!agent.isUp()) {
              agent.start();
            }
          });
    }
  }

  // ---- the end

  private void markLostAgentsGone() {
    Set<String> lost = new TreeSet<>();
    frameworks.forEach(framework -> lost.addAll(framework.live().values()));
    lost.removeAll(agentIds());
    lost.forEach(operator::markGone);
  }

  /** What a run has seen. */
  public record Summary(long seed, int agents, int frameworks, int tasks) {}

  private Summary check() {
    Truth.require(agents.stream().allMatch(ModelAgent::isRegistered), "an agent is not registered");
    Truth.require(
        frameworks.stream().allMatch(ModelFramework::isSubscribed),
        "a framework is not subscribed");
    checkTasks();
    checkBooks();
    return new Summary(
        seed,
        agents.size(),
        frameworks.size(),
        frameworks.stream().mapToInt(ModelFramework::launched).sum());
  }

  /**
   * Nothing was launched in the calm, and tasks are short: all have ended, and are known to have.
   */
  private void checkTasks() {
    Map<String, String> live = new TreeMap<>();
    frameworks.forEach(framework -> live.putAll(framework.live()));
    Set<String> running = new HashSet<>();
    agents.forEach(agent -> running.addAll(agent.running()));
    Truth.require(running.isEmpty(), "still running: " + running);
    Truth.require(
        live.isEmpty(), "never heard how they ended: " + live + "; the agents are " + agentIds());
  }

  private List<String> agentIds() {
    return agents.stream().map(ModelAgent::id).toList();
  }

  private void checkAccountsLater() {
    world.in(
        ACCOUNTS_CHECKED_EVERY,
        () -> {
          masters.stream().filter(master -> master.core().isPresent()).forEach(this::checkAccounts);
          checkAccountsLater();
        });
  }

  /** No agent has more allocated and offered than it has, and so nothing is offered twice. */
  private void checkAccounts(MasterProcess master) {
    for (AgentState state : StateReader.agents(master, world.now())) {
      Resources total = ProtoResources.fromProto(state.getAgent().getTotalResourcesList());
      Resources held =
          ProtoResources.fromProto(state.getAgent().getAllocatedResourcesList())
              .plus(ProtoResources.fromProto(state.getAgent().getOfferedResourcesList()))
              .unallocated();
      Truth.require(
          total.contains(held),
          state.getAgent().getAgentInfo().getHostname() + " has " + total + " and gave " + held);
    }
  }

  /** The allocator's books are the master's, and nobody waits for what is free. */
  private void checkBooks() {
    MasterProcess master = leading(masters, LeaderRole.MASTER);
    AllocatorCore allocator = leadingAllocator().core().filter(AllocatorCore::isLive).orElseThrow();
    AllocatorFigures figures = allocator.figures();
    Map<String, Double> held = new TreeMap<>();
    Map<String, Double> total = new TreeMap<>();
    for (AgentState agent : StateReader.agents(master, world.now())) {
      add(held, agent.getAgent().getAllocatedResourcesList());
      add(held, agent.getAgent().getOfferedResourcesList());
      add(total, agent.getAgent().getTotalResourcesList());
    }
    Truth.require(
        figures.total().equals(total), "totals differ: " + figures.total() + ", " + total);
    Truth.require(
        figures.allocated().equals(held),
        "the allocator believes " + figures.allocated() + " to be held, the master " + held);
    for (ModelFramework framework : frameworks) {
      Optional<Explanation> explanation = allocator.explain(framework.id(), world.now());
      Truth.require(explanation.isPresent(), "the allocator does not know " + framework.node());
      Truth.require(
          explanation.get().roles().stream()
              .flatMap(role -> role.agents().stream())
              .noneMatch(agents -> agents.reason() == Refusal.NOT_ITS_TURN),
          framework.node() + " waits for what is free");
    }
  }

  private static void add(Map<String, Double> sums, List<Resource> resources) {
    Resources bag = ProtoResources.fromProto(resources);
    bag.scalars().forEach((name, scalar) -> sums.merge(name, scalar.value(), Double::sum));
  }

  private MasterProcess leading(List<MasterProcess> all, LeaderRole role) {
    return all.stream()
        .filter(m -> m.core().isPresent() && coordination.isCurrent(role, m.epoch()))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no master leads"));
  }

  private AllocatorProcess leadingAllocator() {
    return allocators.stream()
        .filter(a -> a.core().isPresent())
        .filter(a -> coordination.isCurrent(LeaderRole.ALLOCATOR, a.epoch()))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no allocator leads"));
  }
}
