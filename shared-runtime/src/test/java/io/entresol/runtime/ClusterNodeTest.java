package io.entresol.runtime;

import static io.entresol.runtime.TestingCluster.await;
import static io.entresol.runtime.TestingCluster.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entresol.domain.id.Epoch;
import io.entresol.proto.bus.AgentCommand;
import io.entresol.proto.bus.CallReply;
import io.entresol.proto.bus.MasterReply;
import io.entresol.proto.bus.MetricsQuery;
import io.entresol.proto.bus.Ping;
import io.entresol.proto.bus.ScrapeRequest;
import io.entresol.proto.bus.ToMaster;
import io.entresol.proto.bus.ToNode;
import io.vertx.core.Future;
import io.vertx.core.eventbus.MessageConsumer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.curator.test.KillSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ClusterNodeTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final List<Election> elections = new ArrayList<>();
  private TestingCluster cluster;

  @BeforeEach
  void start() throws Exception {
    cluster = new TestingCluster();
  }

  @AfterEach
  void stop() throws Exception {
    for (Election election : elections) {
      await(election.resign());
    }
    cluster.close();
  }

  @Test
  void callsReachTheLeaderInAnotherProcess() throws Exception {
    ClusterNode one = cluster.join();
    ClusterNode two = cluster.join();
    TestingMaster master = new TestingMaster(one);
    contend(one, LeaderRole.MASTER, announcement("m1"), master);
    eventually("a leader is known", () -> two.leaders().leader(LeaderRole.MASTER).isPresent());
    MasterReply reply = await(two.masterBus().ask(query(), TIMEOUT));
    assertThat(reply.getCall().getStatus()).isEqualTo(202);
    assertThat(master.epochsSeen).containsExactly(1L);
  }

  @Test
  void askingWithoutALeaderFailsAtOnce() throws Exception {
    ClusterNode node = cluster.join();
    assertThatThrownBy(() -> await(node.masterBus().ask(query(), TIMEOUT)))
        .hasRootCauseInstanceOf(NoLeaderException.class);
  }

  @Test
  void standbyLeadsWithAHigherEpochAfterTheLeaderHasLeft() throws Exception {
    ClusterNode one = cluster.join();
    ClusterNode two = cluster.join();
    TestingMaster first = new TestingMaster(one);
    TestingMaster second = new TestingMaster(two);
    Election leading = contend(one, LeaderRole.MASTER, announcement("m1"), first);
    eventually("the first leads", leading::leading);
    Election standby = contend(two, LeaderRole.MASTER, announcement("m2"), second);
    await(leading.resign());
    eventually("the second leads", standby::leading);
    assertThat(first.history).containsExactly("elected 1", "deposed");
    assertThat(second.history).containsExactly("elected 2");
    eventually(
        "the second is known",
        () -> one.leaders().leader(LeaderRole.MASTER).map(LeaderInfo::id).orElse("").equals("m2"));
    assertThat(await(one.masterBus().ask(query(), TIMEOUT)).getCall().getStatus()).isEqualTo(202);
  }

  @Test
  void lostSessionDeposesTheLeaderWhichThenContendsAgain() throws Exception {
    ClusterNode one = cluster.join();
    TestingMaster master = new TestingMaster(one);
    Election election = contend(one, LeaderRole.MASTER, announcement("m1"), master);
    eventually("it leads", election::leading);
    KillSession.kill(one.curator().getZookeeperClient().getZooKeeper());
    eventually("it leads again", () -> master.history.size() == 3 && election.leading());
    assertThat(master.history).containsExactly("elected 1", "deposed", "elected 2");
  }

  @Test
  void deletedElectionNodeDeposesTheLeader() throws Exception {
    ClusterNode one = cluster.join();
    TestingMaster master = new TestingMaster(one);
    Election election = contend(one, LeaderRole.MASTER, announcement("m1"), master);
    eventually("it leads", election::leading);
    String node = one.curator().getChildren().forPath("/mesos").get(0);
    assertThat(node).matches("json\\.info_[0-9]{10}");
    one.curator().delete().forPath("/mesos/" + node);
    eventually("it leads again", () -> master.history.size() == 3 && election.leading());
    assertThat(master.history).containsExactly("elected 1", "deposed", "elected 2");
  }

  @Test
  void processIsReachedByItsNodeIdAndScraped() throws Exception {
    ClusterNode one = cluster.join();
    ClusterNode two = cluster.join();
    List<Long> seen = new CopyOnWriteArrayList<>();
    two.inbox().agent("a1", command -> seen.add(command.getSeq()));
    AgentCommand command =
        AgentCommand.newBuilder()
            .setEndpointId("a1")
            .setMasterEpoch(1)
            .setSeq(7)
            .setPing(Ping.newBuilder().setConnected(true))
            .build();
    eventually(
        "the command arrives",
        () -> {
          one.nodeBus().tell(two.nodeId(), ToNode.newBuilder().setAgentCommand(command).build());
          return seen.contains(7L);
        });
    String text =
        await(
                one.nodeBus()
                    .ask(
                        two.nodeId(),
                        ToNode.newBuilder().setScrape(ScrapeRequest.getDefaultInstance()).build(),
                        TIMEOUT))
            .getScrape()
            .getText();
    assertThat(text).contains("jvm_memory_used_bytes");
  }

  @Test
  void leavingIsSeenByTheOthers() throws Exception {
    ClusterNode one = cluster.join();
    ClusterNode two = cluster.join();
    List<String> left = new CopyOnWriteArrayList<>();
    one.onNodeLeft(left::add);
    String id = two.nodeId();
    cluster.leave(two);
    eventually("the other has left", () -> left.contains(id));
  }

  private Election contend(
      ClusterNode node, LeaderRole role, Announcement announcement, Candidate candidate) {
    Election election = Election.contend(node, role, announcement, candidate);
    elections.add(election);
    return election;
  }

  private static ToMaster.Builder query() {
    return ToMaster.newBuilder().setMetricsQuery(MetricsQuery.getDefaultInstance());
  }

  private static Announcement announcement(String id) {
    return new Announcement(id, "localhost", "127.0.0.1", 5050, id);
  }

  /** Answers every call with 202 and keeps its history. */
  private static final class TestingMaster implements Candidate {
    private final ClusterNode node;
    private final List<String> history = new CopyOnWriteArrayList<>();
    private final List<Long> epochsSeen = new CopyOnWriteArrayList<>();
    private MessageConsumer<ToMaster> consumer;

    TestingMaster(ClusterNode node) {
      this.node = node;
    }

    @Override
    public Future<Void> elected(Epoch epoch) {
      history.add("elected " + epoch);
      consumer =
          node.vertx()
              .eventBus()
              .consumer(
                  LeaderRole.MASTER.busAddress(epoch),
                  message -> {
                    epochsSeen.add(message.body().getEpoch());
                    message.reply(
                        MasterReply.newBuilder()
                            .setCall(CallReply.newBuilder().setStatus(202))
                            .build());
                  });
      return consumer.completion();
    }

    @Override
    public Future<Void> deposed(String why) {
      history.add("deposed");
      return consumer.unregister();
    }
  }
}
