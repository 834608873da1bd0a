package io.entresol.gateway.core;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.Message;
import io.entresol.mesos.v1.Flag;
import io.entresol.mesos.v1.FrameworkID;
import io.entresol.mesos.v1.MasterInfo;
import io.entresol.mesos.v1.Resource;
import io.entresol.mesos.v1.Task;
import io.entresol.mesos.v1.Value;
import io.entresol.mesos.v1.master.Response;
import io.entresol.mesos.v1.master.Response.GetAgents;
import io.entresol.mesos.v1.master.Response.GetFrameworks;
import io.entresol.mesos.v1.master.Response.GetTasks;
import io.entresol.proto.MesosJson;
import io.entresol.proto.MesosJsonException;
import io.entresol.proto.bus.AgentState;
import io.entresol.proto.bus.FrameworkState;
import io.entresol.proto.bus.RoleState;
import io.entresol.proto.bus.StatePage;
import java.util.List;

/** Pages of state, as the master would give them. */
public final class TestingState {
  private TestingState() {}

  /** Reads a message out of a part of a recording. */
  public static <M extends Message> M message(JsonNode json, M defaultInstance) {
    try {
      return MesosJson.parse(json.toString(), defaultInstance);
    } catch (MesosJsonException e) {
      throw new AssertionError(e);
    }
  }

  /** The cluster of the busy recordings, all on one page. */
  public static StatePage busy() {
    JsonNode state = Recordings.of("operator/GET_STATE").get("get_state");
    StatePage.Builder page = master(Recordings.of("busy/state"));
    GetAgents agents = message(state.get("get_agents"), GetAgents.getDefaultInstance());
    agents.getAgentsList().forEach(agent -> page.addAgents(agent(agent)));
    GetTasks tasks = message(state.get("get_tasks"), GetTasks.getDefaultInstance());
    GetFrameworks frameworks =
        message(state.get("get_frameworks"), GetFrameworks.getDefaultInstance());
    frameworks.getFrameworksList().forEach(each -> page.addFrameworks(framework(each, tasks)));
    frameworks
        .getCompletedFrameworksList()
        .forEach(each -> page.addCompletedFrameworks(framework(each, tasks)));
    page.addRoles(busyRole(frameworks.getFrameworks(0)));
    return page.build();
  }

  /** The cluster of the idle recordings: one agent, nothing else. */
  public static StatePage idle() {
    JsonNode slave = Recordings.of("idle/slaves").get("slaves").get(0);
    GetAgents.Agent.Builder agent =
        busy().getAgents(0).getAgent().toBuilder()
            .clearAllocatedResources()
            .clearOfferedResources();
    agent.getAgentInfoBuilder().getIdBuilder().setValue(slave.get("id").asText());
    agent.getRegisteredTimeBuilder().setNanoseconds(1795230928317720150L);
    return master(Recordings.of("idle/state")).addAgents(agent(agent.build())).build();
  }

  private static StatePage.Builder master(JsonNode state) {
    StatePage.Builder page =
        StatePage.newBuilder()
            .setMasterInfo(
                message(
                    Recordings.of("operator/GET_MASTER").get("get_master").get("master_info"),
                    MasterInfo.getDefaultInstance()))
            .setStartTime(state.get("start_time").asDouble())
            .setElectedTime(state.get("elected_time").asDouble());
    page.getMasterInfoBuilder().setId(state.get("id").asText());
    state
        .get("flags")
        .fields()
        .forEachRemaining(
            flag ->
                page.addFlags(
                    Flag.newBuilder().setName(flag.getKey()).setValue(flag.getValue().asText())));
    return page;
  }

  private static AgentState agent(GetAgents.Agent agent) {
    GetAgents.Agent.Builder stackForm = agent.toBuilder();
    stackForm.getTotalResourcesBuilderList().forEach(TestingState::stackForm);
    stackForm.getAllocatedResourcesBuilderList().forEach(TestingState::stackForm);
    stackForm.getOfferedResourcesBuilderList().forEach(TestingState::stackForm);
    return AgentState.newBuilder().setAgent(stackForm).setConnected(agent.getActive()).build();
  }

  /** Between our services resources come without the older form of a reservation. */
  private static void stackForm(Resource.Builder resource) {
    resource.clearRole().clearReservation();
  }

  private static FrameworkState framework(GetFrameworks.Framework framework, GetTasks tasks) {
    GetFrameworks.Framework.Builder stackForm = framework.toBuilder();
    stackForm.getAllocatedResourcesBuilderList().forEach(TestingState::stackForm);
    stackForm.getOfferedResourcesBuilderList().forEach(TestingState::stackForm);
    FrameworkID id = framework.getFrameworkInfo().getId();
    return FrameworkState.newBuilder()
        .setFramework(stackForm)
        .addAllTasks(of(id, tasks.getTasksList()))
        .addAllUnreachableTasks(of(id, tasks.getUnreachableTasksList()))
        .addAllCompletedTasks(of(id, tasks.getCompletedTasksList()))
        .build();
  }

  private static List<Task> of(FrameworkID framework, List<Task> tasks) {
    return tasks.stream().filter(task -> task.getFrameworkId().equals(framework)).toList();
  }

  private static RoleState busyRole(GetFrameworks.Framework framework) {
    return RoleState.newBuilder()
        .setName("golden")
        .setWeight(1)
        .addFrameworks(framework.getFrameworkInfo().getId())
        .addAllAllocated(framework.getAllocatedResourcesList())
        .addAllOffered(framework.getOfferedResourcesList())
        .addAllQuotaConsumed(framework.getAllocatedResourcesList())
        .build();
  }

  public static Resource scalar(String name, double amount) {
    return Resource.newBuilder()
        .setName(name)
        .setType(Value.Type.SCALAR)
        .setScalar(Value.Scalar.newBuilder().setValue(amount))
        .build();
  }

  public static Resource reserved(Resource resource, String role) {
    return resource.toBuilder()
        .addReservations(
            Resource.ReservationInfo.newBuilder()
                .setType(Resource.ReservationInfo.Type.DYNAMIC)
                .setRole(role)
                .setPrincipal("op"))
        .build();
  }

  /** One answer out of a whole state. */
  public static Response answer(String recording) {
    return message(Recordings.of("operator/" + recording), Response.getDefaultInstance());
  }
}
