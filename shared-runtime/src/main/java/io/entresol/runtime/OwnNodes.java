package io.entresol.runtime;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.curator.framework.CuratorFramework;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.data.Stat;

/**
 * The ephemeral nodes that this process has to have. After a lost session some may still be there,
 * but belong to that session: the server has not ended it yet, and takes them away when it does. A
 * node that exists is therefore not good enough, it must be of the session of now.
 */
final class OwnNodes {
  private final Map<String, byte[]> wanted = new ConcurrentHashMap<>();

  void add(String path, byte[] data) {
    wanted.put(path, data);
  }

  void remove(String path) {
    wanted.remove(path);
  }

  /** Makes all nodes belong to the present session; blocks. Fails if ZooKeeper is away again. */
  void reclaim(CuratorFramework curator) throws Exception {
    long session = curator.getZookeeperClient().getZooKeeper().getSessionId();
    for (Map.Entry<String, byte[]> node : wanted.entrySet()) {
      reclaim(curator, session, node.getKey(), node.getValue());
      if (!wanted.containsKey(node.getKey())) {
        // Withdrawn meanwhile, perhaps before it was made again.
        delete(curator, node.getKey());
      }
    }
  }

  private static void reclaim(CuratorFramework curator, long session, String path, byte[] data)
      throws Exception {
    Stat stat = curator.checkExists().forPath(path);
    if (stat == null) {
      curator
          .create()
          .orSetData()
          .creatingParentContainersIfNeeded()
          .withMode(CreateMode.EPHEMERAL)
          .forPath(path, data);
    } else if (stat.getEphemeralOwner() != session) {
      curator
          .transaction()
          .forOperations(
              curator.transactionOp().delete().forPath(path),
              curator.transactionOp().create().withMode(CreateMode.EPHEMERAL).forPath(path, data));
    }
  }

  private static void delete(CuratorFramework curator, String path) throws Exception {
    try {
      curator.delete().forPath(path);
    } catch (KeeperException.NoNodeException e) {
      // Gone already, which is what was wanted.
    }
  }
}
