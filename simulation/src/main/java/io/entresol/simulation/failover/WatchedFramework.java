package io.entresol.simulation.failover;

import io.entresol.mesos.v1.FrameworkInfo;
import io.entresol.mesos.v1.scheduler.Call;
import io.entresol.mesos.v1.scheduler.Event;
import io.entresol.proto.RecordIoDecoder;
import io.entresol.proto.RecordIoException;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A framework that keeps whatever it is offered, and writes down when which event came. */
final class WatchedFramework implements Closeable {
  private static final int MAX_RECORD_BYTES = 4 << 20;
  private static final int BUFFER_BYTES = 64 << 10;

  /** The end of the stream is an event without a type here. */
  private record Seen(Event.Type type, long nanos) {}

  private final InputStream body;
  private final BlockingQueue<Seen> seen = new LinkedBlockingQueue<>();
  private volatile boolean closed;

  private WatchedFramework(InputStream body) {
    this.body = body;
  }

  /** Subscribes at a gateway on this machine. */
  static WatchedFramework subscribe(int port) throws IOException, InterruptedException {
    Call call =
        Call.newBuilder()
            .setType(Call.Type.SUBSCRIBE)
            .setSubscribe(
                Call.Subscribe.newBuilder()
                    .setFrameworkInfo(
                        FrameworkInfo.newBuilder()
                            .setUser("nobody")
                            .setName("failover-figures")
                            .setFailoverTimeout(60)
                            .addRoles("*")
                            .addCapabilities(
                                FrameworkInfo.Capability.newBuilder()
                                    .setType(FrameworkInfo.Capability.Type.MULTI_ROLE))))
            .build();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1/scheduler"))
            .header("Content-Type", "application/x-protobuf")
            .header("Accept", "application/x-protobuf")
            .POST(HttpRequest.BodyPublishers.ofByteArray(call.toByteArray()))
            .build();
    HttpResponse<InputStream> response =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofInputStream());
    if (response.statusCode() != 200) {
      throw new IOException("the subscription is answered with " + response.statusCode());
    }
    WatchedFramework framework = new WatchedFramework(response.body());
    Thread reader = new Thread(framework::read, "framework");
    reader.setDaemon(true);
    reader.start();
    return framework;
  }

  private void read() {
    RecordIoDecoder decoder = new RecordIoDecoder(MAX_RECORD_BYTES);
    byte[] buffer = new byte[BUFFER_BYTES];
    try {
      for (int count = body.read(buffer); count >= 0; count = body.read(buffer)) {
        long now = System.nanoTime();
        for (byte[] record : decoder.feed(buffer, 0, count)) {
          seen.add(new Seen(Event.parseFrom(record).getType(), now));
        }
      }
    } catch (IOException | RecordIoException e) {
      if (!closed) {
        System.err.println("The framework's stream broke: " + e);
      }
    }
    seen.add(new Seen(Event.Type.UNKNOWN, System.nanoTime()));
  }

  /**
   * Waits for the next event of a type; those before it are passed over.
   *
   * @return when it came, as {@link System#nanoTime}
   * @throws IOException if it does not come in time, or the stream has ended
   */
  long await(Event.Type type, Duration limit) throws IOException, InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    for (long left = limit.toNanos(); left > 0; left = end - System.nanoTime()) {
      Seen next = seen.poll(left, TimeUnit.NANOSECONDS);
      if (next != null && next.type() == type) {
        return next.nanos();
      }
      if (next != null && next.type() == Event.Type.UNKNOWN) {
        throw new IOException("the framework's stream has ended");
      }
    }
    throw new IOException("no " + type + " within " + limit);
  }

  @Override
  public void close() throws IOException {
    closed = true;
    body.close();
  }
}
