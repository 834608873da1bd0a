package io.entresol.allocator.core;

import io.entresol.allocator.core.EventApplier.Outcome;
import io.entresol.allocator.core.amount.ScalarKinds;
import io.entresol.allocator.core.cluster.Agent;
import io.entresol.allocator.core.cluster.Cluster;
import io.entresol.allocator.core.cluster.FilterClock;
import io.entresol.allocator.core.cluster.Framework;
import io.entresol.allocator.core.cluster.MinAllocatable;
import io.entresol.mesos.v1.FrameworkID;
import io.entresol.proto.bus.AllocatorEvent;
import io.entresol.proto.bus.BatchDone;
import io.entresol.proto.bus.RefusedOffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Everything since the last snapshot: the cluster, the outstanding batch, and when to run next. */
final class Books implements EventApplier.Control {
  private static final long NEVER = Long.MAX_VALUE;
  // So many batches in a row of which something was refused for no known reason say that the books
  // are wrong.
  private static final int REFUSED_IN_A_ROW_MAX = 5;

  private final AllocatorSettings settings;
  private final AllocatorMetrics metrics;
  private final ScalarKinds kinds;
  private final Cluster cluster;
  private final FilterClock filters;
  private final EventApplier applier;
  private final AllocationRun run;

  private boolean paused;
  private OutstandingBatch outstanding;
  private int refusedInARow;
  // Not used twice in a term, even if the books are made anew.
  private long lastBatchId;
  private long runAtMs = NEVER;
  private long lastRunMs;
  private long nextPeriodicMs;

  Books(AllocatorSettings settings, AllocatorMetrics metrics, ScalarKinds kinds, long lastBatchId) {
    this.settings = settings;
    this.metrics = metrics;
    this.kinds = kinds;
    this.lastBatchId = lastBatchId;
    this.cluster =
        new Cluster(
            kinds,
            settings.notCounted(),
            settings.rolePolicy(),
            settings.frameworkPolicy(),
            MinAllocatable.parse(settings.minAllocatable(), kinds));
    this.filters = new FilterClock(cluster.attention());
    this.applier = new EventApplier(cluster, kinds, settings, filters, this);
    this.run = new AllocationRun(cluster, settings.offersMax());
  }

  Outcome apply(AllocatorEvent event, Instant now) {
    Outcome outcome;
    try {
      outcome = applier.apply(event, now.toEpochMilli());
    } catch (IllegalArgumentException | ArithmeticException e) {
      // Malformed amounts: the master should not have let them in. They must not stop us.
      outcome = Outcome.IGNORED;
    }
    if (outcome == Outcome.IGNORED) {
      metrics.eventIgnored();
    }
    return outcome;
  }

  void setWhitelist(Optional<Set<String>> hostnames) {
    cluster.setWhitelist(hostnames);
  }

  /** Plans a run if there is something to look at. */
  void noteAttention(Instant now) {
    if (runAtMs == NEVER && cluster.attention().isNeeded()) {
      runAtMs = Math.max(now.toEpochMilli(), lastRunMs + settings.batchWindow().toMillis());
    }
  }

  Optional<AllocatorEffect> tick(Instant now, long seed) {
    long nowMs = now.toEpochMilli();
    filters.expire(now);
    noteAttention(now);
    boolean periodic = nowMs >= nextPeriodicMs;
    if (periodic) {
      nextPeriodicMs = nowMs + settings.allocationInterval().toMillis();
    }
    if (!mayRun() || (!periodic && nowMs < runAtMs)) {
      return Optional.empty();
    }
    return run(nowMs, seed);
  }

  private boolean mayRun() {
    return !paused && outstanding == null;
  }

  private Optional<AllocatorEffect> run(long nowMs, long seed) {
    runAtMs = NEVER;
    lastRunMs = nowMs;
    List<Proposal> proposals = cluster.attention().isNeeded() ? run.run(nowMs, seed) : List.of();
    if (!proposals.isEmpty() || run.agentsLookedAt() > 0) {
      metrics.ran(run.agentsLookedAt(), proposals.size());
    }
    List<InverseProposal> inverse = proposeInverse(nowMs);
    if (proposals.isEmpty() && inverse.isEmpty()) {
      return Optional.empty();
    }
    lastBatchId++;
    outstanding = new OutstandingBatch(lastBatchId, proposals, nowMs);
    return Optional.of(new AllocatorEffect.Propose(lastBatchId, proposals, inverse));
  }

