package io.entresol.runtime;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.framework.api.ACLProvider;
import org.apache.curator.retry.ExponentialBackoffRetry;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.data.ACL;

/** Makes ZooKeeper clients. */
final class ZooKeeperClients {
  private static final int CONNECT_TIMEOUT_MS = 15_000;

  private ZooKeeperClients() {}

  /** A client that is not started yet. With credentials, what it creates is world-readable only. */
  static CuratorFramework client(ZooKeeperUrl url, Duration sessionTimeout, String namespace) {
    CuratorFrameworkFactory.Builder builder =
        CuratorFrameworkFactory.builder()
            .connectString(url.servers())
            .sessionTimeoutMs(Math.toIntExact(sessionTimeout.toMillis()))
            .connectionTimeoutMs(
                Math.toIntExact(Math.min(CONNECT_TIMEOUT_MS, sessionTimeout.toMillis())))
            .namespace(namespace.isEmpty() ? null : namespace)
            .retryPolicy(new ExponentialBackoffRetry(100, 10, 2_000));
    url.credentials()
        .ifPresent(
            pair ->
                builder
                    .authorization("digest", pair.getBytes(StandardCharsets.UTF_8))
                    .aclProvider(new CreatorOnly()));
    return builder.build();
  }

  private static final class CreatorOnly implements ACLProvider {
    private static final List<ACL> ACLS =
        List.of(
            new ACL(ZooDefs.Perms.READ, ZooDefs.Ids.ANYONE_ID_UNSAFE),
            new ACL(ZooDefs.Perms.ALL, ZooDefs.Ids.AUTH_IDS));

    @Override
    public List<ACL> getDefaultAcl() {
      return ACLS;
    }

    @Override
    public List<ACL> getAclForPath(String path) {
      return ACLS;
    }
  }

  /** Starts clients and waits, off the event loops, until they are connected. */
  static Future<Void> connect(CuratorFramework... clients) {
    Promise<Void> promise = Promise.promise();
    Thread thread =
        new Thread(
            () -> {
              try {
                for (CuratorFramework client : clients) {
                  client.start();
                  if (!client.blockUntilConnected(CONNECT_TIMEOUT_MS, TimeUnit.MILLISECONDS)) {
                    throw new IllegalStateException(
                        "ZooKeeper at "
                            + client.getZookeeperClient().getCurrentConnectionString()
                            + " does not answer");
                  }
                }
                promise.complete();
              } catch (InterruptedException | RuntimeException e) {
                for (CuratorFramework client : clients) {
                  client.close();
                }
                promise.fail(e);
              }
            },
            "zookeeper-connect");
    thread.setDaemon(true);
    thread.start();
    return promise.future();
  }
}
