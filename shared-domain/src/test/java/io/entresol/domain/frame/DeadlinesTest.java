package io.entresol.domain.frame;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class DeadlinesTest {
  private static final Instant T0 = Instant.EPOCH;

  private final Deadlines<String> deadlines = new Deadlines<>();

  @Test
  void nothingSetMeansNothingNext() {
    assertThat(deadlines.next()).isEmpty();
    assertThat(deadlines.takeDue(T0)).isEmpty();
  }

  @Test
  void whatIsDueComesInOrderAndOnlyOnce() {
    deadlines.set("late", T0.plusSeconds(2));
    deadlines.set("early", T0.plusSeconds(1));
    deadlines.set("later", T0.plusSeconds(3));
    assertThat(deadlines.next()).contains(T0.plusSeconds(1));
    assertThat(deadlines.takeDue(T0.plusSeconds(2))).containsExactly("early", "late");
    assertThat(deadlines.takeDue(T0.plusSeconds(2))).isEmpty();
    assertThat(deadlines.next()).contains(T0.plusSeconds(3));
  }

  @Test
  void tiesFallDueInTheOrderInWhichTheyWereSet() {
    deadlines.set("b", T0);
    deadlines.set("a", T0);
    assertThat(deadlines.takeDue(T0)).containsExactly("b", "a");
  }

  @Test
  void settingAKeyAgainMovesIt() {
    deadlines.set("a", T0.plusSeconds(1));
    deadlines.set("a", T0.plusSeconds(5));
    assertThat(deadlines.takeDue(T0.plusSeconds(1))).isEmpty();
    assertThat(deadlines.at("a")).contains(T0.plusSeconds(5));
    assertThat(deadlines.takeDue(T0.plusSeconds(5))).containsExactly("a");
    assertThat(deadlines.isSet("a")).isFalse();
  }

  @Test
  void cancelledKeyIsNeverDue() {
    deadlines.set("a", T0);
    deadlines.cancel("a");
    assertThat(deadlines.next()).isEmpty();
    assertThat(deadlines.takeDue(T0.plusSeconds(9))).isEmpty();
  }

  @Test
  void movingAKeyManyTimesKeepsTheQueueSmall() {
    for (int i = 0; i < 100_000; i++) {
      deadlines.set("a", T0.plusMillis(i));
    }
    assertThat(deadlines.takeDue(T0.plusSeconds(1000))).containsExactly("a");
    assertThat(deadlines.next()).isEmpty();
  }
}
