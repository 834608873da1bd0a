package io.entresol.agent.container.mesos;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The processes that belong to one task, where no control group holds them together. */
final class ProcessTree {
  private ProcessTree() {}

  /** All processes of the machine, as far as they can be read. */
  static List<ProcessStat> all() throws IOException {
    List<ProcessStat> processes = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
      for (Path entry : entries) {
        ProcessStat.read(Long.parseLong(entry.getFileName().toString())).ifPresent(processes::add);
      }
    }
    return processes;
  }

  /**
   * Those in the session that the process leads or led, and all their descendants, whatever session
   * these moved to.
   */
  static List<ProcessStat> of(long leader, List<ProcessStat> processes) {
    Set<Long> members = new HashSet<>();
    members.add(leader);
    boolean grown = true;
    while (grown) {
      grown = false;
      for (ProcessStat process : processes) {
        if (process.session() == leader || members.contains(process.parent())) {
          grown |= members.add(process.pid());
        }
      }
    }
    return processes.stream()
        .filter(process -> members.contains(process.pid()) && process.alive())
        .toList();
  }

  /**
   * Signals each: SIGKILL if by force, else SIGTERM. Those that ended meanwhile are passed over.
   */
  static void signal(List<ProcessStat> processes, boolean force) {
    for (ProcessStat process : processes) {
      signal(process.pid(), force);
    }
  }

  static void signal(long pid, boolean force) {
    ProcessHandle.of(pid)
        .ifPresent(
            handle -> {
              if (force) {
                handle.destroyForcibly();
              } else {
                handle.destroy();
              }
            });
  }
}
