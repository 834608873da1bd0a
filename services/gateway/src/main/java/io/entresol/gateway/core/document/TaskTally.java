package io.entresol.gateway.core.document;

import com.fasterxml.jackson.core.JsonGenerator;
import io.entresol.mesos.v1.Task;
import io.entresol.proto.bus.FrameworkState;
import io.entresol.proto.bus.StatePage;
import io.entresol.proto.bus.StateQuery;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Counts the tasks of agents and frameworks, for the sections after it. Writes nothing. */
final class TaskTally implements Section {
  private final Map<String, TaskCounts> byAgent = new HashMap<>();
  private final Map<String, TaskCounts> byFramework = new HashMap<>();
  private final Map<String, Set<String>> frameworksOfAgent = new HashMap<>();
  private final Map<String, Set<String>> agentsOfFramework = new HashMap<>();

  @Override
  public Set<StateQuery.Part> reads() {
    return Set.of(StateQuery.Part.FRAMEWORKS, StateQuery.Part.TASKS);
  }

  @Override
  public void begin(JsonGenerator json) {
    // Nothing is written.
  }

  @Override
  public void page(StatePage page, JsonGenerator json) {
    for (FrameworkState framework : page.getFrameworksList()) {
      String id = Frameworks.id(framework);
      count(id, framework.getTasksList());
      count(id, framework.getUnreachableTasksList());
      count(id, framework.getCompletedTasksList());
    }
  }

  private void count(String framework, List<Task> tasks) {
    for (Task task : tasks) {
      String agent = task.getAgentId().getValue();
      byAgent.computeIfAbsent(agent, ignored -> new TaskCounts()).count(task);
      byFramework.computeIfAbsent(framework, ignored -> new TaskCounts()).count(task);
      frameworksOfAgent.computeIfAbsent(agent, ignored -> new LinkedHashSet<>()).add(framework);
      agentsOfFramework.computeIfAbsent(framework, ignored -> new LinkedHashSet<>()).add(agent);
    }
  }

  @Override
  public void end(JsonGenerator json) {
    // Nothing is written.
  }

  TaskCounts ofAgent(String id) {
    return byAgent.getOrDefault(id, TaskCounts.NONE);
  }

  TaskCounts ofFramework(String id) {
    return byFramework.getOrDefault(id, TaskCounts.NONE);
  }

  Set<String> frameworksOfAgent(String id) {
    return frameworksOfAgent.getOrDefault(id, Set.of());
  }

  Set<String> agentsOfFramework(String id) {
    return agentsOfFramework.getOrDefault(id, Set.of());
  }
}
