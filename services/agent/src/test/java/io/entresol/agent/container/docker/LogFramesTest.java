package io.entresol.agent.container.docker;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LogFramesTest {
  private static final String TIME = "2026-01-01T00:00:00.000000001Z";

  private static Buffer frame(int stream, String line) {
    Buffer text = Buffer.buffer(TIME + " " + line);
    return Buffer.buffer()
        .appendByte((byte) stream)
        .appendBytes(new byte[3])
        .appendInt(text.length())
        .appendBuffer(text);
  }

  private static List<String> read(boolean terminal, Buffer bytes, int chunk) {
    List<String> lines = new ArrayList<>();
    LogFrames frames =
        new LogFrames(
            terminal,
            line -> {
              assertThat(line.time()).isEqualTo(TIME);
              lines.add((line.error() ? "err:" : "out:") + line.text());
            });
    for (int start = 0; start < bytes.length(); start += chunk) {
      frames.handle(bytes.getBuffer(start, Math.min(bytes.length(), start + chunk)));
    }
    return lines;
  }

  @Test
  void framesAreCutHoweverTheyArrive() {
    Buffer bytes =
        frame(1, "one\n").appendBuffer(frame(2, "two words\n")).appendBuffer(frame(1, "no end"));

    for (int chunk = 1; chunk <= bytes.length(); chunk++) {
      assertThat(read(false, bytes, chunk))
          .containsExactly("out:one\n", "err:two words\n", "out:no end");
    }
  }

  @Test
  void anEmptyLineIsALine() {
    assertThat(read(false, frame(1, "\n"), 5)).containsExactly("out:\n");
  }

  @Test
  void aTerminalHasLinesAlone() {
    Buffer bytes = Buffer.buffer(TIME + " one\r\n" + TIME + " two\r\n");

    for (int chunk = 1; chunk <= bytes.length(); chunk++) {
      assertThat(read(true, bytes, chunk)).containsExactly("out:one\r\n", "out:two\r\n");
    }
  }
}
