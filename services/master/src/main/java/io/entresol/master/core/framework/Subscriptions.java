package io.entresol.master.core.framework;

import io.entresol.master.core.book.Books;
import io.entresol.master.core.book.Due;
import io.entresol.master.core.book.EventStream;
import io.entresol.master.core.book.Framework;
import io.entresol.master.core.book.Tally;
import io.entresol.master.core.notice.AllocatorNotes;
import io.entresol.master.core.notice.FrameworkNotes;
import io.entresol.master.core.notice.Notes;
import io.entresol.master.core.notice.OperatorNotes;
import io.entresol.master.core.offer.Offers;
import io.entresol.master.core.turn.Turn;
import io.entresol.master.core.validation.FrameworkRules;
import io.entresol.mesos.v1.FrameworkInfo;
import io.entresol.mesos.v1.scheduler.Call;
import java.util.Optional;

/**
 * Who listens for a framework. The newest subscriber wins: whoever listened before is told so, and
 * never sees the offers of its successor, nor the successor those of before.
 */
public final class Subscriptions {
  private final Books books;
  private final FrameworkTerms terms;
  private final RecoveredFrameworks recovered;
  private final Offers offers;
  private final OperatorNotes operators;
  private final AllocatorNotes allocator;

  public Subscriptions(
      Books books,
      FrameworkTerms terms,
      RecoveredFrameworks recovered,
      Offers offers,
      Notes notes) {
    this.books = books;
    this.terms = terms;
    this.recovered = recovered;
    this.offers = offers;
    this.operators = notes.operators();
    this.allocator = notes.allocator();
  }

  /** Connects the stream to a new or known framework, or tells it why not and ends it. */
  public void subscribe(
      Turn turn, Call.Subscribe call, EventStream stream, Optional<String> principal) {
    Call.Subscribe subscribe = withPrincipal(call, principal);
    FrameworkInfo info = subscribe.getFrameworkInfo();
    boolean known = !info.getId().getValue().isEmpty();
    books
        .tallies()
        .count(known ? Tally.MESSAGES_REREGISTER_FRAMEWORK : Tally.MESSAGES_REGISTER_FRAMEWORK);
    Optional<String> refusal = terms.check(subscribe);
    if (refusal.isPresent()) {
      refuse(turn, stream, refusal.get());
    } else if (known) {
      resubscribe(turn, subscribe, stream);
    } else {
      start(turn, subscribe, stream);
    }
  }

  private static Call.Subscribe withPrincipal(Call.Subscribe call, Optional<String> principal) {
    if (principal.isEmpty() || call.getFrameworkInfo().hasPrincipal()) {
      return call;
    }
    Call.Subscribe.Builder filled = call.toBuilder();
    filled.getFrameworkInfoBuilder().setPrincipal(principal.get());
    return filled.build();
  }

  private static void refuse(Turn turn, EventStream stream, String message) {
    turn.toFramework(stream, FrameworkNotes.errorEvent(message).build());
    turn.endFrameworkStream(stream);
  }

  private void start(Turn turn, Call.Subscribe subscribe, EventStream stream) {
    FrameworkInfo info =
        subscribe.getFrameworkInfo().toBuilder().setId(books.ids().nextFramework()).build();
    Framework framework = new Framework(info);
    terms.accept(framework, subscribe.toBuilder().setFrameworkInfo(info).build());
    framework.setRegisteredAt(turn.now());
    books.frameworks().add(framework);
    listen(turn, framework, stream);
    allocator.frameworkAdded(turn, framework);
    operators.frameworkAdded(turn, framework);
  }

  private void resubscribe(Turn turn, Call.Subscribe subscribe, EventStream stream) {
    String id = subscribe.getFrameworkInfo().getId().getValue();
    Framework framework = books.frameworks().get(id);
    if (framework == null) {
      framework = recovered.add(turn, subscribe.getFrameworkInfo());
    }
    FrameworkInfo kept = terms.keepImmutable(framework.info(), subscribe.getFrameworkInfo());
    Optional<String> refusal = FrameworkRules.checkUpdate(framework.info(), kept);
    if (refusal.isPresent()) {
      refuse(turn, stream, refusal.get());
      return;
    }
    if (framework.isConnected()) {
      EventStream old = framework.stream();
      if (!old.id().equals(stream.id())) {
        FrameworkNotes.error(turn, framework, "Framework failed over");
        turn.endFrameworkStream(old);
      }
      books.frameworks().disconnect(framework);
    }
    offers.discardAllOf(turn, framework);
    if (framework.isRecovered()) {
      framework.setRegisteredAt(turn.now());
    } else {
      framework.setReregisteredAt(turn.now());
    }
    terms.accept(framework, subscribe.toBuilder().setFrameworkInfo(kept).build());
    listen(turn, framework, stream);
    allocator.frameworkUpdated(turn, framework);
    operators.frameworkUpdated(turn, framework);
    terms.tellAgents(turn, framework);
  }

  private void listen(Turn turn, Framework framework, EventStream stream) {
    books.frameworks().connect(framework, stream);
    books.deadlines().cancel(new Due.FrameworkFailover(framework.id()));
    framework.counters().called(Call.Type.SUBSCRIBE);
    FrameworkNotes.subscribed(
        turn, framework, books.config().masterInfo(), books.config().frameworks().heartbeat());
    heartbeat(turn, framework);
  }

  /** It is time for a sign of life. */
  public void heartbeat(Turn turn, Due.FrameworkHeartbeat due) {
    Framework framework = books.frameworks().get(due.frameworkId());
    if (framework != null && framework.isConnected()) {
      heartbeat(turn, framework);
    }
  }

  private void heartbeat(Turn turn, Framework framework) {
    FrameworkNotes.heartbeat(turn, framework);
    books
        .deadlines()
        .set(
            new Due.FrameworkHeartbeat(framework.id()),
            turn.now().plus(books.config().frameworks().heartbeat()));
  }
}
