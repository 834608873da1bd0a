package io.entresol.runtime;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.api.BackgroundCallback;
import org.apache.zookeeper.KeeperException;

/** Reads a whole tree of nodes with many requests in flight at once. */
final class ZooKeeperTree {
  private final CuratorFramework curator;
  private final Map<String, byte[]> nodes = new ConcurrentHashMap<>();
  private final AtomicInteger pending = new AtomicInteger();
  private final CompletableFuture<Void> done = new CompletableFuture<>();

  ZooKeeperTree(CuratorFramework curator) {
    this.curator = curator;
  }

  /** All nodes below a path with their content; blocks. */
  Map<String, byte[]> read(String root) throws Exception {
    pending.incrementAndGet();
    children(root);
    finished();
    done.get();
    return nodes;
  }

  private void children(String path) {
    request(
        path,
        (client, event) -> {
          for (String child : event.getChildren()) {
            content(path + "/" + child);
          }
        },
        true);
  }

  private void content(String path) {
    request(
        path,
        (client, event) -> {
          nodes.put(path, event.getData());
          if (event.getStat().getNumChildren() > 0) {
            children(path);
          }
        },
        false);
  }

  private void request(String path, BackgroundCallback onSuccess, boolean children) {
    pending.incrementAndGet();
    BackgroundCallback callback =
        (client, event) -> {
          try {
            if (event.getResultCode() == KeeperException.Code.OK.intValue()) {
              onSuccess.processResult(client, event);
            } else if (event.getResultCode() != KeeperException.Code.NONODE.intValue()) {
              throw KeeperException.create(KeeperException.Code.get(event.getResultCode()), path);
            }
          } catch (Exception e) {
            done.completeExceptionally(e);
          }
          finished();
        };
    try {
      if (children) {
        curator.getChildren().inBackground(callback).forPath(path);
      } else {
        curator.getData().inBackground(callback).forPath(path);
      }
    } catch (Exception e) {
      done.completeExceptionally(e);
    }
  }

  private void finished() {
    if (pending.decrementAndGet() == 0) {
      done.complete(null);
    }
  }
}
