package io.entresol.runtime;

import io.vertx.core.Completable;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.spi.cluster.NodeInfo;
import io.vertx.core.spi.cluster.RegistrationInfo;
import io.vertx.spi.cluster.zookeeper.ZookeeperClusterManager;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.recipes.cache.PathChildrenCacheEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The cluster manager, made to outlive its ZooKeeper session. The original forgets that it had
 * joined when the session is lost, and takes nodes that the lost session left for its own.
 */
final class ClusterMembership extends ZookeeperClusterManager {
  private static final Logger LOG = LoggerFactory.getLogger(ClusterMembership.class);
  private static final String MEMBERS = "/cluster/nodes/";
  private static final String REGISTRATIONS = "/__vertx.subs/";
  private static final long RETRY_MS = 1000;

  private final List<Consumer<String>> nodeLeft = new CopyOnWriteArrayList<>();
  private final List<Runnable> rejoined = new CopyOnWriteArrayList<>();
  private final OwnNodes ownNodes = new OwnNodes();
  private Vertx vertx;
  private volatile boolean sessionLost;

  ClusterMembership(CuratorFramework curator, String nodeId) {
    super(curator, nodeId);
  }

  void onNodeLeft(Consumer<String> handler) {
    nodeLeft.add(handler);
  }

  void onRejoined(Runnable handler) {
    rejoined.add(handler);
  }

  @Override
  public void init(Vertx vertx) {
    this.vertx = vertx;
    super.init(vertx);
  }

  @Override
  public void setNodeInfo(NodeInfo nodeInfo, Completable<Void> promise) {
    Buffer data = Buffer.buffer();
    nodeInfo.writeToBuffer(data);
    ownNodes.add(MEMBERS + getNodeId(), data.getBytes());
    super.setNodeInfo(nodeInfo, promise);
  }

  @Override
  public void addRegistration(
      String address, RegistrationInfo registration, Completable<Void> promise) {
    if (!registration.localOnly()) {
      Buffer data = Buffer.buffer();
      registration.writeToBuffer(data);
      ownNodes.add(path(address, registration), data.getBytes());
    }
    super.addRegistration(address, registration, promise);
  }

  @Override
  public void removeRegistration(
      String address, RegistrationInfo registration, Completable<Void> promise) {
    ownNodes.remove(path(address, registration));
    super.removeRegistration(address, registration, promise);
  }

  private static String path(String address, RegistrationInfo registration) {
    return REGISTRATIONS + address + "/" + registration.nodeId() + "-" + registration.seq();
  }

  @Override
  public void childEvent(CuratorFramework client, PathChildrenCacheEvent event) throws Exception {
    switch (event.getType()) {
      case CONNECTION_LOST -> {
        sessionLost = true;
        LOG.warn("The ZooKeeper session is lost: to the others, this process has left");
      }
      case CONNECTION_RECONNECTED -> {
        if (sessionLost) {
          sessionLost = false;
          rejoin();
        }
      }
      case CHILD_REMOVED -> {
        super.childEvent(client, event);
        String path = event.getData().getPath();
        String left = path.substring(path.lastIndexOf('/') + 1);
        if (isActive() && !left.equals(getNodeId())) {
          nodeLeft.forEach(handler -> handler.accept(left));
        }
      }
      default -> super.childEvent(client, event);
    }
  }

  /** Tries until it is done, unless the next session is lost as well or the process leaves. */
  private void rejoin() {
    if (sessionLost || !isActive()) {
      return;
    }
    vertx
        .<Void>executeBlocking(
            () -> {
              ownNodes.reclaim(getCuratorFramework());
              return null;
            },
            false)
        .onSuccess(
            ignored -> {
              LOG.info("Joined the cluster again with a new ZooKeeper session");
              rejoined.forEach(Runnable::run);
            })
        .onFailure(
            failure -> {
              LOG.warn("Could not join the cluster again yet: {}", failure.toString());
              vertx.setTimer(RETRY_MS, ignored -> rejoin());
            });
  }
}
