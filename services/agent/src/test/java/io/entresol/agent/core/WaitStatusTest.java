package io.entresol.agent.core;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WaitStatusTest {
  @Test
  void describesExitsAndSignals() {
    assertThat(WaitStatus.describe(WaitStatus.exited(0))).isEqualTo("exited with status 0");
    assertThat(WaitStatus.describe(WaitStatus.exited(137))).isEqualTo("exited with status 137");
    assertThat(WaitStatus.describe(WaitStatus.KILLED)).isEqualTo("terminated with signal Killed");
    assertThat(WaitStatus.describe(15)).isEqualTo("terminated with signal Terminated");
    assertThat(WaitStatus.describe(1)).isEqualTo("terminated with signal Hangup");
    assertThat(WaitStatus.describe(31)).isEqualTo("terminated with signal Bad system call");
    assertThat(WaitStatus.describe(35)).isEqualTo("terminated with signal Unknown signal 35");
    assertThat(WaitStatus.describe(11 | 0x80))
        .isEqualTo("terminated with signal Segmentation fault (core dumped)");
  }

  @Test
  void onlyStatusZeroIsSuccess() {
    assertThat(WaitStatus.isSuccess(0)).isTrue();
    assertThat(WaitStatus.isSuccess(WaitStatus.exited(1))).isFalse();
    assertThat(WaitStatus.isSuccess(WaitStatus.KILLED)).isFalse();
  }
}
