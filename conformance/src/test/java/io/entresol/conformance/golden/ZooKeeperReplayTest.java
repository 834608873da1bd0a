package io.entresol.conformance.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.entresol.conformance.TestingCluster;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.apache.zookeeper.Watcher.Event.KeeperState;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.ACL;
import org.apache.zookeeper.data.Stat;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What stood in ZooKeeper, and what masters answered that do not lead. */
class ZooKeeperReplayTest {
  private static final int SESSION_MS = 10_000;
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final Deviations deviations = new Deviations();

  @TestFactory
  Stream<DynamicTest> mastersMeetAsRecorded() {
    return Stream.of(
        test("01-one-master", () -> nodes("01-one-master", 1)),
        test("02-two-masters", () -> nodes("02-two-masters", 2)),
        test("05-after-leader-change", () -> nodes("05-after-leader-change", 2)),
        test("03-standby-master", () -> standby("--redirect_to_leader")),
        test("04-leader-change", this::leaderChange),
        test("06-leader-znode-deleted", this::deletedNode),
        test("07-no-leader", this::noLeader),
        dynamicTest(
            "the list of deviations is right",
            () -> assertThat(deviations.unused()).as("did not occur").isEmpty()));
  }

  private interface Replay {
    List<String> differences() throws Exception;
  }

  private DynamicTest test(String name, Replay replay) {
    return dynamicTest(
        "zookeeper/" + name,
        () ->
            assertThat(deviations.unexpected("zookeeper/" + name, replay.differences())).isEmpty());
  }

  private static Recording recording(String name) {
    return Recording.of("zookeeper").stream()
        .filter(each -> each.name().endsWith("/" + name))
        .findFirst()
        .orElseThrow();
  }

  private List<String> nodes(String name, int masters) throws Exception {
    try (TestingCluster cluster = TestingCluster.start("nodes")) {
      Map<Integer, Integer> ports =
          masters == 1
              ? Map.of(5050, cluster.port())
              : Map.of(5050, cluster.port(), 5060, cluster.addMaster());
      Endpoints endpoints = new Endpoints(ports, Map.of());
      ArrayNode recorded = Recording.JSON.createArrayNode();
      recording(name).content().path("nodes").forEach(each -> recorded.add(masked(each)));
      ArrayNode ours = Recording.JSON.createArrayNode();
      read(cluster.zooKeeperUrl()).forEach(each -> ours.add(masked(each)));
      ObjectNode theirs = Recording.JSON.createObjectNode();
      theirs.set("nodes", sorted(recorded, endpoints));
      ObjectNode here = Recording.JSON.createObjectNode();
      here.set("nodes", sorted(ours, endpoints));
      return Comparison.differences(theirs, here, endpoints, new Bindings());
    }
  }

  /** By path, and those of masters by their address: who came first is no matter here. */
  private static ArrayNode sorted(ArrayNode nodes, Endpoints endpoints) {
    List<JsonNode> all = new ArrayList<>();
    nodes.forEach(all::add);
    all.sort(
        java.util.Comparator.comparing(
            each ->
                each.path("path").asText()
                    + endpoints.recorded(each.at("/data_json/pid").asText())));
    return Recording.JSON.createArrayNode().addAll(all);
  }

  /** Without the numbers of sequential nodes. */
  private static JsonNode masked(JsonNode node) {
    ObjectNode masked = node.deepCopy();
    masked.put("path", node.path("path").asText().replaceAll("\\d{10}", "NNNNNNNNNN"));
    if (masked.has("data_json")) {
      masked.remove("data_text");
    }
    return masked;
  }

  private static List<ObjectNode> read(String url) throws Exception {
    ZooKeeper client = connect(url);
    try {
      List<ObjectNode> nodes = new ArrayList<>();
      read(client, "/mesos", nodes);
      return nodes;
    } finally {
      client.close();
    }
  }

  private static ZooKeeper connect(String url) throws Exception {
    CountDownLatch connected = new CountDownLatch(1);
    String servers = url.substring("zk://".length(), url.indexOf('/', "zk://".length()));
    ZooKeeper client =
        new ZooKeeper(
            servers,
            SESSION_MS,
            event -> {
              if (event.getState() == KeeperState.SyncConnected) {
                connected.countDown();
              }
            });
    connected.await();
    return client;
  }

