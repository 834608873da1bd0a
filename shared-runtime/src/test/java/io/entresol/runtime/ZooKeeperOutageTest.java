package io.entresol.runtime;

import static io.entresol.runtime.TestingCluster.await;
import static io.entresol.runtime.TestingCluster.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.entresol.domain.id.Epoch;
import io.entresol.proto.bus.ScrapeRequest;
import io.entresol.proto.bus.ToNode;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.curator.framework.state.ConnectionState;
import org.apache.zookeeper.data.Stat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A ZooKeeper server that is away for longer than the sessions last. When it comes back it still
 * has the old sessions with their nodes, and ends them only later.
 */
class ZooKeeperOutageTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  @TempDir Path directory;

  private final List<ClusterNode> nodes = new CopyOnWriteArrayList<>();
  private final List<Election> elections = new CopyOnWriteArrayList<>();
  private EmbeddedZooKeeper zooKeeper;
  private int port;

  @BeforeEach
  void start() throws Exception {
    zooKeeper = EmbeddedZooKeeper.start(directory, 0);
    port = zooKeeper.port();
  }

  @AfterEach
  void stop() throws Exception {
    for (Election election : elections) {
      await(election.resign());
    }
    for (ClusterNode node : nodes) {
      await(node.leave());
    }
    zooKeeper.close();
  }

  private ClusterNode join() throws Exception {
    ClusterOptions options = ClusterOptions.of("127.0.0.1:" + port, "127.0.0.1");
    options.sessionTimeout("4secs");
    ClusterNode node = await(ClusterNode.join(options));
    nodes.add(node);
    return node;
  }

  /** Takes the server away until everybody has given their session up, then brings it back. */
  private void outage() throws Exception {
    List<ConnectionState> states = new CopyOnWriteArrayList<>();
    for (ClusterNode node : nodes) {
      node.curator()
          .getConnectionStateListenable()
          .addListener((client, state) -> states.add(state));
    }
    zooKeeper.close();
    eventually(
        "all have lost their session",
        () -> states.stream().filter(s -> s == ConnectionState.LOST).count() == nodes.size());
    zooKeeper = EmbeddedZooKeeper.start(directory, port);
  }

  @Test
  void membersFindEachOtherAgain() throws Exception {
    ClusterNode one = join();
    ClusterNode two = join();
    List<Long> owners = List.of(owner(one, one), owner(one, two));
    outage();
    eventually(
        "the members are registered with new sessions",
        () ->
            !List.of(0L, owners.get(0)).contains(owner(one, one))
                && !List.of(0L, owners.get(1)).contains(owner(one, two)));
    eventually("one reaches two", () -> reaches(one, two));
    eventually("two reaches one", () -> reaches(two, one));
  }

  private static boolean reaches(ClusterNode from, ClusterNode to) {
    ToNode scrape = ToNode.newBuilder().setScrape(ScrapeRequest.getDefaultInstance()).build();
    try {
      return await(from.nodeBus().ask(to.nodeId(), scrape, TIMEOUT)).hasScrape();
    } catch (Exception e) {
      return false;
    }
  }

  /** The session to which a member's node belongs; 0 if there is no node. */
  private static long owner(ClusterNode reader, ClusterNode member) throws Exception {
    String path =
        "/" + reader.paths().clusterManagerNamespace() + "/cluster/nodes/" + member.nodeId();
    Stat stat = reader.curator().checkExists().forPath(path);
    return stat == null ? 0 : stat.getEphemeralOwner();
  }

  @Test
  void leaderIsDeposedAndOneLeadsAgainInAHigherEpoch() throws Exception {
    ClusterNode one = join();
    ClusterNode two = join();
    List<String> history = new CopyOnWriteArrayList<>();
    Election first = contend(one, "m1", history);
    eventually("the first leads", first::leading);
    Election second = contend(two, "m2", history);
    outage();
    eventually("one of them leads", () -> first.leading() || second.leading());
    assertThat(history).hasSize(3).startsWith("m1 elected 1", "m1 deposed");
    assertThat(history.get(2)).endsWith(" elected 2");
    LeaderInfo leader = first.leading() ? info(one, "m1") : info(two, "m2");
    for (ClusterNode node : nodes) {
      eventually(
          "everybody sees it",
          () ->
              node.leaders()
                  .leader(LeaderRole.MASTER)
                  .filter(seen -> seen.epoch().equals(new Epoch(2)) && seen.equals(leader))
                  .isPresent());
    }
  }

  private static LeaderInfo info(ClusterNode node, String id) {
    return new LeaderInfo(
        LeaderRole.MASTER, new Epoch(2), node.nodeId(), id, "localhost", "127.0.0.1", 5050);
  }

  private Election contend(ClusterNode node, String id, List<String> history) {
    Election election =
        Election.contend(
            node,
            LeaderRole.MASTER,
            new Announcement(id, "localhost", "127.0.0.1", 5050, id),
            new Candidate() {
              @Override
              public Future<Void> elected(Epoch epoch) {
                history.add(id + " elected " + epoch);
                return Future.succeededFuture();
              }

              @Override
              public Future<Void> deposed(String why) {
                history.add(id + " deposed");
                return Future.succeededFuture();
              }
            });
    elections.add(election);
    return election;
  }
}
