package io.entresol.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.entresol.runtime.LeaderRole;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a gateway says while nobody leads, and how it says who does. */
class NoLeaderTest {
  @TempDir Path directory;

  @Test
  void withoutALeaderOnlyWhatNeedsNoneIsServed() throws Exception {
    try (TestingGateway gateway = TestingGateway.start(directory, new GatewayOptions())) {
      for (String path :
          new String[] {"/state", "/redirect", "/roles", "/maintenance/schedule", "/weights"}) {
        RawClient.Answer answer = RawClient.get(gateway.port(), path);
        assertThat(answer.status()).as(path).isEqualTo(503);
        assertThat(answer.text()).isEqualTo("No leader elected");
      }
      RawClient.Answer call =
          RawClient.exchange(gateway.port(), "POST /api/v1/scheduler HTTP/1.1\r\n", "{");
      assertThat(call.status()).isEqualTo(503);
      for (String path : new String[] {"/flags", "/health", "/version", "/metrics/snapshot"}) {
        assertThat(RawClient.get(gateway.port(), path).status()).as(path).isEqualTo(200);
      }
      assertThat(RawClient.get(gateway.port(), "/health/ready").status()).isEqualTo(503);
      RawClient.Answer apps = RawClient.get(gateway.marathonPort(), "/v2/apps");
      assertThat(apps.status()).isEqualTo(502);
      assertThat(apps.text()).isEqualTo("{\"message\":\"Could not determine the current leader\"}");
      assertThat(RawClient.get(gateway.marathonPort(), "/health/live").status()).isEqualTo(200);
    }
  }

  @Test
  void clientsAreSentToTheLeaderIfThatIsWanted() throws Exception {
    try (TestingGateway gateway =
            TestingGateway.start(directory, new GatewayOptions().redirectToLeader(true));
        TestingMember other = TestingMember.join(gateway)) {
      TestingLeader leader = TestingLeader.elect(other.node(), LeaderRole.MASTER);
      TestingGateway.eventually(
          "the leader is known",
          () -> gateway.node().leaders().leader(LeaderRole.MASTER).isPresent());
      RawClient.Answer state = RawClient.get(gateway.port(), "/state?jsonp=cb");
      assertThat(state.status()).isEqualTo(307);
      assertThat(state.headers())
          .containsEntry("location", "//leader.test:5050/master/state?jsonp=cb")
          .containsEntry("content-length", "0");
      RawClient.Answer call =
          RawClient.exchange(gateway.port(), "POST /api/v1/scheduler HTTP/1.1\r\n", "{");
      assertThat(call.headers())
          .containsEntry("location", "//leader.test:5050/master/api/v1/scheduler");
      assertThat(RawClient.get(gateway.port(), "/health").status()).isEqualTo(200);
      assertThat(RawClient.get(gateway.port(), "/metrics/snapshot").text())
          .as("the leader's figures are not counted twice")
          .contains("\"master/elected\":0.0")
          .doesNotContain("master/slaves_active");
      leader.resign();
    }
  }

  @Test
  void theLeadersProcessIsPartOfThePage() throws Exception {
    try (TestingGateway gateway = TestingGateway.start(directory, new GatewayOptions());
        TestingMember other = TestingMember.join(gateway)) {
      TestingLeader leader = TestingLeader.elect(other.node(), LeaderRole.ALLOCATOR);
      TestingGateway.eventually(
          "the leader is known",
          () -> gateway.node().leaders().leader(LeaderRole.ALLOCATOR).isPresent());
      assertThat(RawClient.get(gateway.port(), "/metrics").text())
          .contains("process=\"gateway\"")
          .contains("process=\"allocator\"")
          .contains("entresol_cluster_leading_master 0");
      leader.resign();
    }
  }
}
