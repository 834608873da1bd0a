package io.entresol.driver;

import io.entresol.proto.RecordIoDecoder;
import io.entresol.proto.RecordIoException;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One subscription: the stream on which events come, and the calls that belong to it. It ends as a
 * whole, since a master that does not take calls is as good as one that sends no events.
 */
final class ApiSession {
  private static final Logger LOG = LoggerFactory.getLogger(ApiSession.class);
  private static final int MAX_RECORD_BYTES = 256 << 20;
  private static final String STREAM_ID = "Mesos-Stream-Id";

  /** Hears of the session, from its threads; nothing more after the end or a refusal. */
  interface Listener {
    /** An event has come. The stream is not read on before this returns. */
    void event(byte[] record) throws IOException, InterruptedException;

    /** Somebody else is to be asked. */
    void redirected(HostPort other);

    /** SUBSCRIBE was refused for good. */
    void refused(String message);

    /** Another call was refused. */
    void rejected(int tag, int status, String message);

    void ended(String reason);
  }

  private final HostPort peer;
  private final String path;
  private final Map<String, String> headers;
  private final byte[] subscribe;
  private final Listener listener;
  private final HttpConnection stream;
  private final String name;
  private final Thread reader;
  private volatile CallChannel calls;
  private boolean over;

  /**
   * A session that is not open yet.
   *
   * @param name what its threads are called
   * @param headers sent with each call
   * @param subscribe the first call
   */
  ApiSession(
      String name,
      HostPort peer,
      String path,
      Map<String, String> headers,
      byte[] subscribe,
      Listener listener) {
    this.name = name;
    this.peer = peer;
    this.path = path;
    this.headers = new HashMap<>(headers);
    this.headers.put("Content-Type", "application/x-protobuf");
    this.headers.put("Accept", "application/x-protobuf");
    this.subscribe = subscribe;
    this.listener = listener;
    this.stream = new HttpConnection(peer);
    this.reader = Threads.daemon(name + "-events", this::read);
  }

  void start() {
    reader.start();
  }

  /** Sends a call, once an event has come. */
  void send(int tag, byte[] body) {
    if (!calls.send(tag, body)) {
      end(peer + " does not take calls: " + CallChannel.MAX_QUEUED_CALLS + " wait for it");
    }
  }

  /** Waits until the calls that were sent are answered, but not for ever. */
  void drain(long timeoutMs) throws InterruptedException {
    CallChannel channel = calls;
    if (channel != null) {
      channel.drain(timeoutMs);
    }
  }

  /** Ends it without a word to the listener. */
  void close() {
    if (finish()) {
      closeConnections();
    }
  }

  private void end(String reason) {
    if (finish()) {
      closeConnections();
      listener.ended(reason);
    }
  }

  private synchronized boolean finish() {
    boolean first = !over;
    over = true;
    return first;
  }

  private void closeConnections() {
    try {
      stream.close();
    } catch (IOException e) {
      LOG.debug("While closing a connection", e);
    }
    reader.interrupt();
    CallChannel channel = calls;
    if (channel != null) {
      channel.close();
    }
  }

  private void read() {
    try {
      stream.open();
      stream.post(path, headers, subscribe);
      HttpConnection.Head head = stream.readHead();
      if (head.status() == 200) {
        openCalls(head);
        readEvents(stream.body(head));
        end(peer + " has ended the stream");
      } else {
        notSubscribed(head);
      }
    } catch (IOException | RecordIoException e) {
      end(peer + ": " + e.getMessage());
    } catch (InterruptedException e) {
      end("closed");
      Thread.currentThread().interrupt();
    }
  }

  private void openCalls(HttpConnection.Head head) {
    Map<String, String> callHeaders = new HashMap<>(headers);
    String id = head.header(STREAM_ID.toLowerCase(Locale.ROOT));
    if (!id.isEmpty()) {
      callHeaders.put(STREAM_ID, id);
    }
    CallChannel channel =
        new CallChannel(
            name,
            peer,
            path,
            callHeaders,
            new CallChannel.Listener() {
              @Override
              public void rejected(int tag, int status, String message) {
                listener.rejected(tag, status, message);
              }

              @Override
              public void failed(String reason) {
                end(reason);
              }
            });
    calls = channel;
    channel.start();
  }

  private void readEvents(InputStream body)
      throws IOException, RecordIoException, InterruptedException {
    RecordIoDecoder decoder = new RecordIoDecoder(MAX_RECORD_BYTES);
    byte[] buffer = new byte[64 * 1024];
    for (int count = body.read(buffer); count >= 0; count = body.read(buffer)) {
      for (byte[] record : decoder.feed(buffer, 0, count)) {
        listener.event(record);
      }
    }
  }

  private void notSubscribed(HttpConnection.Head head) throws IOException {
    int status = head.status();
    String location = head.header("location");
    String text = stream.text(head);
    switch (status) {
      case 301:
      case 302:
      case 307:
      case 308:
        redirected(location);
        break;
      case 401:
      case 403:
        refuse(peer + " refused authentication (" + status + "): " + text);
        break;
      case 400:
      case 405:
      case 406:
      case 415:
      case 501:
        refuse(peer + " refused SUBSCRIBE (" + status + "): " + text);
        break;
      default:
        end(peer + " answers " + status + ": " + text);
    }
  }

  private void refuse(String message) {
    if (finish()) {
      closeConnections();
      listener.refused(message);
    }
  }

  /** The location has no scheme ({@code //host:port/path}) or one. */
  private void redirected(String location) {
    String[] parts = location.split("/", 4);
    HostPort other;
    try {
      if (parts.length < 3 || !parts[1].isEmpty()) {
        throw new IllegalArgumentException("no host in '" + location + "'");
      }
      other = HostPort.parse(parts[2]);
    } catch (IllegalArgumentException e) {
      end(peer + " redirects to nowhere: " + e.getMessage());
      return;
    }
    if (finish()) {
      closeConnections();
      listener.redirected(other);
    }
  }
}
