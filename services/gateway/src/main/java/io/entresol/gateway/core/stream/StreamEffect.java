package io.entresol.gateway.core.stream;

import io.entresol.mesos.v1.scheduler.Call;
import io.entresol.mesos.v1.scheduler.Event;
import io.entresol.proto.bus.CallReply;
import java.util.List;

/** What is to be done for a framework's stream, in order. */
public sealed interface StreamEffect {
  void run(StreamEffects effects);

  /**
   * Asks the leading master.
   *
   * @param subscription which of the stream's subscriptions this is, from 1
   */
  record Subscribe(long subscription, Call call) implements StreamEffect {
    @Override
    public void run(StreamEffects effects) {
      effects.subscribe(subscription, call);
    }
  }

  /** The client is told that its subscription stands. */
  record Begin() implements StreamEffect {
    @Override
    public void run(StreamEffects effects) {
      effects.begin();
    }
  }

  /** The client is told why it gets no stream; {@link End} follows. */
  record Refuse(CallReply reply) implements StreamEffect {
    @Override
    public void run(StreamEffects effects) {
      effects.refuse(reply);
    }
  }

  /** Events for the client. */
  record Send(List<Event> events) implements StreamEffect {
    @Override
    public void run(StreamEffects effects) {
      effects.send(events);
    }
  }

  /** The stream has lost its master: calls on it must wait. */
  record Part(StreamEnd cause) implements StreamEffect {
    @Override
    public void run(StreamEffects effects) {
      effects.part(cause);
    }
  }

  /** The stream has a master again: calls may go on. */
  record Resume() implements StreamEffect {
    @Override
    public void run(StreamEffects effects) {
      effects.resume();
    }
  }

  /** The stream is over. */
  record End(StreamEnd reason) implements StreamEffect {
    @Override
    public void run(StreamEffects effects) {
      effects.ended(reason);
    }
  }
}
