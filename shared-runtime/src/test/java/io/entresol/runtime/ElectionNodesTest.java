package io.entresol.runtime;

import static io.entresol.runtime.TestingCluster.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.entresol.domain.id.Epoch;
import io.vertx.core.Future;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ElectionNodesTest {
  private static final int CHANGES = 100;

  private TestingCluster cluster;

  @BeforeEach
  void start() throws Exception {
    cluster = new TestingCluster();
  }

  @AfterEach
  void stop() throws Exception {
    cluster.close();
  }

  /** Both happen at once when a leader's election node is taken away; in any order. */
  @Test
  void formerLeadersWithdrawalDoesNotDisturbTheNextOnesPublication() throws Exception {
    Side former = new Side(cluster.join());
    Side next = new Side(cluster.join());
    await(former.publish(await(former.nodes.raiseEpoch())));
    for (int change = 0; change < CHANGES; change++) {
      Epoch epoch = await(next.nodes.raiseEpoch());
      Future<Void> withdrawn = former.nodes.withdraw(former.node.nodeId(), Optional.empty());
      Future<Void> published = next.publish(epoch);
      await(withdrawn);
      await(published);
      assertThat(next.published()).contains(next.info(epoch));
      Side before = former;
      former = next;
      next = before;
    }
  }

  @Test
  void whoResignsIsNotPublishedAnyMore() throws Exception {
    Side leader = new Side(cluster.join());
    await(leader.publish(await(leader.nodes.raiseEpoch())));
    await(leader.nodes.withdraw(leader.node.nodeId(), Optional.empty()));
    assertThat(leader.published()).isEmpty();
  }

  private static final class Side {
    private final ClusterNode node;
    private final ElectionNodes nodes;

    Side(ClusterNode node) {
      this.node = node;
      this.nodes =
          new ElectionNodes(
              node.curator(),
              node.vertx().getOrCreateContext(),
              node.paths(),
              LeaderRole.MASTER,
              ignored -> {});
    }

    LeaderInfo info(Epoch epoch) {
      return new LeaderInfo(
          LeaderRole.MASTER, epoch, node.nodeId(), "m", "localhost", "127.0.0.1", 5050);
    }

    Future<Void> publish(Epoch epoch) {
      return nodes.publish(info(epoch));
    }

    Optional<LeaderInfo> published() throws Exception {
      String path = node.paths().leader(LeaderRole.MASTER);
      return node.curator().checkExists().forPath(path) == null
          ? Optional.empty()
          : Optional.of(
              LeaderInfo.parse(LeaderRole.MASTER, node.curator().getData().forPath(path)));
    }
  }
}
