package io.entresol.simulation.load;

import io.entresol.domain.resources.ResourceParser;
import io.entresol.domain.resources.Resources;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How large a cluster is simulated, and what it does.
 *
 * @param resources of each agent: {@code cpus:8;mem:16384}
 * @param roles over how many roles the frameworks are spread
 * @param taskDuration how long each task runs
 * @param attach what carries the agents' messages
 * @param via what carries the frameworks' calls and events
 * @param registryInMemory whether the master keeps its registry in memory, not in ZooKeeper
 * @param loadNodes how many members of the cluster have a gateway, or carry the load if it is on
 *     the bus; 0: the one of the services does, and messages of the bus stay in memory
 * @param killAllocator what happens to the leading allocator under the load; empty: nothing
 * @param sessionTimeout of ZooKeeper's sessions
 * @param limit when to give up
 */
record LoadSettings(
    int agents,
    String resources,
    int frameworks,
    int roles,
    int tasks,
    double taskCpus,
    double taskMem,
    Duration taskDuration,
    Attach attach,
    Via via,
    boolean registryInMemory,
    int loadNodes,
    Optional<AllocatorProcess.End> killAllocator,
    String sessionTimeout,
    Duration limit) {

  /** How agents are attached. */
  enum Attach {
    /** By gRPC streams to gateways. */
    edge,
    bus
  }

  /** How frameworks reach the master. */
  enum Via {
    /** By the HTTP API of gateways. */
    gateway,
    bus
  }

  /** Whether any gateway is needed. */
  boolean hasGateways() {
    return attach == Attach.edge || via == Via.gateway;
  }

  /** Whether the whole load is outside of the cluster, on threads of its own. */
  boolean isOutside() {
    return attach == Attach.edge && via == Via.gateway;
  }

  /** How many tasks a framework is to run: all share alike. */
  int tasksOf(int framework) {
    return tasks / frameworks + (framework < tasks % frameworks ? 1 : 0);
  }

  String roleOf(int framework) {
    return roles <= 1 ? "*" : "role-" + framework % roles;
  }

  TaskShape taskShape() {
    return new TaskShape(Math.round(taskCpus * 1000), Math.round(taskMem * 1000));
  }

  /** With nothing offered or in use. */
  Ledger ledger() {
    Resources each = ResourceParser.parse(resources);
    return new Ledger(agents, each.scalarMilli("cpus"), each.scalarMilli("mem"), taskShape());
  }

  List<String> problems() {
    List<String> problems = new ArrayList<>();
    if (agents < 1 || frameworks < 1 || tasks < 1) {
      problems.add("there must be at least one agent, one framework and one task");
    }
    if (loadNodes < 0) {
      problems.add("--load_nodes: '" + loadNodes + "' is negative");
    }
    TaskShape shape = taskShape();
    if (shape.cpusMilli() <= 0 || shape.memMilli() <= 0) {
      problems.add("a task needs CPUs and memory");
      return problems;
    }
    Resources each = ResourceParser.parse(resources);
    if (shape.fitting(each.scalarMilli("cpus"), each.scalarMilli("mem")) < 1) {
      problems.add("--resources: an agent must have room for a task");
    }
    return problems;
  }
}
