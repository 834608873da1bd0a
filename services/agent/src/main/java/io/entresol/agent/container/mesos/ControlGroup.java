package io.entresol.agent.container.mesos;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The control group of one container: a directory in the unified hierarchy (version 2), or one in
 * each hierarchy (version 1). Its directories may be gone already, with everything in them.
 *
 * @param unified version 2
 * @param directories by controller: {@code ""} alone in version 2; {@code cpu}, {@code cpuacct} and
 *     {@code memory} in version 1, where several may share one directory
 */
record ControlGroup(boolean unified, Map<String, Path> directories) {
  private static final double MICROS = 1e6;
  private static final double TICKS = 100;

  /** What a group used so far; what cannot be read is empty. */
  record Usage(double userSeconds, double systemSeconds, OptionalLong memoryBytes) {}

  /** The files into which a process writes 0 to join. */
  List<Path> doors() {
    return directories.values().stream()
        .distinct()
        .map(dir -> dir.resolve("cgroup.procs"))
        .toList();
  }

  /** Its processes now. */
  List<Long> processes() {
    return doors().stream()
        .filter(Files::exists)
        .findFirst()
        .map(ControlGroup::pids)
        .orElse(List.of());
  }

  private static List<Long> pids(Path door) {
    try {
      return Files.readAllLines(door).stream().map(Long::valueOf).toList();
    } catch (IOException gone) {
      return List.of();
    }
  }

  /** Sends SIGKILL to all that is in it; those forked meanwhile may escape in version 1. */
  void kill() {
    Path switchOff = directories.values().iterator().next().resolve("cgroup.kill");
    if (unified && Files.exists(switchOff)) {
      write(switchOff, "1");
    } else {
      processes().forEach(pid -> ProcessTree.signal(pid, true));
    }
  }

  /**
   * Deletes it.
   *
   * @return whether it is gone; false while processes are still in it
   */
  boolean remove() throws IOException {
    boolean gone = true;
    for (Path directory : directories.values()) {
      try {
        Files.deleteIfExists(directory);
      } catch (DirectoryNotEmptyException busy) {
        gone = false;
      } catch (FileSystemException busy) {
        if (busy.getReason() == null || !busy.getReason().contains("busy")) {
          throw busy;
        }
        gone = false;
      }
    }
    return gone;
  }

  /** Whether the kernel killed one of its processes because the group had no memory left. */
  boolean outOfMemory() {
    Map<String, Long> events =
        unified
            ? keyed(directory("").resolve("memory.events"))
            : keyed(directory("memory").resolve("memory.oom_control"));
    return events.getOrDefault("oom_kill", 0L) > 0;
  }

  /** The most memory that it ever held, in bytes. */
  OptionalLong memoryPeak() {
    return number(
        unified
            ? directory("").resolve("memory.peak")
            : directory("memory").resolve("memory.max_usage_in_bytes"));
  }

  Optional<Usage> usage() {
    if (unified) {
      Map<String, Long> cpu = keyed(directory("").resolve("cpu.stat"));
      if (cpu.isEmpty()) {
        return Optional.empty();
      }
      return Optional.of(
          new Usage(
              cpu.getOrDefault("user_usec", 0L) / MICROS,
              cpu.getOrDefault("system_usec", 0L) / MICROS,
              number(directory("").resolve("memory.current"))));
    }
    Map<String, Long> cpu = keyed(directory("cpuacct").resolve("cpuacct.stat"));
    OptionalLong memory = number(directory("memory").resolve("memory.usage_in_bytes"));
    if (cpu.isEmpty() && memory.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Usage(
            cpu.getOrDefault("user", 0L) / TICKS, cpu.getOrDefault("system", 0L) / TICKS, memory));
  }

  private Path directory(String controller) {
    return directories.getOrDefault(controller, Path.of("/nonexistent"));
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException gone) {
      // The group was deleted, and so everything in it has ended.
      return;
    }
  }

  private static OptionalLong number(Path file) {
    try {
      return OptionalLong.of(Long.parseLong(Files.readString(file).trim()));
    } catch (IOException | NumberFormatException none) {
      return OptionalLong.empty();
    }
  }

  private static Map<String, Long> keyed(Path file) {
    Map<String, Long> values = new HashMap<>();
    try {
      for (String line : Files.readAllLines(file)) {
        String[] parts = line.split(" ", -1);
        if (parts.length == 2) {
          values.put(parts[0], Long.valueOf(parts[1]));
        }
      }
    } catch (IOException | NumberFormatException none) {
      return Map.of();
    }
    return values;
  }
}
