package io.entresol.runtime;

import io.entresol.domain.frame.StoreChange;
import io.entresol.domain.id.Epoch;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.api.transaction.CuratorOp;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.data.Stat;

/**
 * Keeps records in ZooKeeper, one node for each. Every commit is a transaction that also checks the
 * epoch, so that a deposed leader writes nothing. {@link #load} comes before the first commit.
 *
 * <p>A commit of more than about half a megabyte is cut into several transactions, in order.
 */
public final class ZooKeeperRecordStore implements RecordStore {
  private static final int MAX_TRANSACTION_BYTES = 512 * 1024;
  private static final int MAX_TRANSACTION_OPERATIONS = 500;

  private final CuratorFramework curator;
  private final WorkerExecutor worker;
  private final LeaderRole role;
  private final Epoch epoch;
  private final String epochPath;
  private final RecordPaths recordPaths;
  private final Set<String> existing = new HashSet<>();
  private final Set<String> parents = new HashSet<>();

  /**
   * @param rootPath below which the records are, for example {@code /marathon/state}
   */
  public ZooKeeperRecordStore(ClusterNode node, LeaderRole role, Epoch epoch, String rootPath) {
    this(node.vertx(), node.curator(), role, epoch, node.paths().epoch(role), rootPath);
  }

  ZooKeeperRecordStore(
      Vertx vertx,
      CuratorFramework curator,
      LeaderRole role,
      Epoch epoch,
      String epochPath,
      String rootPath) {
    this.curator = curator;
    this.worker = vertx.createSharedWorkerExecutor("records-" + role.id(), 1);
    this.role = role;
    this.epoch = epoch;
    this.epochPath = epochPath;
    this.recordPaths = new RecordPaths(rootPath);
  }

  @Override
  public Future<Map<String, byte[]>> load() {
    return worker.executeBlocking(
        () -> {
          Map<String, byte[]> records = new LinkedHashMap<>();
          new ZooKeeperTree(curator)
              .read(recordPaths.root())
              .forEach(
                  (path, data) -> {
                    if (data.length > 0) {
                      existing.add(path);
                      records.put(recordPaths.key(path), RecordEncoding.decode(data));
                    }
                  });
          return records;
        },
        true);
  }

  @Override
  public Future<Void> commit(List<StoreChange> changes) {
    return worker.executeBlocking(
        () -> {
          List<StoreChange> latest = latestOfEachKey(changes);
          int from = 0;
          while (from < latest.size()) {
            from = commitSome(latest, from);
          }
          return null;
        },
        true);
  }

  /** Within one commit only the last change of a key counts. */
  private static List<StoreChange> latestOfEachKey(List<StoreChange> changes) {
    Map<String, StoreChange> latest = new LinkedHashMap<>();
    for (StoreChange change : changes) {
      latest.remove(change.key());
      latest.put(change.key(), change);
    }
    return List.copyOf(latest.values());
  }

  private int commitSome(List<StoreChange> changes, int from) throws Exception {
    Map<String, byte[]> puts = new LinkedHashMap<>();
    List<String> removals = new ArrayList<>();
    int bytes = 0;
    int next = from;
    while (next < changes.size()
        && next - from < MAX_TRANSACTION_OPERATIONS
        && (bytes < MAX_TRANSACTION_BYTES)) {
      StoreChange change = changes.get(next);
      String path = recordPaths.path(change.key());
      if (change instanceof StoreChange.Put put) {
        byte[] data = RecordEncoding.encode(put.value());
        if (next > from && bytes + data.length > MAX_TRANSACTION_BYTES) {
          break;
        }
        puts.put(path, data);
        bytes += data.length + path.length();
      } else {
        removals.add(path);
      }
      next++;
    }
    transact(puts, removals);
    return next;
  }

  private void transact(Map<String, byte[]> puts, List<String> removals) throws Exception {
    for (String path : puts.keySet()) {
      ensureParent(path);
    }
    try {
      curator.transaction().forOperations(operations(puts, removals));
    } catch (KeeperException.BadVersionException e) {
      throw deposed(e);
    } catch (KeeperException.NodeExistsException | KeeperException.NoNodeException e) {
      // An earlier try got through although its answer was lost: look, and do it again.
      refreshExistence(puts.keySet());
      refreshExistence(removals);
      try {
        curator.transaction().forOperations(operations(puts, removals));
      } catch (KeeperException.BadVersionException stale) {
        throw deposed(stale);
      }
    }
    existing.addAll(puts.keySet());
    removals.forEach(existing::remove);
  }

  private DeposedException deposed(Exception cause) {
    DeposedException deposed = new DeposedException(role, epoch);
    deposed.initCause(cause);
    return deposed;
  }

  private void refreshExistence(Iterable<String> paths) throws Exception {
    for (String path : paths) {
      if (curator.checkExists().forPath(path) == null) {
        existing.remove(path);
      } else {
        existing.add(path);
      }
    }
  }

  private List<CuratorOp> operations(Map<String, byte[]> puts, List<String> removals)
      throws Exception {
    List<CuratorOp> operations = new ArrayList<>();
    operations.add(curator.transactionOp().check().withVersion(epochVersion()).forPath(epochPath));
    for (Map.Entry<String, byte[]> put : new HashMap<>(puts).entrySet()) {
      operations.add(
          existing.contains(put.getKey())
              ? curator.transactionOp().setData().forPath(put.getKey(), put.getValue())
              : curator.transactionOp().create().forPath(put.getKey(), put.getValue()));
    }
    for (String path : removals) {
      if (existing.contains(path)) {
        operations.add(curator.transactionOp().delete().forPath(path));
      }
    }
    return operations;
  }

  /** The version under which the epoch's node says our number; read anew, as it is one read. */
  private int epochVersion() throws Exception {
    Stat stat = new Stat();
    byte[] data = curator.getData().storingStatIn(stat).forPath(epochPath);
    if (!new String(data, StandardCharsets.UTF_8).equals(epoch.toString())) {
      throw new DeposedException(role, epoch);
    }
    return stat.getVersion();
  }

  private void ensureParent(String path) throws Exception {
    String parent = path.substring(0, path.lastIndexOf('/'));
    if (!parents.contains(parent)) {
      try {
        curator.create().creatingParentsIfNeeded().forPath(parent, new byte[0]);
      } catch (KeeperException.NodeExistsException e) {
        // As it should be.
      }
      parents.add(parent);
    }
  }
}
