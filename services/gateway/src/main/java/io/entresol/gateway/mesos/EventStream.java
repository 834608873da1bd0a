package io.entresol.gateway.mesos;

import com.google.protobuf.Message;
import io.entresol.gateway.core.stream.EventSequence;
import io.entresol.gateway.core.stream.EventSequence.Outcome;
import io.entresol.gateway.core.stream.StreamEnd;
import io.entresol.gateway.metrics.GatewayMetrics.StreamKind;
import io.entresol.proto.bus.CallReply;
import io.entresol.runtime.LeaderInfo;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An operator's stream: it begins with the whole state, so it ends with its master, and a client
 * that subscribes again gets the state of the next one.
 */
final class EventStream<E extends Message> implements OpenStream {
  private static final Logger LOG = LoggerFactory.getLogger(EventStream.class);

  private enum State {
    SUBSCRIBING,
    OPEN,
    ENDED
  }

  /** Events as they came, before the master has said that the subscription stands. */
  private record Batch<E>(long epoch, long firstSeq, List<E> events, boolean last) {}

  private final Streams streams;
  private final Outlet<E> outlet;
  private final UnaryOperator<E> finish;
  private final String id;
  private final StreamKind kind;
  private final EventSequence sequence = new EventSequence();
  private final List<Batch<E>> early = new ArrayList<>();
  private State state = State.SUBSCRIBING;

  /**
   * A stream to be.
   *
   * @param finish the last touch to each event
   */
  EventStream(
      Streams streams, Outlet<E> outlet, StreamKind kind, String id, UnaryOperator<E> finish) {
    this.streams = streams;
    this.outlet = outlet;
    this.kind = kind;
    this.id = id;
    this.finish = finish;
  }

  @Override
  public String id() {
    return id;
  }

  /** Begins; the master has been asked, and this is its answer to come. */
  void open(Future<CallReply> subscription) {
    outlet.onGone(() -> end(StreamEnd.CLIENT));
    subscription.onSuccess(this::decided).onFailure(this::failed);
  }

  private void decided(CallReply reply) {
    boolean accepted = reply.getStatus() == 200;
    if (state == State.ENDED) {
      if (accepted) {
        // It may have heard of the end before it heard of the beginning.
        streams.tellEnd(id);
      }
      return;
    }
    if (!accepted) {
      outlet.refuse(Outlet.answer(reply));
      end(StreamEnd.REFUSED);
      return;
    }
    outlet.begin();
    state = State.OPEN;
    List<Batch<E>> batches = List.copyOf(early);
    early.clear();
    batches.forEach(batch -> take(batch.epoch, batch.firstSeq, batch.events, batch.last));
  }

  private void failed(Throwable failure) {
    if (state != State.ENDED) {
      // The master may have taken the subscription all the same.
      outlet.refuse(Master.refusal(failure));
      end(StreamEnd.UNANSWERED);
    }
  }

  /** Takes a batch of events from the bus. */
  void take(long epoch, long firstSeq, List<E> events, boolean last) {
    if (state == State.SUBSCRIBING) {
      early.add(new Batch<>(epoch, firstSeq, events, last));
      return;
    }
    if (state == State.ENDED) {
      return;
    }
    Outcome<E> outcome = sequence.take(epoch, firstSeq, events);
    if (outcome instanceof Outcome.Gap<E> gap) {
      LOG.warn("Stream {}: expected event {}, got {}", id, gap.expected(), gap.received());
      end(StreamEnd.GAP);
    } else if (outcome instanceof Outcome.Next<E> next) {
      if (!outlet.send(next.events().stream().map(finish).toList())) {
        end(StreamEnd.SLOW);
      } else if (last) {
        end(StreamEnd.MASTER);
      }
    }
  }

  @Override
  public void leaderIs(Optional<LeaderInfo> leader) {
    // While it is subscribing, the answer says whether a master has taken it.
    boolean stays =
        state == State.SUBSCRIBING
            || (leader.isPresent() && sequence.isOf(leader.get().epoch().number()));
    if (!stays) {
      end(StreamEnd.LEADER_CHANGE);
    }
  }

  @Override
  public void rejoined() {
    if (state == State.OPEN) {
      end(StreamEnd.REJOINED);
    }
  }

  @Override
  public void end(StreamEnd reason) {
    if (state == State.ENDED) {
      return;
    }
    state = State.ENDED;
    early.clear();
    streams.ended(this, kind, reason);
    outlet.close(reason);
  }
}
