package io.entresol.simulation.load;

import io.entresol.proto.bus.AgentState;
import io.entresol.proto.bus.StatePage;
import io.entresol.proto.bus.StateQuery;
import io.entresol.proto.bus.ToMaster;
import io.entresol.runtime.ClusterNode;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/**
 * What the leading master believes to be going on.
 *
 * @param agents how many are registered
 * @param agentsInUse on how many of them something is offered or in use
 * @param tasks that have not ended
 */
record MasterBooks(int agents, int agentsInUse, int tasks) {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  static MasterBooks read(ClusterNode node)
      throws InterruptedException, ExecutionException, TimeoutException {
    int agents = 0;
    int inUse = 0;
    int tasks = 0;
    String token = "";
    do {
      StateQuery.Builder query =
          StateQuery.newBuilder()
              .addParts(StateQuery.Part.AGENTS)
              .addParts(StateQuery.Part.FRAMEWORKS)
              .addParts(StateQuery.Part.TASKS);
      if (!token.isEmpty()) {
        query.setPageToken(token);
      }
      StatePage page =
          Waiting.await(node.masterBus().ask(ToMaster.newBuilder().setStateQuery(query), LIMIT))
              .getState();
      agents += page.getAgentsCount();
      inUse += (int) page.getAgentsList().stream().filter(MasterBooks::isInUse).count();
      tasks +=
          page.getFrameworksList().stream()
              .mapToInt(
                  framework ->
                      (int)
                          framework.getTasksList().stream()
                              .filter(task -> !task.hasStatusUpdateState() || !isEnd(task))
                              .count())
              .sum();
      token = page.getNextPageToken();
    } while (!token.isEmpty());
    return new MasterBooks(agents, inUse, tasks);
  }

  private static boolean isEnd(io.entresol.mesos.v1.Task task) {
    return task.getStatusUpdateState() == io.entresol.mesos.v1.TaskState.TASK_FINISHED;
  }

  private static boolean isInUse(AgentState state) {
    return state.getAgent().getAllocatedResourcesCount() > 0
        || state.getAgent().getOfferedResourcesCount() > 0;
  }

  boolean isAtRest() {
    return agentsInUse == 0 && tasks == 0;
  }
}
