package io.entresol.master.core;

import io.entresol.domain.resources.ResourceParser;
import io.entresol.domain.resources.Resources;
import io.entresol.master.core.effect.MasterEffect;
import io.entresol.mesos.v1.AgentID;
import io.entresol.mesos.v1.AgentInfo;
import io.entresol.mesos.v1.ExecutorID;
import io.entresol.mesos.v1.ExecutorInfo;
import io.entresol.mesos.v1.FrameworkInfo;
import io.entresol.mesos.v1.Resource;
import io.entresol.mesos.v1.Task;
import io.entresol.mesos.v1.TaskState;
import io.entresol.mesos.v1.TaskStatus;
import io.entresol.proto.ProtoResources;
import io.entresol.proto.bus.AgentCommand;
import io.entresol.proto.bus.AgentExecutor;
import io.entresol.proto.bus.AgentMessage;
import io.entresol.proto.bus.AgentStatusUpdate;
import io.entresol.proto.bus.ExecutorExited;
import io.entresol.proto.bus.Pong;
import io.entresol.proto.bus.RegisterAgent;
import io.entresol.proto.bus.ReregisterAgent;
import io.entresol.proto.bus.UnregisterAgent;
import java.util.ArrayList;
import java.util.List;

/** An agent that has registered, and what it says. */
final class TestingAgent {
  private static final List<AgentInfo.Capability.Type> CAPABILITIES =
      List.of(
          AgentInfo.Capability.Type.MULTI_ROLE,
          AgentInfo.Capability.Type.HIERARCHICAL_ROLE,
          AgentInfo.Capability.Type.RESERVATION_REFINEMENT,
          AgentInfo.Capability.Type.RESIZE_VOLUME,
          AgentInfo.Capability.Type.AGENT_OPERATION_FEEDBACK,
          AgentInfo.Capability.Type.AGENT_DRAINING,
          AgentInfo.Capability.Type.TASK_RESOURCE_LIMITS);

  private final String endpoint;
  private final String id;
  private final Resources resources;
  private TestingMaster master;

  private TestingAgent(TestingMaster master, String endpoint, String id, Resources resources) {
    this.master = master;
    this.endpoint = endpoint;
    this.id = id;
    this.resources = resources;
  }

  /**
   * What an agent says of itself.
   *
   * @param name a letter and a digit, for example {@code a0}
   */
  static RegisterAgent.Builder registration(String name, Resources resources) {
    int number = name.charAt(name.length() - 1) - '0';
    RegisterAgent.Builder registration =
        RegisterAgent.newBuilder()
            .setInfo(
                AgentInfo.newBuilder()
                    .setHostname("host-" + name)
                    .setPort(5051)
                    .addAllResources(ProtoResources.toProto(resources)))
            .setVersion("1.12.0")
            .setPid("slave(1)@10.0.0." + number + ":5051");
    CAPABILITIES.forEach(type -> registration.addCapabilitiesBuilder().setType(type));
    return registration;
  }

  static AgentMessage register(String endpoint, RegisterAgent.Builder registration) {
    return AgentMessage.newBuilder()
        .setAgent(TestingMaster.endpoint(endpoint))
        .setRegister(registration)
        .build();
  }

  static TestingAgent registered(TestingMaster master, String name, String resources) {
    Resources total = ResourceParser.parse(resources);
    master.agentMessage(register(name, registration(name, total)));
    for (int i = master.effects().size() - 1; i >= 0; i--) {
      if (master.effects().get(i) instanceof MasterEffect.SendToAgent sent
          && sent.command().hasRegistered()) {
        AgentCommand command = sent.command();
        return new TestingAgent(
            master, name, command.getRegistered().getAgentId().getValue(), total);
      }
    }
    throw new AssertionError("not registered");
  }

  /** Agent {@code a0} with plenty of everything. */
  static TestingAgent registered(TestingMaster master) {
    return registered(master, "a0", "cpus:8;mem:4096;disk:1000;ports:[31000-31099]");
  }

  String id() {
    return id;
  }

  AgentID protoId() {
    return AgentID.newBuilder().setValue(id).build();
  }

  /** Speaks to that master from now on. */
  void follow(TestingMaster other) {
    master = other;
  }

  List<String> say(AgentMessage.Builder message) {
    return master.agentMessage(
        message.setAgent(TestingMaster.endpoint(endpoint)).setAgentId(protoId()).build());
  }

  List<String> pong() {
    return say(AgentMessage.newBuilder().setPong(Pong.getDefaultInstance()));
  }

  List<String> unregister() {
    return say(AgentMessage.newBuilder().setUnregister(UnregisterAgent.getDefaultInstance()));
  }

  /** A report of nothing but the agent itself. */
  ReregisterAgent.Builder report() {
    RegisterAgent.Builder registration = registration(endpoint, resources);
    registration.getInfoBuilder().setId(protoId());
    return ReregisterAgent.newBuilder().setRegistration(registration);
  }

  List<String> reregister(ReregisterAgent.Builder report) {
    return say(AgentMessage.newBuilder().setReregister(report));
  }

  /** A task as the agent reports it. */
  Task.Builder task(TestingFramework framework, String taskId, TaskState state, String resources) {
    List<Resource> allocated =
        ProtoResources.toProto(ResourceParser.parse(resources).allocatedTo("web"));
    return Task.newBuilder()
        .setName(taskId)
        .setTaskId(TestingFramework.taskId(taskId))
        .setFrameworkId(framework.protoId())
        .setAgentId(protoId())
        .setState(state)
        .addAllResources(allocated);
  }

  /** A framework as the agent reports it. */
  static FrameworkInfo framework(TestingFramework framework, FrameworkInfo.Builder info) {
    return info.setId(framework.protoId()).build();
  }

  /** An executor as the agent reports it. */
  static AgentExecutor executor(TestingFramework framework, ExecutorInfo.Builder executor) {
    ExecutorInfo.Builder allocated = executor.clone();
    List<Resource> resources = new ArrayList<>();
    executor
        .getResourcesList()
        .forEach(
            resource ->
                resources.add(
                    resource.toBuilder()
                        .setAllocationInfo(Resource.AllocationInfo.newBuilder().setRole("web"))
                        .build()));
    return AgentExecutor.newBuilder()
        .setFrameworkId(framework.protoId())
        .setInfo(allocated.clearResources().addAllResources(resources))
        .build();
  }

  /** An update with a uuid made of the task's id and the state. */
  TaskStatus.Builder status(String taskId, TaskState state) {
    return TaskStatus.newBuilder()
        .setTaskId(TestingFramework.taskId(taskId))
        .setAgentId(protoId())
        .setState(state)
        .setSource(TaskStatus.Source.SOURCE_EXECUTOR)
        .setUuid(TestingFramework.uuid(taskId + state));
  }

  List<String> update(TestingFramework framework, TaskStatus.Builder status) {
    return say(
        AgentMessage.newBuilder()
            .setStatusUpdate(
                AgentStatusUpdate.newBuilder()
                    .setFrameworkId(framework.protoId())
                    .setStatus(status)));
  }

  List<String> update(TestingFramework framework, String taskId, TaskState state) {
    return update(framework, status(taskId, state));
  }

  List<String> executorExited(TestingFramework framework, String executorId, int status) {
    return say(
        AgentMessage.newBuilder()
            .setExecutorExited(
                ExecutorExited.newBuilder()
                    .setFrameworkId(framework.protoId())
                    .setExecutorId(ExecutorID.newBuilder().setValue(executorId))
                    .setStatus(status)));
  }
}
