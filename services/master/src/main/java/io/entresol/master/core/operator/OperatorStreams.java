package io.entresol.master.core.operator;

import io.entresol.master.core.book.Books;
import io.entresol.master.core.book.Due;
import io.entresol.master.core.book.EventStream;
import io.entresol.master.core.state.WholeState;
import io.entresol.master.core.turn.Turn;
import io.entresol.mesos.v1.master.Event;
import io.entresol.proto.bus.OperatorSubscribe;

/** Operators that follow events: first the whole state, then what changes, and signs of life. */
public final class OperatorStreams {
  private final Books books;
  private final WholeState state;

  public OperatorStreams(Books books, WholeState state) {
    this.books = books;
    this.state = state;
  }

  /** Opens a stream; the oldest goes if there are too many. */
  public void subscribe(Turn turn, OperatorSubscribe subscribe) {
    if (books.operators().get(subscribe.getStream().getId()) != null) {
      return;
    }
    while (books.operators().size() >= books.config().operatorStreams()) {
      EventStream oldest = books.operators().oldest();
      turn.endOperatorStream(oldest);
      close(oldest);
    }
    EventStream stream = new EventStream(subscribe.getStream());
    turn.toOperator(
        stream,
        Event.newBuilder()
            .setType(Event.Type.SUBSCRIBED)
            .setSubscribed(
                Event.Subscribed.newBuilder()
                    .setGetState(state.draw())
                    .setHeartbeatIntervalSeconds(
                        books.config().frameworks().heartbeat().toMillis() / 1000.0))
            .build());
    books.operators().add(stream);
    heartbeat(turn, stream);
  }

  /** Nobody reads it any more. */
  public void close(EventStream stream) {
    books.operators().remove(stream);
    books.deadlines().cancel(new Due.OperatorHeartbeat(stream.id()));
  }

  public void heartbeat(Turn turn, Due.OperatorHeartbeat due) {
    EventStream stream = books.operators().get(due.streamId());
    if (stream != null) {
      heartbeat(turn, stream);
    }
  }

  private void heartbeat(Turn turn, EventStream stream) {
    turn.toOperator(stream, Event.newBuilder().setType(Event.Type.HEARTBEAT).build());
    books
        .deadlines()
        .set(
            new Due.OperatorHeartbeat(stream.id()),
            turn.now().plus(books.config().frameworks().heartbeat()));
  }
}
