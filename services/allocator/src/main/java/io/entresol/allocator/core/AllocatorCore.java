package io.entresol.allocator.core;

import io.entresol.allocator.core.EventApplier.Outcome;
import io.entresol.allocator.core.amount.ScalarKinds;
import io.entresol.domain.frame.Frame;
import io.entresol.domain.id.Epoch;
import io.entresol.mesos.v1.FrameworkID;
import io.entresol.proto.bus.AllocatorEvent;
import io.entresol.proto.bus.AllocatorEvents;
import io.entresol.proto.bus.OfferBatch;
import io.entresol.proto.bus.SnapshotPage;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Decides who is offered what. Rebuilds its books from the master's snapshot, follows the master's
 * events, and proposes offers, one batch at a time. Deterministic: the same calls with the same
 * times and seeds make the same proposals.
 */
public final class AllocatorCore {
  private final AllocatorSettings settings;
  private final AllocatorMetrics metrics;
  private final MasterFeed feed;
  private final ScalarKinds kinds = new ScalarKinds();
  private final BatchWriter writer;
  private Books books;
  private Optional<Set<String>> whitelist = Optional.empty();

  public AllocatorCore(AllocatorSettings settings, Epoch epoch, AllocatorMetrics metrics) {
    this.settings = settings;
    this.metrics = metrics;
    this.feed = new MasterFeed(epoch.number());
    this.writer = new BatchWriter(epoch, kinds);
    this.books = new Books(settings, metrics, kinds, 0);
  }

  /**
   * A master leads, as it says itself. One that is followed already changes nothing, unless it may
   * have missed the request for a snapshot, because it could not be reached before.
   */
  public Frame<AllocatorEffect> masterElected(Epoch master, Instant now) {
    boolean news = feed.follow(master.number());
    boolean waiting = !feed.isLive() && master.number() == feed.masterEpoch();
    return news || waiting ? requestSnapshot("master " + master + " leads", now) : Frame.empty();
  }

  /** A page of the snapshot that was asked for; others are ignored. */
  public Frame<AllocatorEffect> snapshotPage(SnapshotPage page, Instant now) {
    switch (feed.page(page, now.toEpochMilli())) {
      case IGNORE -> {
        return Frame.empty();
      }
      case GAP -> {
        return requestSnapshot("a page of the snapshot is missing", now);
      }
      case FIRST -> {
        books = new Books(settings, metrics, kinds, books.lastBatchId());
        books.setWhitelist(whitelist);
      }
      case NEXT -> {}
    }
    for (AllocatorEvent event : page.getEventsList()) {
      if (books.apply(event, now) == Outcome.CONTRADICTION) {
        metrics.eventIgnored();
      }
    }
    if (page.getLast()) {
      feed.complete(page);
      books.noteAttention(now);
    }
    return Frame.empty();
  }

  /** Facts of the master. */
  public Frame<AllocatorEffect> events(AllocatorEvents events, Instant now) {
    if (feed.follow(events.getMasterEpoch())) {
      return requestSnapshot("master " + events.getMasterEpoch() + " sent an event", now);
    }
    if (!feed.isLive() || events.getMasterEpoch() != feed.masterEpoch()) {
      return Frame.empty();
    }
    int known = feed.skip(events);
    if (known == MasterFeed.GAP) {
      return requestSnapshot("events of the master were lost", now);
    }
    List<AllocatorEvent> all = events.getEventsList();
    for (int i = known; i < all.size(); i++) {
      if (books.apply(all.get(i), now) == Outcome.CONTRADICTION) {
        return requestSnapshot("the books contradict " + all.get(i).getEventCase(), now);
      }
    }
    books.noteAttention(now);
    return Frame.empty();
  }

  /**
   * Only agents on these hosts are offered from now on.
   *
   * @param hostnames empty for any host
   */
  public Frame<AllocatorEffect> setWhitelist(Optional<Set<String>> hostnames, Instant now) {
    if (!hostnames.equals(whitelist)) {
      whitelist = hostnames.map(Set::copyOf);
      books.setWhitelist(whitelist);
      books.noteAttention(now);
    }
    return Frame.empty();
  }

  /**
   * Does what is due.
   *
   * @param seed decides the order in which agents are looked at
   */
  public Frame<AllocatorEffect> tick(Instant now, long seed) {
    if (!feed.isLive()) {
      return feed.masterEpoch() == 0 || now.isBefore(snapshotDeadline())
          ? Frame.empty()
          : requestSnapshot("no whole snapshot in time", now);
    }
    Optional<OutstandingBatch> outstanding = books.outstanding();
    if (outstanding.isPresent() && !now.isBefore(answerDeadline(outstanding.get().sentAtMs()))) {
      metrics.unanswered();
      return requestSnapshot("no answer to batch " + outstanding.get().id(), now);
    }
    Frame.Builder<AllocatorEffect> frame = new Frame.Builder<>();
    books.tick(now, seed).ifPresent(frame::effect);
    return frame.build();
  }

  /** When {@link #tick} has something to do next; empty until a master is known. */
  public Optional<Instant> nextDeadline() {
    if (feed.masterEpoch() == 0) {
      return Optional.empty();
    }
    if (!feed.isLive()) {
      return Optional.of(snapshotDeadline());
    }
    Instant next = books.nextDeadline();
    if (books.outstanding().isPresent()) {
      Instant answer = answerDeadline(books.outstanding().get().sentAtMs());
      return Optional.of(answer.isBefore(next) ? answer : next);
    }
    return Optional.of(next);
  }

  private Instant snapshotDeadline() {
    return Instant.ofEpochMilli(feed.waitingSinceMs()).plus(settings.snapshotTimeout());
  }

  private Instant answerDeadline(long sinceMs) {
    return Instant.ofEpochMilli(sinceMs).plus(settings.answerTimeout());
  }

  private Frame<AllocatorEffect> requestSnapshot(String reason, Instant now) {
    metrics.snapshotRequested();
    feed.requested(now.toEpochMilli());
    return new Frame.Builder<AllocatorEffect>()
        .effect(new AllocatorEffect.RequestSnapshot(reason))
        .build();
  }

  /** The message that tells the master of an effect. */
  public OfferBatch message(AllocatorEffect.Propose effect) {
    return writer.write(effect);
  }

  /** Whether the books are whole: whether it makes offers. */
  public boolean isLive() {
    return feed.isLive();
  }

  /** Why a framework gets no offers; empty if it is not known. */
  public Optional<Explanation> explain(FrameworkID framework, Instant now) {
    return books.explain(framework, now);
  }

  /** Why the frameworks of a role get no offers; empty if the role is not known. */
  public Optional<RoleExplanation> explain(String role, Instant now) {
    return books.explain(role, now);
  }

  /** How things stand, for metrics. */
  public AllocatorFigures figures() {
    return books.figures();
  }
}
