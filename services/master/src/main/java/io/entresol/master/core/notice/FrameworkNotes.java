package io.entresol.master.core.notice;

import io.entresol.master.core.book.Framework;
import io.entresol.master.core.turn.Turn;
import io.entresol.mesos.v1.AgentID;
import io.entresol.mesos.v1.ExecutorID;
import io.entresol.mesos.v1.InverseOffer;
import io.entresol.mesos.v1.MasterInfo;
import io.entresol.mesos.v1.Offer;
import io.entresol.mesos.v1.OfferID;
import io.entresol.mesos.v1.OperationStatus;
import io.entresol.mesos.v1.TaskStatus;
import io.entresol.mesos.v1.scheduler.Event;
import io.entresol.proto.bus.ExecutorMessage;
import java.time.Duration;
import java.util.List;

/** Tells frameworks what concerns them. What happens while nobody listens is lost to them. */
public final class FrameworkNotes {
  private FrameworkNotes() {}

  public static void subscribed(
      Turn turn, Framework framework, MasterInfo master, Duration heartbeat) {
    send(
        turn,
        framework,
        Event.newBuilder()
            .setType(Event.Type.SUBSCRIBED)
            .setSubscribed(
                Event.Subscribed.newBuilder()
                    .setFrameworkId(framework.protoId())
                    .setHeartbeatIntervalSeconds(heartbeat.toMillis() / 1000.0)
                    .setMasterInfo(master)));
  }

  public static void heartbeat(Turn turn, Framework framework) {
    send(turn, framework, Event.newBuilder().setType(Event.Type.HEARTBEAT));
  }

  public static void offers(Turn turn, Framework framework, List<Offer> offers) {
    send(
        turn,
        framework,
        Event.newBuilder()
            .setType(Event.Type.OFFERS)
            .setOffers(Event.Offers.newBuilder().addAllOffers(offers)));
  }

  public static void inverseOffers(Turn turn, Framework framework, List<InverseOffer> offers) {
    send(
        turn,
        framework,
        Event.newBuilder()
            .setType(Event.Type.INVERSE_OFFERS)
            .setInverseOffers(Event.InverseOffers.newBuilder().addAllInverseOffers(offers)));
  }

  public static void rescind(Turn turn, Framework framework, OfferID offer) {
    send(
        turn,
        framework,
        Event.newBuilder()
            .setType(Event.Type.RESCIND)
            .setRescind(Event.Rescind.newBuilder().setOfferId(offer)));
  }

  public static void rescindInverse(Turn turn, Framework framework, OfferID offer) {
    send(
        turn,
        framework,
        Event.newBuilder()
            .setType(Event.Type.RESCIND_INVERSE_OFFER)
            .setRescindInverseOffer(
                Event.RescindInverseOffer.newBuilder().setInverseOfferId(offer)));
  }

  public static void update(Turn turn, Framework framework, TaskStatus status) {
    send(
        turn,
        framework,
        Event.newBuilder()
            .setType(Event.Type.UPDATE)
            .setUpdate(Event.Update.newBuilder().setStatus(status)));
  }

  public static void operationUpdate(Turn turn, Framework framework, OperationStatus status) {
    send(
        turn,
        framework,
        Event.newBuilder()
            .setType(Event.Type.UPDATE_OPERATION_STATUS)
            .setUpdateOperationStatus(Event.UpdateOperationStatus.newBuilder().setStatus(status)));
  }

  public static void message(
      Turn turn, Framework framework, AgentID agent, ExecutorMessage message) {
    send(
        turn,
        framework,
        Event.newBuilder()
            .setType(Event.Type.MESSAGE)
            .setMessage(
                Event.Message.newBuilder()
                    .setAgentId(agent)
                    .setExecutorId(message.getExecutorId())
                    .setData(message.getData())));
  }

  public static void agentLost(Turn turn, Framework framework, AgentID agent) {
    send(
        turn,
        framework,
        Event.newBuilder()
            .setType(Event.Type.FAILURE)
            .setFailure(Event.Failure.newBuilder().setAgentId(agent)));
  }

  public static void executorLost(
      Turn turn, Framework framework, AgentID agent, ExecutorID executor, int status) {
    send(
        turn,
        framework,
        Event.newBuilder()
            .setType(Event.Type.FAILURE)
            .setFailure(
                Event.Failure.newBuilder()
                    .setAgentId(agent)
                    .setExecutorId(executor)
                    .setStatus(status)));
  }

  public static void error(Turn turn, Framework framework, String message) {
    send(turn, framework, errorEvent(message));
  }

  /** The last event of a stream. */
  public static Event.Builder errorEvent(String message) {
    return Event.newBuilder()
        .setType(Event.Type.ERROR)
        .setError(Event.Error.newBuilder().setMessage(message));
  }

  private static void send(Turn turn, Framework framework, Event.Builder event) {
    if (framework.isConnected()) {
      framework.counters().sent(event.getType());
      turn.toFramework(framework.stream(), event.build());
    }
  }
}
