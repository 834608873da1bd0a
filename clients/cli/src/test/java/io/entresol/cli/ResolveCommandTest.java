package io.entresol.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.retry.RetryOneTime;
import org.apache.curator.test.TestingServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ResolveCommandTest {
  private static TestingServer zooKeeper;
  private static String url;

  @TempDir Path directory;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeAll
  static void start() throws Exception {
    zooKeeper = new TestingServer(true);
    url = "zk://" + zooKeeper.getConnectString();
    try (CuratorFramework client =
        CuratorFrameworkFactory.newClient(zooKeeper.getConnectString(), new RetryOneTime(100))) {
      client.start();
      announce(client, "json.info_0000000010", "10.0.0.2", 5060);
      announce(client, "json.info_0000000009", "10.0.0.1", 5050);
      client.create().creatingParentsIfNeeded().forPath("/mesos/log_replicas/0000000000");
      client.create().creatingParentsIfNeeded().forPath("/empty/log_replicas");
    }
  }

  @AfterAll
  static void stop() throws IOException {
    zooKeeper.close();
  }

  private static void announce(CuratorFramework client, String node, String ip, int port)
      throws Exception {
    String json =
        "{\"address\":{\"hostname\":\"master\",\"ip\":\"%s\",\"port\":%d},\"port\":%d}"
            .formatted(ip, port, port);
    client
        .create()
        .creatingParentsIfNeeded()
        .forPath("/mesos/" + node, json.getBytes(StandardCharsets.UTF_8));
  }

  private int resolve(String... arguments) {
    return new CommandLine(new ResolveCommand())
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }

  @Test
  void masterWithTheLowestNumberLeads() {
    assertThat(resolve(url + "/mesos")).isZero();
    assertThat(out).hasToString("10.0.0.1:5050" + System.lineSeparator());
    assertThat(err).asString().isEmpty();
  }

  @Test
  void fileHoldsTheUrl() throws IOException {
    Path file = Files.writeString(directory.resolve("zk"), url + "/mesos\n");
    assertThat(resolve("file://" + file)).isZero();
    assertThat(out).asString().startsWith("10.0.0.1:5050");
  }

  @Test
  void addressIsItsOwnAnswer() {
    assertThat(resolve("127.0.0.1:5050")).isZero();
    assertThat(out).asString().startsWith("127.0.0.1:5050");
  }

  @Test
  void hostNameIsResolved() {
    assertThat(resolve("localhost:5050")).isZero();
    assertThat(out).asString().contains(":5050").doesNotContain("localhost");
  }

  @Test
  void wrongArgumentsEndWithOne() {
    assertThat(resolve("127.0.0.1")).isEqualTo(1);
    assertThat(resolve("zk://127.0.0.1:2181")).isEqualTo(1);
    assertThat(resolve("no-such-host.invalid:5050")).isEqualTo(1);
    assertThat(resolve("--timeout=soon", "127.0.0.1:5050")).isEqualTo(1);
    assertThat(resolve("file:///no/such/file")).isEqualTo(1);
    assertThat(out).asString().isEmpty();
    assertThat(err.toString().lines()).hasSize(5);
  }

  @Test
  void nobodyFoundEndsWith255() {
    assertThat(resolve("--timeout=200ms", "--verbose", url + "/empty")).isEqualTo(255);
    assertThat(resolve("--timeout=200ms", "--verbose", url + "/nothing")).isEqualTo(255);
    assertThat(out).asString().isEmpty();
    assertThat(err).asString().contains("No master leads at " + url + "/empty");
  }

  @Test
  void silentZooKeeperEndsWith255() throws IOException {
    zooKeeper.stop();
    try {
      assertThat(resolve("--timeout=300ms", "--verbose", url + "/mesos")).isEqualTo(255);
      assertThat(err).asString().contains("does not answer");
    } finally {
      restart();
    }
  }

  private static void restart() {
    try {
      zooKeeper.restart();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
