package io.entresol.simulation.load;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a run has shown. */
record LoadReport(
    LoadSettings settings,
    Progress progress,
    Duration registration,
    Optional<Outage> outage,
    FrameworkLatencies latencies,
    Latencies acknowledgements,
    CpuTime computing,
    Memory memory,
    ServiceFigures services,
    MasterBooks books,
    long contradictions) {
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
    line(out, "offer", "%s from a task's end to the next offer", latencies.offer());
    line(out, "launch", "%s from ACCEPT to TASK_RUNNING", latencies.launch());
    line(out, "update", "%s from agent to framework", latencies.update());
    line(out, "acknowledgement", "%s from agent and back", acknowledgements);
    printServices(out);
    printChecks(out);
    outage.ifPresent(
        gap ->
            line(
                out,
                "outage",
                "%.2f s until another allocator led, %.2f s until its first offer",
                seconds(gap.election()),
                seconds(gap.gap())));
    line(
        out,
        "memory",
        "%.0f MB live heap, %.0f MB resident",
        memory.heapBytes() / MEGABYTE,
        memory.residentBytes() / MEGABYTE);
    line(out, "CPU", "%.3f ms for each task%s", perTask(computing.all()), loadShare());
    problems().forEach(problem -> line(out, "NOT AS IT SHOULD", "%s", problem));
  }

  private void printServices(PrintWriter out) {
    line(
        out,
        "offers",
        "%d received, %.0f proposed, %.0f refused by the master%s, %d contradicted the books",
        progress.offers(),
        services.proposed(),
        services.refused(),
        services.reasons(),
        contradictions);
    line(
        out,
        "allocator",
        "%.0f runs with offers, %.2f ms each",
        services.runs(),
        1000 * services.runSeconds() / Math.max(1, services.runs()));
  }

  private void printChecks(PrintWriter out) {
    line(
        out,
        "lost and found",
        "%d updates repeated, %d agents registered again, %d calls failed",
        progress.updatesRepeated.get(),
        progress.reregistrations.get(),
        progress.callsFailed.get());
    line(
        out,
        "updates",
        "%d made, %d acknowledged, %d came more than once, %d acknowledged more than once",
        progress.updatesSent.get(),
        progress.updatesAcknowledged.get(),
        progress.updatesAgain.get(),
        progress.strayAcknowledgements.get());
    line(
        out,
        "books at the end",
        "%d agents, something held on %d, %d tasks",
        books.agents(),
        books.agentsInUse(),
        books.tasks());
  }

  private String loadShare() {
    return settings.isOutside()
        ? String.format(Locale.ROOT, ", %.3f ms of them for the load", perTask(computing.load()))
        : ", the load included";
  }

  private double perTask(Duration time) {
    return time.toNanos() / 1e6 / settings.tasks();
  }

  /** What must not be; empty if all is well. */
  List<String> problems() {
    List<String> problems = new ArrayList<>();
    if (progress.tasksLaunched.get() != settings.tasks() + progress.tasksFailed.get()
        || progress.tasksFinished.get() != settings.tasks()) {
      problems.add("not each task was launched and finished once");
    }
    if (progress.updatesAcknowledged.get() != progress.updatesSent.get()) {
      problems.add("not every update was acknowledged");
    }
    if (!books.isAtRest() || books.agents() != settings.agents()) {
      problems.add("the master's books are not as at the beginning");
    }
    // What is lost may be offered before the one who lost it hears of it.
    boolean undisturbed = progress.tasksFailed.get() == 0 && progress.reregistrations.get() == 0;
    if (undisturbed && contradictions > 0) {
      problems.add("resources were offered that were offered or in use already");
    }
    if (undisturbed
        && progress.updatesRepeated.get() == 0
        && progress.strayAcknowledgements.get() > 0) {
      problems.add("updates were acknowledged more than once");
    }
    return problems;
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
