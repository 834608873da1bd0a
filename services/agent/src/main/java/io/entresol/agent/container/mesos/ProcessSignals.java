package io.entresol.agent.container.mesos;

import io.entresol.mesos.v1.ResourceStatistics;
import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * Reaches all the processes of a container: to signal them, or to add up what they use. Blocking.
 */
final class ProcessSignals {
  private static final double TICKS_PER_SECOND = 100;

  /** One of the signals below. */
  interface Signal {
    void send(ProcessLauncher.Started container) throws IOException;
  }

  private ProcessSignals() {}

  /** SIGTERM to each. */
  static void terminate(ProcessLauncher.Started container) throws IOException {
    pids(container).forEach(pid -> ProcessTree.signal(pid, false));
  }

  /**
   * SIGKILL to each; what forked meanwhile may live on, so repeat until the container has ended.
   */
  static void kill(ProcessLauncher.Started container) throws IOException {
    container.group().ifPresent(ControlGroup::kill);
    pids(container).forEach(pid -> ProcessTree.signal(pid, true));
  }

  /** The first process is named besides its group, for it may not have joined that yet. */
  private static List<Long> pids(ProcessLauncher.Started container) throws IOException {
    ProcessStat first = container.processes().task();
    Stream<Long> others =
        container.group().isPresent()
            ? container.group().get().processes().stream()
            : ProcessTree.of(first.pid(), ProcessTree.all()).stream().map(ProcessStat::pid);
    return Stream.concat(first.stillAlive() ? Stream.of(first.pid()) : Stream.of(), others)
        .distinct()
        .toList();
  }

  static ResourceStatistics statistics(ProcessLauncher.Started container) throws IOException {
    ResourceStatistics.Builder statistics =
        ResourceStatistics.newBuilder().setTimestamp(System.currentTimeMillis() / 1000.0);
    List<ProcessStat> processes =
        pids(container).stream().flatMap(pid -> ProcessStat.read(pid).stream()).toList();
    ProcessStat.CpuTicks ticks =
        processes.stream()
            .map(ProcessStat::cpuTicks)
            .reduce(new ProcessStat.CpuTicks(0, 0), ProcessStat.CpuTicks::plus);
    long resident =
        processes.stream().mapToLong(process -> ProcessStat.residentBytes(process.pid())).sum();
    ControlGroup.Usage usage =
        container
            .group()
            .flatMap(ControlGroup::usage)
            .orElse(
                new ControlGroup.Usage(
                    ticks.user() / TICKS_PER_SECOND,
                    ticks.system() / TICKS_PER_SECOND,
                    OptionalLong.empty()));
    usage.memoryBytes().ifPresent(statistics::setMemTotalBytes);
    return statistics
        .setCpusUserTimeSecs(usage.userSeconds())
        .setCpusSystemTimeSecs(usage.systemSeconds())
        .setMemRssBytes(resident)
        .setProcesses(processes.size())
        .setThreads((int) processes.stream().mapToLong(ProcessStat::threads).sum())
        .build();
  }
}
