package io.entresol.marathon.core;

import io.entresol.marathon.core.effect.Turn;
import io.entresol.marathon.core.event.Events;
import io.entresol.mesos.v1.DomainInfo.FaultDomain;
import io.entresol.mesos.v1.MasterInfo;
import io.entresol.mesos.v1.scheduler.Call;
import io.entresol.mesos.v1.scheduler.Event;
import io.entresol.proto.bus.FrameworkEvents;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Consumer;

/** What the master tells. */
final class MasterEvents {
  /** How the master says that the framework and its tasks are gone for good. */
  private static final String REMOVED = "removed";

  private final CoreParts parts;
  private final OfferRound offers;
  private final TaskUpdates updates;
  private final Consumer<Turn> lookAround;
  private boolean wasRegistered;

  /**
   * @param lookAround looks at all apps that must be looked at
   */
  MasterEvents(CoreParts parts, Consumer<Turn> lookAround) {
    this.parts = parts;
    this.lookAround = lookAround;
    this.offers = new OfferRound(parts);
    this.updates = new TaskUpdates(parts);
  }

  void masterChanged(boolean present, Turn turn) {
    publishIfLost(turn);
    parts.link.masterChanged(present, turn);
  }

  /**
   * A call was refused, or lost. After a loss the two sides may differ in what is offered and asked
   * for, and a new subscription sets both to the same.
   */
  void callFailed(Call call, boolean isAnswered, Turn turn) {
    if (!isAnswered) {
      publishIfLost(turn);
      parts.link.reopen(turn);
    } else if (call.getType() == Call.Type.ACCEPT) {
      parts.reconciliation.doubtful(turn);
    }
  }

  /** A try to subscribe is due, or the master has fallen silent. */
  void tick(Turn turn) {
    boolean wasSubscribed = parts.link.isSubscribed();
    parts.link.tick(turn);
    if (wasSubscribed && !parts.link.isSubscribed()) {
      turn.publish(Events.schedulerDisconnected(turn.now()));
    }
  }

  private void publishIfLost(Turn turn) {
    if (parts.link.isSubscribed()) {
      turn.publish(Events.schedulerDisconnected(turn.now()));
    }
  }

  void received(FrameworkEvents batch, Turn turn) {
    boolean isCurrent = parts.link.isCurrent(batch.getStreamId());
    for (Event event : parts.link.received(batch, turn)) {
      handle(event, turn);
    }
    if (isCurrent && batch.getLast() && parts.link.isCurrent(batch.getStreamId())) {
      publishIfLost(turn);
      parts.link.reopen(turn);
    }
  }

  private void handle(Event event, Turn turn) {
    switch (event.getType()) {
      case SUBSCRIBED -> subscribed(event.getSubscribed(), turn);
      case OFFERS -> {
        // An update just before may have changed what is left to launch.
        lookAround.accept(turn);
        offers.received(event.getOffers().getOffersList(), turn);
      }
      case UPDATE -> {
        parts.metrics.statusUpdate(event.getUpdate().getStatus().getState().name());
        updates.received(event.getUpdate().getStatus(), turn);
      }
      case MESSAGE -> message(event.getMessage(), turn);
      case ERROR -> error(event.getError().getMessage(), turn);
      case HEARTBEAT, FAILURE, RESCIND, INVERSE_OFFERS, RESCIND_INVERSE_OFFER, UNKNOWN -> {}
      case UPDATE_OPERATION_STATUS -> {}
    }
  }

  private void subscribed(Event.Subscribed event, Turn turn) {
    parts.link.subscribed(event, turn);
    offers.homeRegion(region(event.getMasterInfo()));
    parts.flow.subscribed();
    parts.reconciliation.subscribed(turn);
    parts.kills.subscribed(turn);
    String master = event.getMasterInfo().getHostname() + ":" + event.getMasterInfo().getPort();
    turn.publish(
        wasRegistered
            ? Events.schedulerReregistered(master, turn.now())
            : Events.schedulerRegistered(event.getFrameworkId().getValue(), master, turn.now()));
    wasRegistered = true;
  }

  private static Optional<String> region(MasterInfo master) {
    FaultDomain domain = master.getDomain().getFaultDomain();
    return domain.hasRegion() ? Optional.of(domain.getRegion().getName()) : Optional.empty();
  }

  private void message(Event.Message message, Turn turn) {
    turn.publish(
        Events.frameworkMessage(
            message.getExecutorId().getValue(),
            message.getAgentId().getValue(),
            Base64.getEncoder().encodeToString(message.getData().toByteArray()),
            turn.now()));
  }

  private void error(String message, Turn turn) {
    publishIfLost(turn);
    if (message.contains(REMOVED)) {
      parts.link.forgetFrameworkId(turn);
    }
    parts.link.reopen(turn);
  }
}
