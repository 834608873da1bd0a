package io.entresol.agent.container.mesos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entresol.agent.container.ContainerId;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RecordsTest {
  private static final String STAT =
      " (sh) S 1 2 3 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 5 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 17 1 0";

  private static int status(String text) {
    return ExitRecord.parse(text).orElseThrow().waitStatus();
  }

  @Test
  void anExitIsReadOnceItsLastLineIsThere() {
    assertThat(ExitRecord.parse("")).isEmpty();
    assertThat(ExitRecord.parse("[1] + 12 Done(3)   \n")).isEmpty();
    assertThat(ExitRecord.parse("[1] + 12 Done(3)   \nexit 3")).isEmpty();
    assertThat(status("[1] + 12 Done(3)   \nexit 3\n")).isEqualTo(3 << 8);
    assertThat(status("[1] + 12 Done  \nexit 0\n")).isZero();
  }

  @Test
  void theJobTableTellsASignalFromAStatus() {
    assertThat(status("[1] + 12 Terminated    \nexit 143\n")).isEqualTo(15);
    assertThat(status("[1] + 12 Done(143)     \nexit 143\n")).isEqualTo(143 << 8);
    assertThat(status("[1]+  31224 Killed      \nexit 137\n")).isEqualTo(9);
    assertThat(status("[1]+  31224 Exit 137    \nexit 137\n")).isEqualTo(137 << 8);
  }

  @Test
  void withoutAJobTableAStatusAbove128IsASignal() {
    assertThat(status("exit 137\n")).isEqualTo(9);
    assertThat(status("exit 128\n")).isEqualTo(128 << 8);
    assertThat(status("exit 255\n")).isEqualTo(255 << 8);
  }

  @Test
  void aStartIsReadOnceBothLinesAreThere() {
    assertThat(StartRecord.parse("")).isEmpty();
    assertThat(StartRecord.parse("7" + STAT + "\n8" + STAT)).isEmpty();

    StartRecord record = StartRecord.parse("7" + STAT + "\n8" + STAT + "\n").orElseThrow();

    assertThat(record.supervisor().pid()).isEqualTo(7);
    assertThat(record.task().pid()).isEqualTo(8);
  }

  @Test
  void aLaunchRecordComesBackAsItWas() {
    LaunchRecord record =
        new LaunchRecord(
            new ContainerId("c-1"),
            "agent-S0",
            "boot",
            Path.of("/sand box/\"quoted\""),
            Map.of("task_id", "t: \n1"));

    assertThat(LaunchRecord.fromJson(record.toJson())).isEqualTo(record);
  }

  @Test
  void aDamagedLaunchRecordIsRefused() {
    for (String text : new String[] {"", "{", "[]", "{}", "{\"labels\":{\"a\":1}}"}) {
      assertThatThrownBy(() -> LaunchRecord.fromJson(text))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
