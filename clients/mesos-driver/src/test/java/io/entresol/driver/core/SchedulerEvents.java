package io.entresol.driver.core;

import com.google.protobuf.ByteString;
import io.entresol.mesos.v1.AgentID;
import io.entresol.mesos.v1.ExecutorID;
import io.entresol.mesos.v1.FrameworkID;
import io.entresol.mesos.v1.MasterInfo;
import io.entresol.mesos.v1.Offer;
import io.entresol.mesos.v1.OfferID;
import io.entresol.mesos.v1.TaskID;
import io.entresol.mesos.v1.TaskInfo;
import io.entresol.mesos.v1.TaskState;
import io.entresol.mesos.v1.TaskStatus;
import io.entresol.mesos.v1.scheduler.Event;

/** What a master says. */
final class SchedulerEvents {
  static final ByteString UUID = ByteString.copyFromUtf8("0123456789abcdef");

  private SchedulerEvents() {}

  static Event subscribed(String framework) {
    return Event.newBuilder()
        .setType(Event.Type.SUBSCRIBED)
        .setSubscribed(
            Event.Subscribed.newBuilder()
                .setFrameworkId(FrameworkID.newBuilder().setValue(framework))
                .setHeartbeatIntervalSeconds(15)
                .setMasterInfo(
                    MasterInfo.newBuilder().setId("m").setIp(0).setPort(5050).setHostname("host")))
        .build();
  }

  static Event heartbeat() {
    return Event.newBuilder().setType(Event.Type.HEARTBEAT).build();
  }

  static Event error(String message) {
    return Event.newBuilder()
        .setType(Event.Type.ERROR)
        .setError(Event.Error.newBuilder().setMessage(message))
        .build();
  }

  static OfferID offerId(String id) {
    return OfferID.newBuilder().setValue(id).build();
  }

  static AgentID agentId(String id) {
    return AgentID.newBuilder().setValue(id).build();
  }

  static TaskID taskId(String id) {
    return TaskID.newBuilder().setValue(id).build();
  }

  static ExecutorID executorId(String id) {
    return ExecutorID.newBuilder().setValue(id).build();
  }

  static Event offers(String... ids) {
    Event.Offers.Builder offers = Event.Offers.newBuilder();
    for (String id : ids) {
      offers.addOffers(
          Offer.newBuilder()
              .setId(offerId(id))
              .setAgentId(agentId("a"))
              .setFrameworkId(FrameworkID.newBuilder().setValue("f"))
              .setHostname("host"));
    }
    return Event.newBuilder().setType(Event.Type.OFFERS).setOffers(offers).build();
  }

  static Event rescind(String id) {
    return Event.newBuilder()
        .setType(Event.Type.RESCIND)
        .setRescind(Event.Rescind.newBuilder().setOfferId(offerId(id)))
        .build();
  }

  static TaskStatus running(String task) {
    return TaskStatus.newBuilder()
        .setTaskId(taskId(task))
        .setState(TaskState.TASK_RUNNING)
        .setAgentId(agentId("a"))
        .setUuid(UUID)
        .build();
  }

  static Event update(TaskStatus status) {
    return Event.newBuilder()
        .setType(Event.Type.UPDATE)
        .setUpdate(Event.Update.newBuilder().setStatus(status))
        .build();
  }

  static Event message(String text) {
    return Event.newBuilder()
        .setType(Event.Type.MESSAGE)
        .setMessage(
            Event.Message.newBuilder()
                .setAgentId(agentId("a"))
                .setExecutorId(executorId("e"))
                .setData(ByteString.copyFromUtf8(text)))
        .build();
  }

  static TaskInfo task(String id) {
    return TaskInfo.newBuilder()
        .setName("task")
        .setTaskId(taskId(id))
        .setAgentId(agentId("a"))
        .build();
  }
}
