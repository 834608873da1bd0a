package io.entresol.marathon.core.link;

import io.entresol.marathon.core.effect.Turn;
import io.entresol.mesos.v1.Filters;
import io.entresol.mesos.v1.OfferID;
import io.entresol.mesos.v1.scheduler.Call;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Whether offers come: asked for while something is left to launch, stopped while nothing is. To
 * ask again drops the filters of declined offers, so it is done when more offers might fit now, but
 * not too often.
 */
public final class OfferFlow {
  /** How soon new demand may ask again; a person waits for it. */
  private static final Duration FRESH_INTERVAL = Duration.ofMillis(100);

  /** How soon offers that were stopped may come again; without them nothing can be launched. */
  private static final Duration STOPPED_INTERVAL = Duration.ofSeconds(1);

  private final MasterLink link;
  private final Duration minReviveInterval;
  private final Duration declineDuration;
  private final boolean suppressing;
  private boolean flowing;
  private boolean wanted;
  private Optional<Instant> lastRevive = Optional.empty();
  private Optional<Instant> reviveAt = Optional.empty();

  /**
   * @param declineDuration for how long an agent's offers are not wanted that fit nothing
   * @param suppressing whether offers are stopped when nothing is left to launch
   */
  public OfferFlow(
      MasterLink link, Duration minReviveInterval, Duration declineDuration, boolean suppressing) {
    this.link = link;
    this.minReviveInterval = minReviveInterval;
    this.declineDuration = declineDuration;
    this.suppressing = suppressing;
  }

  /** A new subscription: offers come and no filter holds. */
  public void subscribed() {
    flowing = true;
    lastRevive = Optional.empty();
    reviveAt = Optional.empty();
  }

  /** There is something new to launch: offers declined before may fit it. */
  public void demandGrew(Turn turn) {
    askBy(earliest(FRESH_INTERVAL, turn.now()));
  }

  /** What did not fit may fit now: a delay has ended, or an instance has made room. */
  public void mayFitNow(Turn turn) {
    askBy(earliest(minReviveInterval, turn.now()));
  }

  private Instant earliest(Duration interval, Instant now) {
    Instant allowed = lastRevive.map(last -> last.plus(interval)).orElse(now);
    return allowed.isAfter(now) ? allowed : now;
  }

  private void askBy(Instant at) {
    if (reviveAt.isEmpty() || at.isBefore(reviveAt.get())) {
      reviveAt = Optional.of(at);
    }
  }

  /** To be called when a command is done, with whether anything may be launched now. */
  public void settle(boolean launchable, Turn turn) {
    wanted = launchable;
    if (!link.isSubscribed()) {
      return;
    }
    if (!launchable) {
      reviveAt = Optional.empty();
      if (flowing && suppressing) {
        link.call(Call.newBuilder().setType(Call.Type.SUPPRESS), turn);
        flowing = false;
      }
      return;
    }
    if (!flowing) {
      askBy(earliest(STOPPED_INTERVAL, turn.now()));
    }
    if (reviveAt.isPresent() && !reviveAt.get().isAfter(turn.now())) {
      link.call(Call.newBuilder().setType(Call.Type.REVIVE), turn);
      flowing = true;
      lastRevive = Optional.of(turn.now());
      reviveAt = Optional.empty();
    }
  }

  /** Gives offers back that are of no use. */
  public void decline(List<OfferID> offers, Turn turn) {
    if (offers.isEmpty()) {
      return;
    }
    Call.Decline.Builder decline = Call.Decline.newBuilder().addAllOfferIds(offers);
    link.call(
        Call.newBuilder()
            .setType(Call.Type.DECLINE)
            .setDecline(decline.setFilters(declineFilters())),
        turn);
  }

  /** For what is of no use now. */
  public Filters declineFilters() {
    return Filters.newBuilder().setRefuseSeconds(declineDuration.toMillis() / 1000.0).build();
  }

  public Optional<Instant> nextDeadline() {
    return link.isSubscribed() && wanted ? reviveAt : Optional.empty();
  }
}
