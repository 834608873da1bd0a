package io.entresol.agent.container.mesos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * One process as {@code /proc/<pid>/stat} shows it.
 *
 * @param state the kernel's letter: R, S, D, Z, …
 * @param session the pid of the session's first process
 * @param cpuTicks processor time, in clock ticks: user, then system, with that of ended children
 * @param startTicks when it started, in clock ticks since the machine did; with the pid it names
 *     one process for as long as the machine runs
 */
record ProcessStat(
    long pid,
    char state,
    long parent,
    long session,
    CpuTicks cpuTicks,
    long threads,
    long startTicks) {

  private static final long BYTES_PER_KILOBYTE = 1024;

  record CpuTicks(long user, long system) {
    CpuTicks plus(CpuTicks other) {
      return new CpuTicks(user + other.user, system + other.system);
    }
  }

  /** Whether it still runs: neither a zombie nor about to vanish. */
  boolean alive() {
    return state != 'Z' && state != 'X';
  }

  /** The same process seen later, not another that got its pid. */
  boolean isSameProcess(ProcessStat later) {
    return pid == later.pid && startTicks == later.startTicks;
  }

  /**
   * Reads one line of that file.
   *
   * @throws IllegalArgumentException if it is none
   */
  static ProcessStat parse(String line) {
    int open = line.indexOf('(');
    // The name may hold blanks and brackets of its own, so it ends at the last one.
    int close = line.lastIndexOf(')');
    if (open < 0 || close < open || close + 2 > line.length()) {
      throw new IllegalArgumentException("not a line of /proc/<pid>/stat: '" + line + "'");
    }
    String[] fields = line.substring(close + 2).trim().split(" ", -1);
    if (fields.length < 20) {
      throw new IllegalArgumentException("a short line of /proc/<pid>/stat: '" + line + "'");
    }
    return new ProcessStat(
        Long.parseLong(line.substring(0, open).trim()),
        fields[0].charAt(0),
        Long.parseLong(fields[1]),
        Long.parseLong(fields[3]),
        new CpuTicks(
            Long.parseLong(fields[11]) + Long.parseLong(fields[13]),
            Long.parseLong(fields[12]) + Long.parseLong(fields[14])),
        Long.parseLong(fields[17]),
        Long.parseLong(fields[19]));
  }

  /** The process of that pid now; empty if there is none. */
  static Optional<ProcessStat> read(long pid) {
    try {
      return Optional.of(parse(Files.readString(Path.of("/proc", Long.toString(pid), "stat"))));
    } catch (IOException gone) {
      return Optional.empty();
    }
  }

  /** The memory that a process holds now, in bytes; 0 if it has ended. */
  static long residentBytes(long pid) {
    try (var lines = Files.lines(Path.of("/proc", Long.toString(pid), "status"))) {
      return lines
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * BYTES_PER_KILOBYTE)
          .findFirst()
          .orElse(0);
    } catch (IOException | UncheckedIOException gone) {
      return 0;
    }
  }

  /** Whether the very process that was once seen still runs. */
  boolean stillAlive() {
    return read(pid).filter(this::isSameProcess).filter(ProcessStat::alive).isPresent();
  }
}
