package io.entresol.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entresol.domain.frame.StoreChange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordLogTest {
  private static final long NEVER = Long.MAX_VALUE;

  @TempDir Path directory;

  private Path file() {
    return directory.resolve("deep").resolve("records");
  }

  private static StoreChange put(String key, String value) {
    return new StoreChange.Put(key, value.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void findsWhatWasWritten() throws IOException {
    try (RecordLog log = RecordLog.open(file(), NEVER)) {
      log.append(List.of(put("a", "1"), put("b", "2")));
      log.append(List.of(put("a", "3"), new StoreChange.Remove("b"), put("ü/c", "")));
    }
    try (RecordLog log = RecordLog.open(file(), NEVER)) {
      assertThat(log.records()).containsOnlyKeys("a", "ü/c");
      assertThat(log.records().get("a")).isEqualTo("3".getBytes(StandardCharsets.UTF_8));
      log.append(List.of(put("d", "4")));
    }
    try (RecordLog log = RecordLog.open(file(), NEVER)) {
      assertThat(log.records()).containsOnlyKeys("a", "ü/c", "d");
    }
  }

  @Test
  void anInterruptedBatchNeverWas() throws IOException {
    try (RecordLog log = RecordLog.open(file(), NEVER)) {
      log.append(List.of(put("a", "1")));
      log.append(List.of(put("b", "2"), put("c", "3")));
    }
    byte[] whole = Files.readAllBytes(file());
    for (int cut = 1; cut < 20; cut++) {
      Files.write(file(), Arrays.copyOf(whole, whole.length - cut));
      try (RecordLog log = RecordLog.open(file(), NEVER)) {
        assertThat(log.records()).containsOnlyKeys("a");
        log.append(List.of(put("d", "4")));
      }
      try (RecordLog log = RecordLog.open(file(), NEVER)) {
        assertThat(log.records()).containsOnlyKeys("a", "d");
      }
    }
  }

  @Test
  void damageInTheMiddleIsNotPassedOver() throws IOException {
    try (RecordLog log = RecordLog.open(file(), NEVER)) {
      log.append(List.of(put("a", "1")));
      log.append(List.of(put("b", "2")));
    }
    byte[] bytes = Files.readAllBytes(file());
    bytes[40] ^= 1;
    Files.write(file(), bytes);
    assertThatThrownBy(() -> RecordLog.open(file(), NEVER))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("damaged");
  }

  @Test
  void aFileOfAnotherKindIsRefused() throws IOException {
    Files.createDirectories(file().getParent());
    Files.writeString(file(), "something else");
    assertThatThrownBy(() -> RecordLog.open(file(), NEVER)).hasMessageContaining("damaged");
  }

  @Test
  void thePastIsDroppedNowAndThen() throws IOException {
    try (RecordLog log = RecordLog.open(file(), 1000)) {
      for (int i = 0; i < 1000; i++) {
        log.append(List.of(put("a", "value " + i), put("b", "x")));
      }
      log.append(List.of(put("c", "last")));
    }
    assertThat(Files.size(file())).isLessThan(2000);
    try (RecordLog log = RecordLog.open(file(), 1000)) {
      assertThat(log.records()).containsOnlyKeys("a", "b", "c");
      assertThat(log.records().get("a")).isEqualTo("value 999".getBytes(StandardCharsets.UTF_8));
    }
  }
}