  /** Asks whoever holds something of an agent in maintenance to give it back. */
  private List<InverseProposal> proposeInverse(long nowMs) {
    List<InverseProposal> proposals = new ArrayList<>(0);
    for (Agent agent : cluster.agentsInMaintenance()) {
      for (int i = 0; i < agent.holders(); i++) {
        Framework framework = agent.holder(i).framework();
        if (framework.isActive() && agent.maintenance().shouldAsk(framework, nowMs)) {
          agent.maintenance().asked(framework);
          proposals.add(
              new InverseProposal(
                  framework.proto(), agent.proto(), agent.maintenance().unavailability()));
        }
      }
    }
    return proposals;
  }

  @Override
  public Outcome batchDone(BatchDone done) {
    if (outstanding == null || done.getBatchId() != outstanding.id()) {
      return Outcome.IGNORED;
    }
    List<Proposal> proposals = outstanding.proposals();
    outstanding = null;
    for (RefusedOffer refused : done.getRefusedList()) {
      if (refused.getIndex() >= proposals.size() || refused.getIndex() < 0) {
        return Outcome.CONTRADICTION;
      }
      takeBack(proposals.get(refused.getIndex()));
    }
    metrics.answered(proposals.size() - done.getRefusedCount(), done.getRefusedCount());
    boolean puzzling =
        done.getRefusedList().stream()
            .anyMatch(refused -> wouldStillBeMade(proposals.get(refused.getIndex())));
    refusedInARow = puzzling ? refusedInARow + 1 : 0;
    return refusedInARow >= REFUSED_IN_A_ROW_MAX ? Outcome.CONTRADICTION : Outcome.APPLIED;
  }

  /**
   * Whether nothing is known that speaks against it. What the master refuses it for has mostly just
   * happened (a framework has suppressed the role, say), and the master has told of it before.
   */
  private static boolean wouldStillBeMade(Proposal proposal) {
    return proposal.stands() && proposal.client().isActive() && proposal.agent().isActive();
  }

  /** The master did not make an offer of it; and should not be asked again at once. */
  private void takeBack(Proposal proposal) {
    if (proposal.stands()
        && cluster.release(proposal.agent(), proposal.client(), proposal.bundle())
        && proposal.client().isSubscribed()) {
      filters.refuse(proposal.agent(), proposal.client(), proposal.bundle(), nextPeriodicMs);
    }
  }

  @Override
  public Outcome setPaused(boolean paused) {
    this.paused = paused;
    return Outcome.APPLIED;
  }

  @Override
  public long nextPeriodicMs() {
    return nextPeriodicMs;
  }

  Optional<OutstandingBatch> outstanding() {
    return Optional.ofNullable(outstanding);
  }

  long lastBatchId() {
    return lastBatchId;
  }

  Instant nextDeadline() {
    long next = nextPeriodicMs;
    if (mayRun()) {
      next = Math.min(next, runAtMs);
    }
    Optional<Instant> filterEnd = filters.next();
    Instant at = Instant.ofEpochMilli(next);
    return filterEnd.isPresent() && filterEnd.get().isBefore(at) ? filterEnd.get() : at;
  }

  Optional<Explanation> explain(FrameworkID id, Instant now) {
    return Optional.ofNullable(cluster.frameworks().find(id))
        .map(framework -> new Explainer(cluster, kinds, paused).explain(framework, now));
  }

  Optional<RoleExplanation> explain(String role, Instant now) {
    return Optional.ofNullable(cluster.roles().find(role))
        .map(node -> new Explainer(cluster, kinds, paused).explain(node, now));
  }

  AllocatorFigures figures() {
    return AllocatorFigures.of(cluster, kinds, paused);
  }
}
