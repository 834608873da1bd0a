package io.entresol.master;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class RehearsalTest {
  /** If the first step fails, all that rests on it is not played. */
  @Test
  void eachRoundEndsWithAnOffer() {
    assertThat(Rehearsal.play(Instant.ofEpochSecond(1_000_000))).isEqualTo(30);
  }
}
