package io.entresol.master.core.offer;

import io.entresol.master.core.book.Agent;
import io.entresol.master.core.book.Books;
import io.entresol.master.core.book.Framework;
import io.entresol.master.core.effect.MasterEffect;
import io.entresol.master.core.notice.AllocatorNotes;
import io.entresol.master.core.turn.AllocatorFeed;
import io.entresol.master.core.turn.Turn;
import io.entresol.proto.bus.AllocatorEvent;
import io.entresol.proto.bus.SnapshotPage;
import io.entresol.proto.bus.SnapshotRequest;
import java.util.ArrayList;
import java.util.List;

/** Gives an allocator everything, in pages that were all taken at once. */
public final class Snapshots {
  private static final int EVENTS_PER_PAGE = 500;

  private final Books books;
  private final AllocatorNotes notes;
  private final AllocatorFeed feed;
  private final Batches batches;

  public Snapshots(Books books, AllocatorNotes notes, AllocatorFeed feed, Batches batches) {
    this.books = books;
    this.notes = notes;
    this.feed = feed;
    this.batches = batches;
  }

  public void answer(Turn turn, SnapshotRequest request) {
    batches.follow(request.getAllocatorEpoch());
    List<AllocatorEvent> events = new ArrayList<>();
    events.add(notes.paused().build());
    events.add(notes.weights().build());
    events.add(notes.quotas().build());
    for (Framework framework : books.frameworks().all()) {
      events.add(notes.addedFramework(framework).build());
    }
    for (Agent agent : books.agents().all()) {
      events.add(notes.addedAgent(agent).build());
    }
    int pages = (events.size() + EVENTS_PER_PAGE - 1) / EVENTS_PER_PAGE;
    for (int page = 0; page < pages; page++) {
      int from = page * EVENTS_PER_PAGE;
      SnapshotPage.Builder message =
          SnapshotPage.newBuilder()
              .setMasterEpoch(books.config().epoch().number())
              .setAllocatorEpoch(request.getAllocatorEpoch())
              .setPage(page)
              .setLast(page == pages - 1)
              .addAllEvents(events.subList(from, Math.min(events.size(), from + EVENTS_PER_PAGE)));
      if (page == pages - 1) {
        message.setNextSeq(feed.nextSeq());
      }
      turn.toAllocator(new MasterEffect.SendSnapshot(message.build()));
    }
  }
}
