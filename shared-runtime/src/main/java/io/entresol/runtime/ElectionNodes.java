package io.entresol.runtime;

import io.entresol.domain.id.Epoch;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.api.CuratorWatcher;
import org.apache.curator.framework.api.transaction.CuratorOp;
import org.apache.curator.framework.state.ConnectionStateListener;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.data.Stat;

/**
 * The ZooKeeper nodes of one role's election. Calls block a worker thread, never the event loop.
 */
final class ElectionNodes {
  private static final int NUMBER_DIGITS = 10;
  private static final int PUBLISH_ATTEMPTS = 5;

  private final CuratorFramework curator;
  private final Context context;
  private final ClusterPaths paths;
  private final LeaderRole role;
  private final CuratorWatcher watcher;

  /** Tells that the election's nodes may have changed; on a ZooKeeper thread. */
  interface ChangeListener {
    void changed(WatchedEvent event);
  }

  ElectionNodes(
      CuratorFramework curator,
      Context context,
      ClusterPaths paths,
      LeaderRole role,
      ChangeListener listener) {
    this.curator = curator;
    this.context = context;
    this.paths = paths;
    this.role = role;
    this.watcher = listener::changed;
  }

  void removeListener(ConnectionStateListener listener) {
    curator.getConnectionStateListenable().removeListener(listener);
  }

  private <T> Future<T> blocking(Callable<T> call) {
    return context.executeBlocking(call, true);
  }

  /**
   * The name of the own node: the one given if it still exists, else one of this session, else new.
   */
  Future<String> ensureOwn(Optional<String> known, byte[] payload) {
    return blocking(
        () -> {
          long session = curator.getZookeeperClient().getZooKeeper().getSessionId();
          if (known.isPresent() && isOfSession(known.get(), session)) {
            return known.get();
          }
          for (String name : candidates()) {
            // Left by a creation whose answer was lost.
            if (isOfSession(name, session) && isPayload(name, payload)) {
              return name;
            }
          }
          String path =
              curator
                  .create()
                  .creatingParentsIfNeeded()
                  .withMode(CreateMode.EPHEMERAL_SEQUENTIAL)
                  .forPath(paths.election(role) + "/" + paths.electionNodePrefix(role), payload);
          return path.substring(path.lastIndexOf('/') + 1);
        });
  }

  private boolean isOfSession(String name, long session) throws Exception {
    Stat stat = curator.checkExists().forPath(paths.election(role) + "/" + name);
    return stat != null && stat.getEphemeralOwner() == session;
  }

  private boolean isPayload(String name, byte[] payload) throws Exception {
    return java.util.Arrays.equals(
        curator.getData().forPath(paths.election(role) + "/" + name), payload);
  }

  private List<String> candidates() throws Exception {
    try {
      return sorted(curator.getChildren().forPath(paths.election(role)));
    } catch (KeeperException.NoNodeException e) {
      return List.of();
    }
  }

  /** The candidates' nodes, lowest number first; a change is told from now on. */
  Future<List<String>> list() {
    return blocking(
        () -> sorted(curator.getChildren().usingWatcher(watcher).forPath(paths.election(role))));
  }

  private List<String> sorted(List<String> children) {
    List<String> candidates = new ArrayList<>();
    for (String child : children) {
      if (child.startsWith(paths.electionNodePrefix(role)) && child.length() > NUMBER_DIGITS) {
        candidates.add(child);
      }
    }
    candidates.sort(Comparator.comparing(name -> name.substring(name.length() - NUMBER_DIGITS)));
    return candidates;
  }

  /** Takes the next epoch. Fails if somebody else took one at the same time. */
  Future<Epoch> raiseEpoch() {
    return blocking(
        () -> {
          String path = paths.epoch(role);
          try {
            curator
                .create()
                .creatingParentsIfNeeded()
                .forPath(path, "0".getBytes(StandardCharsets.UTF_8));
          } catch (KeeperException.NodeExistsException e) {
            // Not the first leader of this role.
          }
          Stat stat = new Stat();
          Epoch next = new Epoch(readEpoch(stat) + 1);
          curator
              .setData()
              .withVersion(stat.getVersion())
              .forPath(path, next.toString().getBytes(StandardCharsets.UTF_8));
          return next;
        });
  }

