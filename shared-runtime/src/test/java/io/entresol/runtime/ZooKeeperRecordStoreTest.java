package io.entresol.runtime;

import static io.entresol.runtime.TestingCluster.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entresol.domain.frame.StoreChange;
import io.entresol.domain.id.Epoch;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.retry.RetryNTimes;
import org.apache.curator.test.TestingServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ZooKeeperRecordStoreTest extends RecordStoreContract {
  private static final String EPOCH = "/entresol/epoch/marathon";

  private final Vertx vertx = Vertx.vertx();
  private TestingServer zooKeeper;
  private CuratorFramework curator;

  @BeforeEach
  void start() throws Exception {
    zooKeeper = new TestingServer(true);
    curator =
        CuratorFrameworkFactory.newClient(zooKeeper.getConnectString(), new RetryNTimes(3, 100));
    curator.start();
    curator.create().creatingParentsIfNeeded().forPath(EPOCH, "3".getBytes(StandardCharsets.UTF_8));
  }

  @AfterEach
  void stop() throws Exception {
    curator.close();
    zooKeeper.close();
    await(vertx.close());
  }

  @Override
  RecordStore open() {
    return open(3);
  }

  private RecordStore open(long epoch) {
    return new ZooKeeperRecordStore(
        vertx, curator, LeaderRole.MARATHON, new Epoch(epoch), EPOCH, "/marathon/state");
  }

  @Test
  void deposedLeaderWritesNothing() throws Exception {
    RecordStore store = open();
    await(store.load());
    curator.setData().forPath(EPOCH, "4".getBytes(StandardCharsets.UTF_8));
    assertThatThrownBy(
            () -> await(store.commit(List.of(new StoreChange.Put("a/1", new byte[] {1})))))
        .hasRootCauseInstanceOf(DeposedException.class);
    assertThat(await(open(4).load())).isEmpty();
  }
}
