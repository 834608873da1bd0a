package io.entresol.agent.container.mesos;

import java.util.List;
import java.util.Optional;

/** The two processes of a running container, as its supervisor wrote them down. */
record StartRecord(ProcessStat supervisor, ProcessStat task) {

  /** Reads the file's text; empty while the supervisor has not finished writing it. */
  static Optional<StartRecord> parse(String text) {
    if (!text.endsWith("\n")) {
      return Optional.empty();
    }
    List<String> lines = text.lines().toList();
    return lines.size() == 2
        ? Optional.of(
            new StartRecord(ProcessStat.parse(lines.get(0)), ProcessStat.parse(lines.get(1))))
        : Optional.empty();
  }
}
