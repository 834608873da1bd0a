package io.entresol.driver;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends calls in order, without waiting for the answer to one before the next. A call whose answer
 * does not come may or may not have been taken, so nothing is sent twice: the listener hears that
 * the channel has failed, and everything starts over.
 */
final class CallChannel {
  /** Beyond this the other side plainly does not take calls, and the connection is given up. */
  static final int MAX_QUEUED_CALLS = 100_000;

  private static final int MAX_UNANSWERED_CALLS = 256;
  private static final Logger LOG = LoggerFactory.getLogger(CallChannel.class);

  /** Hears what becomes of the calls, from the channel's threads. */
  interface Listener {
    /** A call was refused; the tag is what it was sent with. */
    void rejected(int tag, int status, String message);

    void failed(String reason);
  }

  /** A call on its way. */
  private static final class Outgoing {
    private final int tag;
    private final byte[] body;

    Outgoing(int tag, byte[] body) {
      this.tag = tag;
      this.body = body;
    }
  }

  /** A connection and the calls on it that have no answer yet. */
  private static final class Line {
    private final HttpConnection connection;
    private final BlockingQueue<Outgoing> unanswered =
        new ArrayBlockingQueue<>(MAX_UNANSWERED_CALLS);
    private volatile boolean ended;

    Line(HttpConnection connection) {
      this.connection = connection;
    }
  }

  private final String name;
  private final HostPort peer;
  private final String path;
  private final Map<String, String> headers;
  private final Listener listener;
  private final BlockingQueue<Outgoing> queue = new LinkedBlockingQueue<>(MAX_QUEUED_CALLS);
  private final AtomicInteger unfinished = new AtomicInteger();
  private final Object finished = new Object();
  private final Thread writer;
  private volatile boolean closed;
  private volatile Line line;

  CallChannel(
      String name, HostPort peer, String path, Map<String, String> headers, Listener listener) {
    this.name = name;
    this.peer = peer;
    this.path = path;
    this.headers = headers;
    this.listener = listener;
    this.writer = Threads.daemon(name + "-calls", this::write);
  }

  void start() {
    writer.start();
  }

  /** Queues a call; false if there is no room. */
  boolean send(int tag, byte[] body) {
    unfinished.incrementAndGet();
    if (queue.offer(new Outgoing(tag, body))) {
      return true;
    }
    finish();
    return false;
  }

  /** Waits until all calls are answered or the channel has ended, but not for ever. */
  void drain(long timeoutMs) throws InterruptedException {
    long deadline = System.nanoTime() + timeoutMs * 1_000_000;
    synchronized (finished) {
      while (unfinished.get() > 0 && !closed) {
        long left = (deadline - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
          LOG.warn("{} calls to {} have no answer", unfinished.get(), peer);
          return;
        }
        finished.wait(left);
      }
    }
  }

  void close() {
    closed = true;
    Line last = line;
    if (last != null) {
      closeQuietly(last.connection);
    }
    writer.interrupt();
    synchronized (finished) {
      finished.notifyAll();
    }
  }

  private void write() {
    try {
      while (!closed) {
        Outgoing call = queue.take();
        Line open = openLine();
        open.unanswered.put(call);
        open.connection.post(path, headers, call.body);
      }
    } catch (IOException e) {
      fail("calls cannot be sent to " + peer + ": " + e.getMessage());
    } catch (InterruptedException e) {
      // Closed: nobody waits for what is left.
      Thread.currentThread().interrupt();
    }
  }

  private Line openLine() throws IOException {
    Line current = line;
    if (current != null && !current.ended) {
      return current;
    }
    HttpConnection connection = new HttpConnection(peer);
    Line opened = new Line(connection);
    line = opened;
    connection.open();
    if (closed) {
      closeQuietly(connection);
    }
    Threads.daemon(name + "-answers", () -> read(opened)).start();
    return opened;
  }

  private void read(Line open) {
    try {
      while (true) {
        HttpConnection.Head head = open.connection.readHead();
        String text = open.connection.text(head);
        Outgoing call = open.unanswered.poll();
        if (call == null) {
          throw new IOException("an answer without a call");
        }
        finish();
        if (head.status() >= 300) {
          listener.rejected(call.tag, head.status(), text);
        }
        if (head.header("connection").equalsIgnoreCase("close")) {
          throw new IOException("the other side ends the connection");
        }
      }
    } catch (IOException e) {
      open.ended = true;
      closeQuietly(open.connection);
      // An idle connection may end: the next call opens another one.
      if (!open.unanswered.isEmpty()) {
        fail("calls to " + peer + " have no answer: " + e.getMessage());
      }
    }
  }

  private void fail(String reason) {
    if (!closed) {
      close();
      listener.failed(reason);
    }
  }

  private void finish() {
    if (unfinished.decrementAndGet() == 0) {
      synchronized (finished) {
        finished.notifyAll();
      }
    }
  }

  private static void closeQuietly(HttpConnection connection) {
    try {
      connection.close();
    } catch (IOException e) {
      LOG.debug("While closing a connection", e);
    }
  }
}
