package io.entresol.simulation.load;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;

/** What a run has shown. */
record LoadReport(
    LoadSettings settings,
    Progress progress,
    Duration registration,
    FrameworkLatencies latencies,
    Latencies acknowledgements,
    Duration computing,
    Memory memory,
    ServiceFigures services) {
  private static final double MEGABYTE = 1024 * 1024;

  /** Tasks a second, from the first ACCEPT to the last TASK_RUNNING. */
  double runningPerSecond() {
    return perSecond(progress.tasksRunning.get(), progress.lastRunningNanos.get());
  }

  /** Tasks a second, from the first ACCEPT to the last TASK_FINISHED. */
  double finishedPerSecond() {
    return perSecond(progress.tasksFinished.get(), progress.lastFinishedNanos.get());
  }

  private double perSecond(long count, long lastNanos) {
    return count / Math.max(1e-9, (lastNanos - progress.firstAcceptNanos.get()) / 1e9);
  }

  void print(PrintWriter out) {
    line(out, "agents", "%d registered in %.2f s", settings.agents(), seconds(registration));
    line(
        out,
        "tasks",
        "%d launched, %d ran, %d finished, %d ended otherwise",
        progress.tasksLaunched.get(),
        progress.tasksRunning.get(),
        progress.tasksFinished.get(),
        progress.tasksFailed.get());
    line(
        out,
        "throughput",
        "%.0f tasks/s to TASK_RUNNING, %.0f tasks/s to TASK_FINISHED",
        runningPerSecond(),
        finishedPerSecond());
    line(out, "first offer", "%s", latencies.firstOffer());
    line(out, "launch", "%s from ACCEPT to TASK_RUNNING", latencies.launch());
    line(out, "update", "%s from agent to framework", latencies.update());
    line(out, "acknowledgement", "%s from agent and back", acknowledgements);
    line(
        out,
        "offers",
        "%d received, %.0f proposed, %.0f refused by the master",
        progress.offers.get(),
        services.proposed(),
        services.refused());
    line(
        out,
        "allocator",
        "%.0f runs with offers, %.2f ms each",
        services.runs(),
        1000 * services.runSeconds() / Math.max(1, services.runs()));
    line(
        out,
        "lost and found",
        "%d updates repeated, %d agents registered again, %d calls failed",
        progress.updatesRepeated.get(),
        progress.reregistrations.get(),
        progress.callsFailed.get());
    line(
        out,
        "process",
        "%.0f MB heap, %.0f MB resident, %.2f ms of CPU for each task",
        memory.heapBytes() / MEGABYTE,
        memory.residentBytes() / MEGABYTE,
        computing.toNanos() / 1e6 / settings.tasks());
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }

  private static void line(PrintWriter out, String what, String format, Object... values) {
    out.printf(Locale.ROOT, "%-16s " + format + "%n", prepend(what, values));
  }

  private static Object[] prepend(String what, Object[] values) {
    Object[] all = new Object[values.length + 1];
    all[0] = what;
    System.arraycopy(values, 0, all, 1, values.length);
    return all;
  }
}
