package io.entresol.gateway.core.document;

import static io.entresol.proto.bus.StateQuery.Part.AGENTS;
import static io.entresol.proto.bus.StateQuery.Part.EXECUTORS;
import static io.entresol.proto.bus.StateQuery.Part.FRAMEWORKS;
import static io.entresol.proto.bus.StateQuery.Part.MASTER;
import static io.entresol.proto.bus.StateQuery.Part.ROLES;
import static io.entresol.proto.bus.StateQuery.Part.TASKS;

import io.entresol.gateway.core.render.RoleWriter;
import io.entresol.mesos.v1.Flag;
import io.entresol.mesos.v1.master.Call;
import io.entresol.mesos.v1.master.Response;
import io.entresol.proto.bus.StatePage;
import io.entresol.proto.bus.StateQuery;
import java.util.Comparator;
import java.util.Set;

/**
 * Puts an answer of the operator API together in memory: protobuf, unlike JSON, says the length of
 * a message before the message.
 */
public final class ResponseCollector {
  private final Call.Type type;
  private final Response.Builder response = Response.newBuilder();
  private final Frameworks live = Frameworks.live();
  private final Frameworks completed = Frameworks.completed();

  /**
   * A collector for one answer.
   *
   * @throws IllegalArgumentException if the call is not answered out of the master's state
   */
  public ResponseCollector(Call.Type type) {
    this.type = type;
    if (reads().isEmpty()) {
      throw new IllegalArgumentException(type + " does not read the state");
    }
    response.setType(Response.Type.valueOf(type.name()));
    // The sub-message of the answer is there even if there is nothing in it.
    page(StatePage.getDefaultInstance());
  }

  /** Whether the call is answered out of the master's state. */
  public static boolean serves(Call.Type type) {
    return !parts(type).isEmpty();
  }

  /** What of the state is needed. */
  public Set<StateQuery.Part> reads() {
    return parts(type);
  }

  private static Set<StateQuery.Part> parts(Call.Type type) {
    return switch (type) {
      case GET_STATE -> Set.of(AGENTS, FRAMEWORKS, TASKS, EXECUTORS);
      case GET_AGENTS -> Set.of(AGENTS);
      case GET_FRAMEWORKS -> Set.of(FRAMEWORKS);
      case GET_EXECUTORS -> Set.of(EXECUTORS);
      case GET_TASKS -> Set.of(FRAMEWORKS, TASKS);
      case GET_ROLES -> Set.of(ROLES);
      case GET_MASTER, GET_FLAGS -> Set.of(MASTER);
      default -> Set.of();
    };
  }

  /** Takes the next page of the state. */
  public void page(StatePage page) {
    switch (type) {
      case GET_STATE -> {
        Response.GetState.Builder state = response.getGetStateBuilder();
        add(page, state.getGetTasksBuilder());
        add(page, state.getGetExecutorsBuilder());
        add(page, state.getGetFrameworksBuilder());
        add(page, state.getGetAgentsBuilder());
      }
      case GET_AGENTS -> add(page, response.getGetAgentsBuilder());
      case GET_FRAMEWORKS -> add(page, response.getGetFrameworksBuilder());
      case GET_EXECUTORS -> add(page, response.getGetExecutorsBuilder());
      case GET_TASKS -> add(page, response.getGetTasksBuilder());
      case GET_ROLES -> {
        Response.GetRoles.Builder roles = response.getGetRolesBuilder();
        page.getRolesList().forEach(role -> roles.addRoles(RoleWriter.toMessage(role)));
      }
      case GET_MASTER -> addMaster(page);
      case GET_FLAGS ->
          page.getFlagsList().stream()
              .sorted(Comparator.comparing(Flag::getName))
              .forEach(response.getGetFlagsBuilder()::addFlags);
      default -> throw new IllegalStateException(type.name());
    }
  }

  private static void add(StatePage page, Response.GetTasks.Builder tasks) {
    tasks
        .addAllTasks(OperatorState.tasks(page))
        .addAllUnreachableTasks(OperatorState.unreachableTasks(page))
        .addAllCompletedTasks(OperatorState.completedTasks(page));
  }

  private static void add(StatePage page, Response.GetExecutors.Builder executors) {
    executors.addAllExecutors(OperatorState.executors(page));
  }

  private void add(StatePage page, Response.GetFrameworks.Builder frameworks) {
    frameworks
        .addAllFrameworks(OperatorState.frameworks(live.apply(page)))
        .addAllCompletedFrameworks(OperatorState.frameworks(completed.apply(page)));
  }

  private static void add(StatePage page, Response.GetAgents.Builder agents) {
    agents
        .addAllAgents(OperatorState.agents(page))
        .addAllRecoveredAgents(OperatorState.recoveredAgents(page));
  }

  private void addMaster(StatePage page) {
    Response.GetMaster.Builder master = response.getGetMasterBuilder();
    if (page.hasMasterInfo()) {
      master.setMasterInfo(page.getMasterInfo()).setStartTime(page.getStartTime());
    }
    if (page.hasElectedTime()) {
      master.setElectedTime(page.getElectedTime());
    }
  }

  public Response build() {
    return response.build();
  }
}
