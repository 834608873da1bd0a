package io.entresol.agent.core;

import com.google.protobuf.ByteString;
import io.entresol.mesos.v1.FrameworkID;
import io.entresol.mesos.v1.TaskStatus;
import io.entresol.proto.TaskStates;
import io.entresol.proto.bus.AgentStatusUpdate;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Status updates on their way to the frameworks: for each task in order, one outstanding at a time,
 * repeated until acknowledged. While there is no master, nothing is sent; afterwards every head is.
 */
final class UpdateStreams {
  static final Duration FIRST_RETRY = Duration.ofSeconds(10);
  static final Duration LAST_RETRY = Duration.ofMinutes(10);

  /** Updates that executors repeat come again soon; older ones are forgotten. */
  private static final int REMEMBERED_UUIDS = 100;

  private static final class Stream {
    private final Deque<TaskStatus> pending = new ArrayDeque<>();
    private final Deque<ByteString> seen = new ArrayDeque<>();
    private Duration retry = FIRST_RETRY;
    private boolean closing;

    private void add(TaskStatus status) {
      pending.add(status);
      seen.add(status.getUuid());
      if (seen.size() > REMEMBERED_UUIDS) {
        seen.removeFirst();
      }
      closing = TaskStates.isTerminal(status.getState());
    }
  }

  /** Told of each update that is sent. */
  interface Sent {
    void sent(StreamKey key, TaskStatus status);
  }

  private final CoreState state;
  private final Sent sent;
  private final Map<StreamKey, Stream> streams = new LinkedHashMap<>();
  private boolean paused = true;

  UpdateStreams(CoreState state, Sent sent) {
    this.state = state;
    this.sent = sent;
  }

  /** Whether the update is news: not seen before, and its task has not ended. */
  boolean isNew(StreamKey key, TaskStatus status) {
    Stream stream = streams.get(key);
    return stream == null || (!stream.closing && !stream.seen.contains(status.getUuid()));
  }

  void add(Turn turn, StreamKey key, TaskStatus status) {
    Stream stream = streams.computeIfAbsent(key, k -> new Stream());
    stream.add(status);
    if (stream.pending.size() == 1) {
      stream.retry = FIRST_RETRY;
      send(turn, key, stream);
    }
  }

  /**
   * Takes over what an earlier life of the agent left.
   *
   * @param history what has been reported, acknowledged or not
   */
  void restore(StreamKey key, List<TaskStatus> history, List<TaskStatus> pending) {
    Stream stream = new Stream();
    history.forEach(status -> stream.seen.add(status.getUuid()));
    pending.forEach(stream::add);
    streams.put(key, stream);
  }

  /** Updates not yet acknowledged, in order. */
  List<TaskStatus> pending(StreamKey key) {
    Stream stream = streams.get(key);
    return stream == null ? List.of() : new ArrayList<>(stream.pending);
  }

  /** Takes off the head and sends the next; empty if the uuid is not the head's. */
  Optional<TaskStatus> acknowledge(Turn turn, StreamKey key, ByteString uuid) {
    Stream stream = streams.get(key);
    if (stream == null
        || stream.pending.isEmpty()
        || !stream.pending.peek().getUuid().equals(uuid)) {
      return Optional.empty();
    }
    TaskStatus head = stream.pending.remove();
    state.deadlines().cancel(new Due.ResendUpdate(key));
    if (!stream.pending.isEmpty()) {
      stream.retry = FIRST_RETRY;
      send(turn, key, stream);
    } else if (stream.closing) {
      streams.remove(key);
    }
    return Optional.of(head);
  }

  void resend(Turn turn, StreamKey key) {
    Stream stream = streams.get(key);
    if (stream != null && !stream.pending.isEmpty()) {
      stream.retry = min(stream.retry.multipliedBy(2), LAST_RETRY);
      send(turn, key, stream);
    }
  }

  void pause() {
    paused = true;
    streams.keySet().forEach(key -> state.deadlines().cancel(new Due.ResendUpdate(key)));
  }

  void resume(Turn turn) {
    paused = false;
    streams.forEach(
        (key, stream) -> {
          stream.retry = FIRST_RETRY;
          if (!stream.pending.isEmpty()) {
            send(turn, key, stream);
          }
        });
  }

  /** Whether the framework has yet to acknowledge something. */
  boolean awaits(FrameworkID framework) {
    return streams.entrySet().stream()
        .anyMatch(
            entry ->
                entry.getKey().framework().equals(framework)
                    && !entry.getValue().pending.isEmpty());
  }

  void forget(FrameworkID framework) {
    streams
        .keySet()
        .removeIf(
            key -> {
              boolean its = key.framework().equals(framework);
              if (its) {
                state.deadlines().cancel(new Due.ResendUpdate(key));
              }
              return its;
            });
  }

  private void send(Turn turn, StreamKey key, Stream stream) {
    if (paused) {
      return;
    }
    TaskStatus head = stream.pending.peek();
    AgentStatusUpdate.Builder update =
        AgentStatusUpdate.newBuilder().setFrameworkId(key.framework()).setStatus(head);
    if (stream.pending.size() > 1) {
      update.setLatestState(stream.pending.peekLast().getState());
    }
    sent.sent(key, head);
    turn.effect(new AgentEffect.SendToMaster(state.message().setStatusUpdate(update).build()));
    state.deadlines().set(new Due.ResendUpdate(key), turn.now().plus(stream.retry));
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) <= 0 ? a : b;
  }
}
