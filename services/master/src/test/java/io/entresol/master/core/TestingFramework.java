package io.entresol.master.core;

import com.google.protobuf.ByteString;
import io.entresol.domain.resources.ResourceParser;
import io.entresol.domain.resources.Resources;
import io.entresol.master.core.effect.MasterEffect;
import io.entresol.mesos.v1.AgentID;
import io.entresol.mesos.v1.CommandInfo;
import io.entresol.mesos.v1.ExecutorID;
import io.entresol.mesos.v1.ExecutorInfo;
import io.entresol.mesos.v1.Filters;
import io.entresol.mesos.v1.FrameworkID;
import io.entresol.mesos.v1.FrameworkInfo;
import io.entresol.mesos.v1.Offer;
import io.entresol.mesos.v1.OfferID;
import io.entresol.mesos.v1.TaskID;
import io.entresol.mesos.v1.TaskInfo;
import io.entresol.mesos.v1.scheduler.Call;
import io.entresol.mesos.v1.scheduler.Event;
import io.entresol.proto.ProtoResources;
import io.entresol.proto.bus.SchedulerCall;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/** A framework that has subscribed, and the calls that it makes. */
final class TestingFramework {
  private static final List<FrameworkInfo.Capability.Type> CAPABILITIES =
      List.of(
          FrameworkInfo.Capability.Type.MULTI_ROLE,
          FrameworkInfo.Capability.Type.RESERVATION_REFINEMENT,
          FrameworkInfo.Capability.Type.PARTITION_AWARE);

  private final TestingMaster master;
  private final String stream;
  private final String id;

  private TestingFramework(TestingMaster master, String stream, String id) {
    this.master = master;
    this.stream = stream;
    this.id = id;
  }

  /** A framework with several roles that knows reservations and partitions. */
  static FrameworkInfo.Builder info(String... roles) {
    FrameworkInfo.Builder info =
        FrameworkInfo.newBuilder()
            .setUser("nobody")
            .setName("f")
            .addAllRoles(List.of(roles))
            .setFailoverTimeout(100)
            .setCheckpoint(true);
    CAPABILITIES.forEach(type -> info.addCapabilitiesBuilder().setType(type));
    return info;
  }

  /** A framework of the oldest kind: one role, no capabilities. */
  static FrameworkInfo.Builder oldInfo(String role) {
    return FrameworkInfo.newBuilder()
        .setUser("nobody")
        .setName("old")
        .setRole(role)
        .setFailoverTimeout(100)
        .setCheckpoint(true);
  }

  static SchedulerCall subscribe(String stream, FrameworkInfo.Builder info) {
    Call.Builder call =
        Call.newBuilder()
            .setType(Call.Type.SUBSCRIBE)
            .setSubscribe(Call.Subscribe.newBuilder().setFrameworkInfo(info));
    if (info.hasId()) {
      call.setFrameworkId(info.getId());
    }
    return SchedulerCall.newBuilder()
        .setStream(TestingMaster.endpoint(stream))
        .setCall(call)
        .build();
  }

  static TestingFramework subscribed(
      TestingMaster master, String stream, FrameworkInfo.Builder info) {
    master.call(subscribe(stream, info));
    for (int i = master.effects().size() - 1; i >= 0; i--) {
      if (master.effects().get(i) instanceof MasterEffect.SendToFramework sent
          && sent.events().getStreamId().equals(stream)) {
        String id = sent.events().getEvents(0).getSubscribed().getFrameworkId().getValue();
        return new TestingFramework(master, stream, id);
      }
    }
    throw new AssertionError("not subscribed");
  }

  /** Of role {@code web}, on stream {@code s0}. */
  static TestingFramework subscribed(TestingMaster master) {
    return subscribed(master, "s0", info("web"));
  }

  String id() {
    return id;
  }

  FrameworkID protoId() {
    return FrameworkID.newBuilder().setValue(id).build();
  }

  String stream() {
    return stream;
  }

  List<String> call(Call.Builder call) {
    return master.call(
        SchedulerCall.newBuilder()
            .setStream(TestingMaster.endpoint(stream))
            .setCall(call.setFrameworkId(protoId()))
            .build());
  }

  List<String> call(Call.Type type) {
    return call(Call.newBuilder().setType(type));
  }

  /** The allocator proposes resources of an agent, allocated to a role; returns the offer's id. */
  String offered(TestingAgent agent, String role, Resources resources) {
    master.propose(TestingMaster.proposal(this, role, agent, resources));
    for (int i = master.effects().size() - 1; i >= 0; i--) {
      if (master.effects().get(i) instanceof MasterEffect.SendToFramework sent
          && sent.events().getStreamId().equals(stream)) {
        List<Event> events = sent.events().getEventsList();
        return events.get(events.size() - 1).getOffers().getOffers(0).getId().getValue();
      }
    }
    throw new AssertionError("no offer was made");
  }

  String offered(TestingAgent agent, String resources) {
    return offered(agent, "web", ResourceParser.parse(resources));
  }

