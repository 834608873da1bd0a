package io.entresol.gateway.core.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.entresol.gateway.core.stream.EventSequence.Outcome;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventSequenceTest {
  private final EventSequence sequence = new EventSequence();

  @Test
  void eventsInOrderAreNext() {
    assertThat(sequence.take(7, 1, List.of("a", "b")))
        .isEqualTo(new Outcome.Next<>(List.of("a", "b")));
    assertThat(sequence.take(7, 3, List.of("c"))).isEqualTo(new Outcome.Next<>(List.of("c")));
  }

  @Test
  void whatCameBeforeIsLeftOut() {
    sequence.take(7, 1, List.of("a", "b"));
    assertThat(sequence.take(7, 2, List.of("b", "c"))).isEqualTo(new Outcome.Next<>(List.of("c")));
    assertThat(sequence.take(7, 1, List.of("a"))).isEqualTo(new Outcome.Next<>(List.of()));
    assertThat(sequence.take(7, 4, List.of("d"))).isEqualTo(new Outcome.Next<>(List.of("d")));
  }

  @Test
  void aLostEventIsAGap() {
    assertThat(sequence.take(7, 2, List.of("b"))).isEqualTo(new Outcome.Gap<>(1, 2));
  }

  @Test
  void eventsOfAnotherTermAreForeign() {
    sequence.take(7, 1, List.of("a"));
    assertThat(sequence.take(6, 2, List.of("x"))).isEqualTo(new Outcome.Foreign<>());
    assertThat(sequence.isOf(7)).isTrue();
    assertThat(sequence.isOf(8)).isFalse();
  }
}