  /** Makes the leader known, unless its epoch is over. */
  Future<Void> publish(LeaderInfo leader) {
    return blocking(
        () -> {
          for (int attempt = 1; ; attempt++) {
            try {
              replacePublication(leader);
              return null;
            } catch (KeeperException.NoNodeException | KeeperException.NodeExistsException e) {
              // The former leader's publication has gone meanwhile, by its session's end.
              if (attempt == PUBLISH_ATTEMPTS) {
                throw e;
              }
            }
          }
        });
  }

  private void replacePublication(LeaderInfo leader) throws Exception {
    String path = paths.leader(role);
    Stat epoch = new Stat();
    if (leader.epoch().number() != readEpoch(epoch)) {
      throw new DeposedException(role, leader.epoch());
    }
    curator.createContainers(paths.leaders());
    List<CuratorOp> operations = new ArrayList<>();
    operations.add(sameEpoch(epoch));
    if (curator.checkExists().forPath(path) != null) {
      operations.add(curator.transactionOp().delete().forPath(path));
    }
    operations.add(
        curator
            .transactionOp()
            .create()
            .withMode(CreateMode.EPHEMERAL)
            .forPath(path, leader.toBytes()));
    curator.transaction().forOperations(operations);
  }

  /** The number of the latest term; 0 before the first. */
  private long readEpoch(Stat stat) throws Exception {
    byte[] data = curator.getData().storingStatIn(stat).forPath(paths.epoch(role));
    return Long.parseLong(new String(data, StandardCharsets.UTF_8));
  }

  /** Lets a transaction fail if somebody has taken a later epoch. */
  private CuratorOp sameEpoch(Stat epoch) throws Exception {
    return curator
        .transactionOp()
        .check()
        .withVersion(epoch.getVersion())
        .forPath(paths.epoch(role));
  }

  /** Removes the leader's publication if it is the given process's, and its election node. */
  Future<Void> withdraw(String nodeId, Optional<String> ownNode) {
    return blocking(
        () -> {
          try {
            withdrawPublication(nodeId);
          } catch (KeeperException.NoNodeException | KeeperException.BadVersionException e) {
            // Nothing is published, or somebody else has been elected, who replaces it.
          }
          if (ownNode.isPresent()) {
            try {
              curator.delete().forPath(paths.election(role) + "/" + ownNode.get());
            } catch (KeeperException.NoNodeException e) {
              // Gone with its session.
            }
          }
          return null;
        });
  }

  /**
   * Once a later epoch has been taken the publication is left to its leader: between a look at it
   * and its removal it could have become that leader's.
   */
  private void withdrawPublication(String nodeId) throws Exception {
    String path = paths.leader(role);
    Stat epoch = new Stat();
    long latest = readEpoch(epoch);
    LeaderInfo published = LeaderInfo.parse(role, curator.getData().forPath(path));
    if (published.nodeId().equals(nodeId) && published.epoch().number() == latest) {
      curator
          .transaction()
          .forOperations(sameEpoch(epoch), curator.transactionOp().delete().forPath(path));
    }
  }

  /**
   * Removes a leader's publication and election node, as the end of its session would. Fails if it
   * does not lead any more, or another one is being elected.
   */
  Future<Void> remove(LeaderInfo leader) {
    return blocking(
        () -> {
          Stat epoch = new Stat();
          readEpoch(epoch);
          Stat published = new Stat();
          byte[] data = curator.getData().storingStatIn(published).forPath(paths.leader(role));
          List<String> candidates = candidates();
          boolean leads =
              LeaderInfo.parse(role, data).equals(leader)
                  && !candidates.isEmpty()
                  && isOfSession(candidates.get(0), published.getEphemeralOwner());
          if (!leads) {
            throw new DeposedException(role, leader.epoch());
          }
          curator
              .transaction()
              .forOperations(
                  sameEpoch(epoch),
                  curator
                      .transactionOp()
                      .delete()
                      .withVersion(published.getVersion())
                      .forPath(paths.leader(role)),
                  curator
                      .transactionOp()
                      .delete()
                      .forPath(paths.election(role) + "/" + candidates.get(0)));
          return null;
        });
  }
}
