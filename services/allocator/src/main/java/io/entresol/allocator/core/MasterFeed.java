package io.entresol.allocator.core;

import io.entresol.proto.bus.AllocatorEvents;
import io.entresol.proto.bus.SnapshotPage;

/**
 * Where we stand in what the master says: waiting for a snapshot, page by page, or following its
 * numbered events without a gap.
 */
final class MasterFeed {
  /** What to do with a page of a snapshot. */
  enum Page {
    /** It belongs to none that we wait for. */
    IGNORE,
    /** Forget everything, then apply it. */
    FIRST,
    NEXT,
    /** A page is missing: ask again. */
    GAP
  }

  /** As the number of events to skip when there is a gap before them. */
  static final int GAP = -1;

  private final long allocatorEpoch;
  private long masterEpoch;
  private long nextSeq;
  private boolean live;
  // 0 before the first page of the snapshot that we wait for.
  private int nextPage;
  private long requestedAtMs;

  MasterFeed(long allocatorEpoch) {
    this.allocatorEpoch = allocatorEpoch;
  }

  /** Whether the books are whole and up to date as far as the master's last event. */
  boolean isLive() {
    return live;
  }

  long masterEpoch() {
    return masterEpoch;
  }

  /** A snapshot is being asked for. */
  void requested(long nowMs) {
    live = false;
    nextPage = 0;
    requestedAtMs = nowMs;
  }

  /** When the snapshot was asked for, or its last page came. */
  long waitingSinceMs() {
    return requestedAtMs;
  }

  /** Another master leads. Whether that is news. */
  boolean follow(long newMasterEpoch) {
    if (newMasterEpoch <= masterEpoch) {
      return false;
    }
    masterEpoch = newMasterEpoch;
    live = false;
    return true;
  }

  Page page(SnapshotPage page, long nowMs) {
    if (live || page.getAllocatorEpoch() != allocatorEpoch || page.getMasterEpoch() < masterEpoch) {
      return Page.IGNORE;
    }
    boolean first = page.getPage() == 0;
    if (!first && (page.getPage() != nextPage || page.getMasterEpoch() != masterEpoch)) {
      return nextPage == 0 ? Page.IGNORE : Page.GAP;
    }
    masterEpoch = page.getMasterEpoch();
    nextPage = page.getPage() + 1;
    requestedAtMs = nowMs;
    return first ? Page.FIRST : Page.NEXT;
  }

  /** The last page has been applied. */
  void complete(SnapshotPage last) {
    live = true;
    nextSeq = last.getNextSeq();
  }

  /**
   * How many of the events, of our master, are known already; {@link #GAP} if some before them are
   * missing. The others are then to be applied, and count as known.
   */
  int skip(AllocatorEvents events) {
    long first = events.getFirstSeq();
    if (first > nextSeq) {
      return GAP;
    }
    int known = (int) Math.min(nextSeq - first, events.getEventsCount());
    nextSeq += events.getEventsCount() - known;
    return known;
  }
}
