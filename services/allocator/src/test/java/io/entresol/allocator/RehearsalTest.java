package io.entresol.allocator;

import static org.assertj.core.api.Assertions.assertThat;

import io.entresol.allocator.core.AllocatorSettings;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RehearsalTest {
  /** If the first step fails, all that rests on it is not played. */
  @Test
  void eachRoundEndsWithAProposal() {
    assertThat(Rehearsal.play(AllocatorSettings.defaults(), Instant.ofEpochSecond(1_000_000)))
        .isEqualTo(30);
  }
}
