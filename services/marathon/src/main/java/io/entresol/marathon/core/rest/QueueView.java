package io.entresol.marathon.core.rest;

import io.entresol.marathon.core.app.AppSpec;
import io.entresol.mesos.v1.Offer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An app with instances left to launch, and what became of the offers for it.
 *
 * @param count instances left
 * @param delayLeft how long launches are held back after failures; zero is not at all
 * @param since when it began to wait
 * @param processedOffers offers looked at since then
 * @param unusedOffers those of them that did not fit
 * @param sinceLaunchAttempt refusals since {@code since}, in the order of the reasons
 * @param lastOffers refusals among the last offer of each agent, in the order of the reasons
 * @param lastUnusedOffers newest first, bounded
 */
public record QueueView(
    AppSpec app,
    int count,
    Duration delayLeft,
    Instant since,
    int processedOffers,
    int unusedOffers,
    Optional<Instant> lastUnusedOfferAt,
    Optional<Instant> lastUsedOfferAt,
    List<RejectSummary> sinceLaunchAttempt,
    List<RejectSummary> lastOffers,
    List<UnusedOffer> lastUnusedOffers) {
  public QueueView {
    sinceLaunchAttempt = List.copyOf(sinceLaunchAttempt);
    lastOffers = List.copyOf(lastOffers);
    lastUnusedOffers = List.copyOf(lastUnusedOffers);
  }

  /** Why an offer did not fit, in the order in which it is asked; the first counts. */
  public enum Reason {
    UnfulfilledRole,
    UnfulfilledConstraint,
    NoCorrespondingReservationFound,
    AgentMaintenance,
    InsufficientCpus,
    InsufficientMemory,
    InsufficientDisk,
    InsufficientGpus,
    InsufficientPorts,
    DeclinedScarceResources
  }

  /**
   * How often one reason stood against an offer.
   *
   * @param declined offers refused for that reason
   * @param processed offers that came as far as being asked for it
   */
  public record RejectSummary(Reason reason, int declined, int processed) {}

  /** An offer that did not fit, as it came, and all that stood against it. */
  public record UnusedOffer(Offer offer, List<Reason> reasons, Instant timestamp) {
    public UnusedOffer {
      reasons = List.copyOf(reasons);
    }
  }
}
