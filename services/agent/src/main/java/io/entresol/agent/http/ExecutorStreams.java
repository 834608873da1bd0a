package io.entresol.agent.http;

import io.entresol.mesos.v1.ExecutorID;
import io.entresol.mesos.v1.FrameworkID;
import io.entresol.mesos.v1.executor.Event;
import java.util.HashMap;
import java.util.Map;

/** The streams on which executors listen. Used on the agent's context. */
public final class ExecutorStreams {
  /** The way to one executor. */
  public interface Stream {
    void send(Event event);

    void close();
  }

  private record Key(FrameworkID framework, ExecutorID executor) {}

  private final Map<Key, Stream> streams = new HashMap<>();

  /** From now on the executor listens here; an older stream of its is closed. */
  public void open(FrameworkID framework, ExecutorID executor, Stream stream) {
    Stream older = streams.put(new Key(framework, executor), stream);
    if (older != null) {
      older.close();
    }
  }

  /** The stream has ended from outside. */
  public void closed(FrameworkID framework, ExecutorID executor, Stream stream) {
    streams.remove(new Key(framework, executor), stream);
  }

  /** Sends an event; it is lost if the executor does not listen. */
  public void send(FrameworkID framework, ExecutorID executor, Event event) {
    Stream stream = streams.get(new Key(framework, executor));
    if (stream != null) {
      stream.send(event);
    }
  }

  public void close(FrameworkID framework, ExecutorID executor) {
    Stream stream = streams.remove(new Key(framework, executor));
    if (stream != null) {
      stream.close();
    }
  }

  /** Something for every stream, so that nothing on the way takes it for dead. */
  public void heartbeat() {
    Event heartbeat = Event.newBuilder().setType(Event.Type.HEARTBEAT).build();
    streams.values().forEach(stream -> stream.send(heartbeat));
  }

  public void closeAll() {
    streams.values().forEach(Stream::close);
    streams.clear();
  }
}
