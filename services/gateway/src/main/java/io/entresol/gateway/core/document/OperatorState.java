package io.entresol.gateway.core.document;

import io.entresol.gateway.core.render.EndpointForm;
import io.entresol.mesos.v1.AgentInfo;
import io.entresol.mesos.v1.Task;
import io.entresol.mesos.v1.master.Response.GetAgents;
import io.entresol.mesos.v1.master.Response.GetExecutors;
import io.entresol.mesos.v1.master.Response.GetFrameworks;
import io.entresol.proto.bus.FrameworkState;
import io.entresol.proto.bus.StatePage;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** What a page of the state means in the messages of the operator API. */
final class OperatorState {
  private OperatorState() {}

  static List<GetAgents.Agent> agents(StatePage page) {
    return page.getAgentsList().stream().map(each -> EndpointForm.of(each.getAgent())).toList();
  }

  static List<AgentInfo> recoveredAgents(StatePage page) {
    return page.getRecoveredAgentsList();
  }

  static List<GetFrameworks.Framework> frameworks(List<FrameworkState> states) {
    return states.stream().map(state -> EndpointForm.of(state.getFramework())).toList();
  }

  static List<GetExecutors.Executor> executors(StatePage page) {
    return page.getExecutorsList().stream()
        .map(
            state ->
                GetExecutors.Executor.newBuilder()
                    .setExecutorInfo(state.getInfo())
                    .setAgentId(state.getAgentId())
                    .build())
        .toList();
  }

  static List<Task> tasks(StatePage page) {
    return tasks(page, FrameworkState::getTasksList);
  }

  static List<Task> unreachableTasks(StatePage page) {
    return tasks(page, FrameworkState::getUnreachableTasksList);
  }

  static List<Task> completedTasks(StatePage page) {
    return tasks(page, FrameworkState::getCompletedTasksList);
  }

  private static List<Task> tasks(StatePage page, Function<FrameworkState, List<Task>> kind) {
    return Stream.concat(
            page.getFrameworksList().stream(), page.getCompletedFrameworksList().stream())
        .flatMap(framework -> kind.apply(framework).stream())
        .toList();
  }
}
