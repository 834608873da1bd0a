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
import org.apache.curator.framework.recipes.cache.ChildData;
import org.apache.curator.framework.recipes.cache.CuratorCache;
import org.apache.curator.framework.recipes.cache.CuratorCacheListener;
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

  private final Vertx vertx;
  private final ClusterPaths paths;
  private final Map<LeaderRole, LeaderInfo> current = new ConcurrentHashMap<>();
  private final Map<LeaderRole, List<Watcher>> watchers = new EnumMap<>(LeaderRole.class);
  private final CuratorCache cache;

  ZooKeeperLeaderDirectory(Vertx vertx, CuratorFramework curator, ClusterPaths paths) {
    this.vertx = vertx;
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
    LeaderInfo before = current.put(role, leader);
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

  private synchronized void withdrawn(ChildData node) {
    roleOf(node)
        .ifPresent(
            role -> {
              if (current.remove(role) != null) {
                LOG.info("Nobody leads as {}", role.id());
                watchers.get(role).forEach(watcher -> watcher.tell(Optional.empty()));
              }
            });
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
    cache.close();
  }
}
