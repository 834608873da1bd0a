package io.entresol.driver;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.ZooKeeper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the election of the masters in ZooKeeper. A leader counts until another one is seen, the
 * group is empty, or ZooKeeper has not been reached for a session's time. Everything happens on one
 * thread.
 */
final class ZooKeeperDetector implements MasterDetector {
  private static final Logger LOG = LoggerFactory.getLogger(ZooKeeperDetector.class);
  private static final int SESSION_TIMEOUT_MS = 10_000;
  private static final long RETRY_MS = 1_000;

  // Held, since java.util.logging holds loggers weakly. ZooKeeper's client says at length where it
  // runs, which is not what a framework's log is for; who has set a level has it.
  private static final java.util.logging.Logger CLIENT_LOG =
      java.util.logging.Logger.getLogger(ZooKeeper.class.getPackage().getName());

  static {
    if (CLIENT_LOG.getLevel() == null) {
      CLIENT_LOG.setLevel(java.util.logging.Level.WARNING);
    }
  }

  private final ZooKeeperUrl url;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          work -> Threads.daemon("mesos-master-detector", work));

  private Listener listener;
  private ZooKeeper client;
  private ScheduledFuture<?> sessionEnd;
  private ScheduledFuture<?> retry;
  private Optional<String> node = Optional.empty();
  private boolean reported;

  ZooKeeperDetector(ZooKeeperUrl url) {
    this.url = url;
  }

  @Override
  public void start(Listener toTell) {
    listener = toTell;
    onThread(this::open);
  }

  @Override
  public void close() {
    onThread(this::closeClient);
    thread.shutdown();
  }

  private void open() {
    closeClient();
    try {
      // Holds what a client of before hears too late apart from what this one hears.
      ZooKeeper[] own = new ZooKeeper[1];
      Watcher watcher = event -> onThread(() -> heard(own[0], event));
      own[0] = new ZooKeeper(url.servers(), SESSION_TIMEOUT_MS, watcher);
      client = own[0];
      url.credentials()
          .ifPresent(c -> client.addAuthInfo("digest", c.getBytes(StandardCharsets.UTF_8)));
    } catch (IOException | IllegalArgumentException e) {
      LOG.warn("ZooKeeper at {} cannot be asked: {}", url, e.toString());
      retry(this::open);
    }
  }

  private void closeClient() {
    cancelSessionEnd();
    if (client == null) {
      return;
    }
    try {
      client.close(0);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    client = null;
  }

  private void onThread(Runnable work) {
    try {
      thread.execute(guarded(work));
    } catch (RejectedExecutionException e) {
      LOG.debug("Closed: an event of ZooKeeper's is of no use any more");
    }
  }

  private void retry(Runnable work) {
    // One is enough: what is looked for is the same.
    if (!thread.isShutdown() && (retry == null || retry.isDone())) {
      retry = thread.schedule(guarded(work), RETRY_MS, TimeUnit.MILLISECONDS);
    }
  }

  /** The thread itself would keep a failure to itself, and nobody would look for a leader. */
  private Runnable guarded(Runnable work) {
    return () -> {
      try {
        work.run();
      } catch (RuntimeException | LinkageError e) {
        LOG.error("The search for a leader has failed", e);
        listener.failed("the search for a leader at " + url + " has failed: " + e);
      }
    };
  }

  private void heard(ZooKeeper source, WatchedEvent event) {
    if (client == null || source != client) {
      return;
    }
    switch (event.getState()) {
      case SyncConnected:
        cancelSessionEnd();
        look();
        break;
      case Disconnected:
        endSessionLater();
        break;
      case Expired:
        report(Optional.empty(), Optional.empty());
        open();
        break;
      case AuthFailed:
        listener.failed("ZooKeeper at " + url + " refused the credentials");
        break;
      default:
        LOG.debug("ZooKeeper: {}", event);
    }
  }

  /** ZooKeeper itself says that a session has expired only once it is reached again. */
  private void endSessionLater() {
    if (sessionEnd == null) {
      sessionEnd =
          thread.schedule(
              guarded(() -> report(Optional.empty(), Optional.empty())),
              Math.max(client.getSessionTimeout(), SESSION_TIMEOUT_MS),
              TimeUnit.MILLISECONDS);
    }
  }

  private void cancelSessionEnd() {
    if (sessionEnd != null) {
      sessionEnd.cancel(false);
      sessionEnd = null;
    }
  }

  private void look() {
    if (client == null) {
      return;
    }
    try {
      List<String> children = client.getChildren(url.path(), true);
      Optional<String> leading = LeaderNode.leading(children);
      if (!leading.isPresent()) {
        report(Optional.empty(), Optional.empty());
      } else if (!reported || !leading.equals(node)) {
        byte[] data = client.getData(url.path() + "/" + leading.get(), false, null);
        report(leading, Optional.of(LeaderNode.address(leading.get(), data)));
      }
    } catch (KeeperException.NoNodeException e) {
      LOG.info("Nobody has contended at {} so far, or the leader has just gone", url);
      report(Optional.empty(), Optional.empty());
      retry(this::look);
    } catch (KeeperException | IOException e) {
      LOG.warn("The leader at {} cannot be read: {}", url, e.toString());
      retry(this::look);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void report(Optional<String> leading, Optional<HostPort> address) {
    if (reported && leading.equals(node)) {
      return;
    }
    reported = true;
    node = leading;
    LOG.info("The leading master: {}", address.map(HostPort::toString).orElse("none"));
    listener.leaderChanged(address);
  }
}