  List<String> accept(String offers, Offer.Operation... operations) {
    return accept(offers, Filters.getDefaultInstance(), operations);
  }

  /**
   * @param offers their ids, separated by blanks
   */
  List<String> accept(String offers, Filters filters, Offer.Operation... operations) {
    Call.Accept.Builder accept =
        Call.Accept.newBuilder().setFilters(filters).addAllOperations(List.of(operations));
    for (String offer : offers.split(" ", -1)) {
      if (!offer.isEmpty()) {
        accept.addOfferIds(OfferID.newBuilder().setValue(offer));
      }
    }
    return call(Call.newBuilder().setType(Call.Type.ACCEPT).setAccept(accept));
  }

  List<String> decline(String offer, Filters filters) {
    return call(
        Call.newBuilder()
            .setType(Call.Type.DECLINE)
            .setDecline(
                Call.Decline.newBuilder()
                    .addOfferIds(OfferID.newBuilder().setValue(offer))
                    .setFilters(filters)));
  }

  List<String> kill(String taskId) {
    return call(
        Call.newBuilder()
            .setType(Call.Type.KILL)
            .setKill(Call.Kill.newBuilder().setTaskId(taskId(taskId))));
  }

  List<String> acknowledge(TestingAgent agent, String taskId, String uuid) {
    return call(
        Call.newBuilder()
            .setType(Call.Type.ACKNOWLEDGE)
            .setAcknowledge(
                Call.Acknowledge.newBuilder()
                    .setAgentId(agent.protoId())
                    .setTaskId(taskId(taskId))
                    .setUuid(uuid(uuid))));
  }

  /** Of all tasks. */
  List<String> reconcile() {
    return call(
        Call.newBuilder()
            .setType(Call.Type.RECONCILE)
            .setReconcile(Call.Reconcile.getDefaultInstance()));
  }

  /** Of one task, on an agent unless its id is empty. */
  List<String> reconcile(String taskId, String agentId) {
    Call.Reconcile.Task.Builder task = Call.Reconcile.Task.newBuilder().setTaskId(taskId(taskId));
    if (!agentId.isEmpty()) {
      task.setAgentId(AgentID.newBuilder().setValue(agentId));
    }
    return call(
        Call.newBuilder()
            .setType(Call.Type.RECONCILE)
            .setReconcile(Call.Reconcile.newBuilder().addTasks(task)));
  }

  /** Launches a task on an offer made for it, and returns what comes of it. */
  List<String> launch(TestingAgent agent, String taskId, String resources) {
    return accept(offered(agent, resources), launch(task(agent, taskId, resources)));
  }

  static TaskID taskId(String id) {
    return TaskID.newBuilder().setValue(id).build();
  }

  /** The same bytes for the same text. */
  static ByteString uuid(String text) {
    UUID uuid = UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8));
    byte[] bytes =
        java.nio.ByteBuffer.allocate(16)
            .putLong(uuid.getMostSignificantBits())
            .putLong(uuid.getLeastSignificantBits())
            .array();
    return ByteString.copyFrom(bytes);
  }

  /** A task with a command. */
  static TaskInfo.Builder task(TestingAgent agent, String taskId, String resources) {
    return task(agent, taskId, ResourceParser.parse(resources))
        .setCommand(CommandInfo.newBuilder().setValue("run"));
  }

  /** A task that still needs a command or an executor. */
  static TaskInfo.Builder task(TestingAgent agent, String taskId, Resources resources) {
    return TaskInfo.newBuilder()
        .setName(taskId)
        .setTaskId(taskId(taskId))
        .setAgentId(agent.protoId())
        .addAllResources(ProtoResources.toProto(resources));
  }

  /** An executor of its own kind. */
  static ExecutorInfo.Builder executor(String id, String resources) {
    return ExecutorInfo.newBuilder()
        .setType(ExecutorInfo.Type.CUSTOM)
        .setExecutorId(ExecutorID.newBuilder().setValue(id))
        .setCommand(CommandInfo.newBuilder().setValue("execute"))
        .addAllResources(ProtoResources.toProto(ResourceParser.parse(resources)));
  }

  static Offer.Operation launch(TaskInfo.Builder... tasks) {
    Offer.Operation.Builder operation =
        Offer.Operation.newBuilder().setType(Offer.Operation.Type.LAUNCH);
    Arrays.stream(tasks).forEach(operation.getLaunchBuilder()::addTaskInfos);
    return operation.build();
  }

  static Offer.Operation launchGroup(ExecutorInfo.Builder executor, TaskInfo.Builder... tasks) {
    Offer.Operation.Builder operation =
        Offer.Operation.newBuilder().setType(Offer.Operation.Type.LAUNCH_GROUP);
    operation.getLaunchGroupBuilder().setExecutor(executor);
    Arrays.stream(tasks).forEach(operation.getLaunchGroupBuilder().getTaskGroupBuilder()::addTasks);
    return operation.build();
  }

  static Filters refuse(double seconds) {
    return Filters.newBuilder().setRefuseSeconds(seconds).build();
  }
}
