package io.entresol.runtime;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.io.Closeable;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.api.CuratorEvent;
import org.apache.curator.framework.recipes.cache.ChildData;
import org.apache.curator.framework.recipes.cache.CuratorCache;
import org.apache.curator.framework.recipes.cache.CuratorCacheListener;
import org.apache.zookeeper.KeeperException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Watches the nodes at which leaders publish themselves. */
final class ZooKeeperLeaderDirectory implements LeaderDirectory, Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(ZooKeeperLeaderDirectory.class);

  private record Watcher(Context context, Consumer<Optional<LeaderInfo>> onChange) {
    void tell(Optional<LeaderInfo> leader) {
      context.runOnContext(ignored -> onChange.accept(leader));
    }
  }

  // A change that falls into the moment of a reconnection has been seen to pass the cache by.
  private static final long READ_AGAIN_MS = 5_000;

  private final Vertx vertx;
  private final CuratorFramework curator;
  private final ClusterPaths paths;
  private final Map<LeaderRole, LeaderInfo> current = new ConcurrentHashMap<>();
  private final Map<LeaderRole, List<Watcher>> watchers = new EnumMap<>(LeaderRole.class);
  private final CuratorCache cache;
  private final long readAgain;

  ZooKeeperLeaderDirectory(Vertx vertx, CuratorFramework curator, ClusterPaths paths) {
    this.vertx = vertx;
    this.curator = curator;
    this.paths = paths;
    for (LeaderRole role : LeaderRole.values()) {
      watchers.put(role, new CopyOnWriteArrayList<>());
    }
    cache = CuratorCache.build(curator, paths.leaders());
    cache
        .listenable()
        .addListener(
            CuratorCacheListener.builder()
                .forCreates(this::published)
                .forChanges((before, after) -> published(after))
                .forDeletes(this::withdrawn)
                .build());
    cache.start();
    readAgain = vertx.setPeriodic(READ_AGAIN_MS, ignored -> readAgain());
  }

  private void readAgain() {
    if (!curator.getZookeeperClient().isConnected()) {
      return;
    }
    for (LeaderRole role : LeaderRole.values()) {
      try {
        curator
            .getData()
            .inBackground((client, answer) -> read(role, answer))
            .forPath(paths.leader(role));
      } catch (Exception e) {
        LOG.warn("Cannot read who leads as {}", role.id(), e);
      }
    }
  }

  /** Answers and watch events come in the order in which the server knew them. */
  private void read(LeaderRole role, CuratorEvent answer) {
    if (answer.getResultCode() == KeeperException.Code.OK.intValue()) {
      published(role, answer.getData());
    } else if (answer.getResultCode() == KeeperException.Code.NONODE.intValue()) {
      withdrawn(role);
    }
  }

  private Optional<LeaderRole> roleOf(ChildData node) {
    for (LeaderRole role : LeaderRole.values()) {
      if (paths.leader(role).equals(node.getPath())) {
        return Optional.of(role);
      }
    }
    return Optional.empty();
  }

  private void published(ChildData node) {
    roleOf(node).ifPresent(role -> published(role, node.getData()));
  }

  private synchronized void published(LeaderRole role, byte[] data) {
    LeaderInfo leader = LeaderInfo.parse(role, data);
    LeaderInfo before = current.get(role);
    if (before != null && leader.epoch().number() < before.epoch().number()) {
      return;
    }
    current.put(role, leader);
    if (!leader.equals(before)) {
      LOG.info(
          "The {} of epoch {} leads at {}:{}",
          role.id(),
          leader.epoch(),
          leader.ip(),
          leader.port());
      watchers.get(role).forEach(watcher -> watcher.tell(Optional.of(leader)));
    }
  }

  private void withdrawn(ChildData node) {
    roleOf(node).ifPresent(this::withdrawn);
  }

  private synchronized void withdrawn(LeaderRole role) {
    if (current.remove(role) != null) {
      LOG.info("Nobody leads as {}", role.id());
      watchers.get(role).forEach(watcher -> watcher.tell(Optional.empty()));
    }
  }

  @Override
  public Optional<LeaderInfo> leader(LeaderRole role) {
    return Optional.ofNullable(current.get(role));
  }

  @Override
  public synchronized Closeable watch(LeaderRole role, Consumer<Optional<LeaderInfo>> onChange) {
    Watcher watcher = new Watcher(vertx.getOrCreateContext(), onChange);
    watchers.get(role).add(watcher);
    watcher.tell(leader(role));
    return () -> watchers.get(role).remove(watcher);
  }

  @Override
  public void close() {
    vertx.cancelTimer(readAgain);
    cache.close();
  }
}
