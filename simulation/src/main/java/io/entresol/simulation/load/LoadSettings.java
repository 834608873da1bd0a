package io.entresol.simulation.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How large a cluster is simulated, and what it does.
 *
 * @param resources of each agent: {@code cpus:8;mem:16384}
 * @param roles over how many roles the frameworks are spread
 * @param taskDuration how long each task runs
 * @param registryInMemory whether the master keeps its registry in memory, not in ZooKeeper
 * @param loadNodes how many members of the cluster carry the agents and frameworks; 0: the one of
 *     the services does, and messages stay in memory
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
    boolean registryInMemory,
    int loadNodes,
    Duration limit) {

  /** How many tasks a framework is to run: all share alike. */
  int tasksOf(int framework) {
    return tasks / frameworks + (framework < tasks % frameworks ? 1 : 0);
  }

  String roleOf(int framework) {
    return roles <= 1 ? "*" : "role-" + framework % roles;
  }

  List<String> problems() {
    List<String> problems = new ArrayList<>();
    if (agents < 1 || frameworks < 1 || tasks < 1) {
      problems.add("there must be at least one agent, one framework and one task");
    }
    if (taskCpus <= 0 || taskMem <= 0) {
      problems.add("a task needs CPUs and memory");
    }
    return problems;
  }
}
