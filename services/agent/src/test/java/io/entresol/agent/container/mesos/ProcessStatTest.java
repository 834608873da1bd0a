package io.entresol.agent.container.mesos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ProcessStatTest {
  private static final String LINE =
      "31644 (odd) (name ) S 31636 27969 5826 0 -1 4194368 43 161 0 0 7 8 20 30 20 0 3 0 324186"
          + " 2654208 277 18446744073709551615 1 1 1 0 0 0 0 0 0 0 0 0 17 1 0 0 0 0 0 0 0 0 0 0 0"
          + " 0";

  @Test
  void aNameMayHoldBlanksAndBrackets() {
    ProcessStat process = ProcessStat.parse(LINE);

    assertThat(process)
        .isEqualTo(
            new ProcessStat(31644, 'S', 31636, 5826, new ProcessStat.CpuTicks(27, 38), 3, 324186));
    assertThat(process.alive()).isTrue();
  }

  @Test
  void aZombieIsNotAlive() {
    assertThat(ProcessStat.parse(LINE.replace(") S ", ") Z ")).alive()).isFalse();
  }

  @Test
  void anotherProcessOfThatPidIsNotTheSame() {
    ProcessStat process = ProcessStat.parse(LINE);

    assertThat(process.isSameProcess(ProcessStat.parse(LINE.replace("324186", "324187"))))
        .isFalse();
    assertThat(process.isSameProcess(ProcessStat.parse(LINE.replace(") S ", ") R ")))).isTrue();
  }

  @Test
  void malformedLinesAreRefused() {
    for (String line : new String[] {"", "12", "12 (sh", "12 (sh) S 1 2"}) {
      assertThatThrownBy(() -> ProcessStat.parse(line))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void thisProcessCanBeRead() {
    long pid = ProcessHandle.current().pid();

    assertThat(ProcessStat.read(pid)).hasValueSatisfying(ProcessStat::stillAlive);
    assertThat(ProcessStat.residentBytes(pid)).isPositive();
  }
}
