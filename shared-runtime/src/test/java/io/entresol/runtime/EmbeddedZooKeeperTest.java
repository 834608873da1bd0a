package io.entresol.runtime;

import static io.entresol.runtime.TestingCluster.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.retry.RetryNTimes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedZooKeeperTest {
  private static final Duration OFTEN = Duration.ofMillis(50);

  @TempDir Path directory;

  private static CuratorFramework client(EmbeddedZooKeeper server) {
    CuratorFramework client =
        CuratorFrameworkFactory.newClient("127.0.0.1:" + server.port(), new RetryNTimes(10, 100));
    client.start();
    return client;
  }

  @Test
  void dataOutlivesTheServer() throws Exception {
    byte[] data = "kept".getBytes(StandardCharsets.UTF_8);
    try (EmbeddedZooKeeper server = EmbeddedZooKeeper.start(directory, 0);
        CuratorFramework client = client(server)) {
      client.create().forPath("/node", data);
    }
    try (EmbeddedZooKeeper server = EmbeddedZooKeeper.start(directory, 0);
        CuratorFramework client = client(server)) {
      assertThat(client.getData().forPath("/node")).isEqualTo(data);
    }
  }

  @Test
  void emptyContainersAreRemoved() throws Exception {
    try (EmbeddedZooKeeper server = EmbeddedZooKeeper.start(directory, "127.0.0.1", 0, OFTEN);
        CuratorFramework client = client(server)) {
      client.create().creatingParentContainersIfNeeded().forPath("/container/child");
      client.delete().forPath("/container/child");
      eventually("it is gone", () -> client.checkExists().forPath("/container") == null);
    }
  }

  @Test
  void takenPortIsRefused() throws Exception {
    try (EmbeddedZooKeeper server = EmbeddedZooKeeper.start(directory, 0)) {
      assertThatThrownBy(() -> EmbeddedZooKeeper.start(directory.resolve("other"), server.port()))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("Address already in use");
    }
  }
}
