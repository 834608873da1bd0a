package io.entresol.driver;

import static org.assertj.core.api.Assertions.assertThat;

import io.entresol.mesos.v1.Address;
import io.entresol.mesos.v1.MasterInfo;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.curator.test.TestingServer;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.ACL;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ZooKeeperDetectorTest {
  private final BlockingQueue<String> news = new LinkedBlockingQueue<>();
  private TestingServer server;
  private ZooKeeper client;
  private MasterDetector detector;

  @BeforeEach
  void open() throws Exception {
    server = new TestingServer(true);
    CountDownLatch connected = new CountDownLatch(1);
    client =
        new ZooKeeper(
            server.getConnectString(),
            10_000,
            event -> {
              if (event.getState() == Watcher.Event.KeeperState.SyncConnected) {
                connected.countDown();
              }
            });
    connected.await();
    client.addAuthInfo("digest", "user:secret".getBytes(StandardCharsets.UTF_8));
  }

  @AfterEach
  void close() throws Exception {
    if (detector != null) {
      detector.close();
    }
    client.close();
    server.close();
  }

  private void detect(String credentials) {
    detector = MasterDetectors.of("zk://" + credentials + server.getConnectString() + "/mesos");
    detector.start(
        new MasterDetector.Listener() {
          @Override
          public void leaderChanged(Optional<HostPort> leader) {
            news.add(leader.map(HostPort::toString).orElse("none"));
          }

          @Override
          public void failed(String message) {
            news.add("failed " + message);
          }
        });
  }

  private String next() throws InterruptedException {
    String line = news.poll(30, TimeUnit.SECONDS);
    if (line == null) {
      throw new AssertionError("nothing was heard of a leader");
    }
    return line;
  }

  private void create(String path, byte[] data, java.util.List<ACL> acl) throws Exception {
    client.create(path, data, acl, CreateMode.PERSISTENT);
  }

  private void create(String name, String data) throws Exception {
    create("/mesos/" + name, data.getBytes(StandardCharsets.UTF_8), ZooDefs.Ids.OPEN_ACL_UNSAFE);
  }

  private static String info(String ip) {
    return "{\"address\":{\"hostname\":\"h\",\"ip\":\""
        + ip
        + "\",\"port\":5050},\"ip\":16777226,\"port\":5050,\"pid\":\"master@x:1\"}";
  }

  @Test
  void theLowestNumberLeadsAndTheNextFollows() throws Exception {
    create("/mesos", new byte[0], ZooDefs.Ids.OPEN_ACL_UNSAFE);
    create("log_replicas", "");
    create("json.info_0000000002", info("10.0.0.2"));
    create("json.info_0000000001", info("10.0.0.1"));
    detect("");
    assertThat(next()).isEqualTo("10.0.0.1:5050");
    create("json.info_0000000003", info("10.0.0.3"));
    client.delete("/mesos/json.info_0000000001", -1);
    assertThat(next()).isEqualTo("10.0.0.2:5050");
    client.delete("/mesos/json.info_0000000002", -1);
    assertThat(next()).isEqualTo("10.0.0.3:5050");
    client.delete("/mesos/json.info_0000000003", -1);
    assertThat(next()).isEqualTo("none");
  }

  @Test
  void waitsForTheFirstMaster() throws Exception {
    detect("");
    assertThat(next()).isEqualTo("none");
    create("/mesos", new byte[0], ZooDefs.Ids.OPEN_ACL_UNSAFE);
    create("json.info_0000000000", info("10.0.0.1"));
    assertThat(next()).isEqualTo("10.0.0.1:5050");
  }

  @Test
  void readsWhatOnlyTheCredentialsShow() throws Exception {
    create("/mesos", new byte[0], ZooDefs.Ids.CREATOR_ALL_ACL);
    create(
        "/mesos/json.info_0000000000",
        info("10.0.0.1").getBytes(StandardCharsets.UTF_8),
        ZooDefs.Ids.CREATOR_ALL_ACL);
    detect("user:secret@");
    assertThat(next()).isEqualTo("10.0.0.1:5050");
  }

  @Test
  void readsTheNodesOfOldMasters() throws Exception {
    assertThat(LeaderNode.address("json.info_1", bytes("{\"ip\":16777226,\"port\":5055}")))
        .hasToString("10.0.0.1:5055");
    MasterInfo info = MasterInfo.newBuilder().setId("m").setIp(16777226).setPort(5051).build();
    assertThat(LeaderNode.address("info_1", info.toByteArray())).hasToString("10.0.0.1:5051");
    assertThat(
            LeaderNode.address(
                "info_1",
                info.toBuilder()
                    .setAddress(Address.newBuilder().setIp("::1").setPort(5052))
                    .build()
                    .toByteArray()))
        .hasToString("[::1]:5052");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