  private static void read(ZooKeeper client, String path, List<ObjectNode> nodes) throws Exception {
    Stat stat = new Stat();
    byte[] data = client.getData(path, false, stat);
    ObjectNode node = Recording.JSON.createObjectNode();
    node.put("path", path);
    node.put("ephemeral", stat.getEphemeralOwner() != 0);
    node.put("version", stat.getVersion());
    ArrayNode acl = node.putArray("acl");
    for (ACL each : client.getACL(path, new Stat())) {
      acl.addObject()
          .put("perms", each.getPerms())
          .put("scheme", each.getId().getScheme())
          .put("id", each.getId().getId());
    }
    node.put("data_text", data == null ? "" : new String(data, StandardCharsets.UTF_8));
    if (data != null && data.length > 0 && data[0] == '{') {
      node.set("data_json", Recording.JSON.readTree(data));
    }
    nodes.add(node);
    for (String child : client.getChildren(path, false)) {
      read(client, path + "/" + child, nodes);
    }
  }

  private List<String> standby(String... options) throws Exception {
    try (TestingCluster cluster = TestingCluster.start("standby")) {
      int port = cluster.addMaster(options);
      Endpoints endpoints = new Endpoints(Map.of(5050, cluster.port(), 5060, port), Map.of());
      return new SessionReplay(recording("03-standby-master"), endpoints, new Bindings()).run();
    }
  }

  private List<String> noLeader() throws Exception {
    try (TestingCluster cluster = TestingCluster.withoutMaster()) {
      Endpoints endpoints = new Endpoints(Map.of(5070, cluster.port()), Map.of());
      return new SessionReplay(recording("07-no-leader"), endpoints, new Bindings()).run();
    }
  }

  private List<String> leaderChange() throws Exception {
    try (TestingCluster cluster =
        TestingCluster.withMasterProcess("change", "--redirect_to_leader")) {
      int standby = cluster.addMaster("--redirect_to_leader");
      Endpoints endpoints =
          new Endpoints(
              Map.of(5050, cluster.port(), 5060, standby, 5051, cluster.agentPort()), Map.of());
      return new SessionReplay(
              recording("04-leader-change"),
              endpoints,
              new Bindings(),
              Map.of(
                  "the leader dies",
                  cluster::killMasterProcess,
                  "the standby leads",
                  () -> awaitRedirect(standby, standby),
                  "the agent is back",
                  () -> awaitAgent(standby),
                  "the former leader is back",
                  () -> {
                    cluster.startMasterProcess();
                    awaitRedirect(cluster.port(), standby);
                  }))
          .run();
    }
  }

  private static void awaitRedirect(int asked, int leader) throws Exception {
    TestingCluster.eventually(
        "the way to the leader",
        () -> {
          try {
            return get(asked, "/redirect")
                .headers()
                .firstValue("Location")
                .filter(("//127.0.0.1:" + leader)::equals)
                .isPresent();
          } catch (ConnectException e) {
            // Its process is still starting.
            return false;
          }
        });
  }

  private static void awaitAgent(int port) throws Exception {
    TestingCluster.eventually(
        "the agent is back",
        () ->
            Recording.JSON
                .readTree(get(port, "/slaves").body())
                .at("/slaves/0")
                .path("active")
                .asBoolean());
  }

  private static HttpResponse<String> get(int port, String path) throws Exception {
    return HTTP.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  /** The one that led finds out, and the other one leads. */
  private List<String> deletedNode() throws Exception {
    try (TestingCluster cluster =
        TestingCluster.withMasterProcess("deleted", "--redirect_to_leader")) {
      int standby = cluster.addMaster("--redirect_to_leader");
      deleteLeader(cluster.zooKeeperUrl());
      awaitRedirect(standby, standby);
      awaitRedirect(cluster.port(), standby);
      ObjectNode theirs = Recording.JSON.createObjectNode();
      theirs.set("leader_process_exited", recorded("leader_process_exited"));
      theirs.set("nodes", numberless(recorded("nodes")));
      ObjectNode ours = Recording.JSON.createObjectNode();
      ours.put("leader_process_exited", !cluster.masterProcessLives());
      TestingCluster.eventually(
          "the former leader stands by", () -> read(cluster.zooKeeperUrl()).size() == 3);
      ArrayNode nodes = Recording.JSON.createArrayNode();
      read(cluster.zooKeeperUrl()).forEach(each -> nodes.add(each.path("path")));
      ours.set("nodes", numberless(nodes));
      return Comparison.differences(
          theirs, ours, new Endpoints(Map.of(), Map.of()), new Bindings());
    }
  }

  private static void deleteLeader(String url) throws Exception {
    ZooKeeper client = connect(url);
    try {
      List<String> candidates = client.getChildren("/mesos", false);
      candidates.sort(Comparator.naturalOrder());
      client.delete("/mesos/" + candidates.get(0), -1);
    } finally {
      client.close();
    }
  }

  private static JsonNode recorded(String member) {
    return recording("06-leader-znode-deleted").content().path(member);
  }

  private static ArrayNode numberless(JsonNode paths) {
    ArrayNode all = Recording.JSON.createArrayNode();
    paths.forEach(each -> all.add(each.asText().replaceAll("\\d{10}", "NNNNNNNNNN")));
    return all;
  }
}
