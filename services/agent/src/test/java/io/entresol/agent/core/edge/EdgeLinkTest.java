package io.entresol.agent.core.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class EdgeLinkTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final List<EdgeAddress> TWO = EdgeAddress.list("one:5055,two:5055");
  private static final EdgeAddress ONE = TWO.get(0);
  private static final EdgeAddress OTHER = TWO.get(1);

  private double jitter;
  private final EdgeLink link = new EdgeLink(TWO, () -> jitter);

  private static EdgeEffect connect(long attempt, EdgeAddress address) {
    return new EdgeEffect.Connect(attempt, address);
  }

  @Test
  void theFirstAddressIsRandom() {
    assertThat(new EdgeLink(TWO, () -> 0.49).start(START)).containsExactly(connect(1, ONE));
    assertThat(new EdgeLink(TWO, () -> 0.5).start(START)).containsExactly(connect(1, OTHER));
    assertThat(new EdgeLink(TWO, () -> 1).start(START)).containsExactly(connect(1, ONE));
  }

  @Test
  void theNextAddressIsTriedAfterARandomPauseThatGrows() {
    jitter = 0.4;
    link.start(START);
    jitter = 0.5;
    assertThat(link.lost(1, START)).isEmpty();
    assertThat(link.nextDeadline()).contains(START.plusMillis(500));
    Instant second = START.plusMillis(500);
    assertThat(link.tick(second)).containsExactly(connect(2, OTHER));
    link.lost(2, second);
    assertThat(link.nextDeadline()).contains(second.plusMillis(1000));
    assertThat(link.tick(second.plusMillis(1000))).containsExactly(connect(3, ONE));
    for (int i = 3; i < 12; i++) {
      link.lost(i, START);
      link.tick(START.plusSeconds(60));
    }
    link.lost(12, START);
    assertThat(link.nextDeadline()).as("30 s at most").contains(START.plusSeconds(15));
  }

  @Test
  void aConnectionCountsOnceTheGatewayHasSpoken() {
    link.start(START);
    assertThat(link.isConnected()).isFalse();
    assertThat(link.heard(1, START)).isTrue();
    assertThat(link.isConnected()).isTrue();
    assertThat(link.lost(1, START)).containsExactly(new EdgeEffect.CutOff());
    assertThat(link.isConnected()).isFalse();
    assertThat(link.heard(1, START)).as("of the lost one").isFalse();
    assertThat(link.lost(1, START)).as("said twice").isEmpty();
  }

  @Test
  void aSilentConnectionIsDropped() {
    link.start(START);
    link.heard(1, START);
    assertThat(link.nextDeadline()).contains(START.plusSeconds(10));
    assertThat(link.tick(START.plusSeconds(10))).containsExactly(new EdgeEffect.SayAlive());
    assertThat(link.tick(START.plusSeconds(20))).containsExactly(new EdgeEffect.SayAlive());
    assertThat(link.tick(START.plusSeconds(30)))
        .containsExactly(new EdgeEffect.Drop(1), new EdgeEffect.CutOff());
  }

  @Test
  void aConnectionThatDoesNotComeAboutIsDropped() {
    link.start(START);
    assertThat(link.tick(START.plusSeconds(10))).containsExactly(new EdgeEffect.Drop(1));
    assertThat(link.nextDeadline()).contains(START.plusSeconds(10).plusMillis(50));
  }

  @Test
  void nothingHappensAfterTheEnd() {
    link.start(START);
    link.heard(1, START);
    assertThat(link.stop()).containsExactly(new EdgeEffect.Drop(1));
    assertThat(link.lost(1, START)).isEmpty();
    assertThat(link.nextDeadline()).isEmpty();
  }

  @Test
  void addressesAreRead() {
    assertThat(EdgeAddress.list("a:1, [::1]:65535"))
        .containsExactly(new EdgeAddress("a", 1), new EdgeAddress("[::1]", 65_535));
    for (String wrong : List.of("", "a", "a:", ":1", "a:0", "a:65536", "a:1,")) {
      assertThatThrownBy(() -> EdgeAddress.list(wrong))
          .as(wrong)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("--edge: ");
    }
  }
}
