package io.entresol.simulation.load;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;

/** Shows how far a run is: on a terminal one line that changes, otherwise a line now and then. */
final class ProgressBar {
  private static final int WIDTH = 40;

  private final PrintWriter out;
  private final LoadSettings settings;
  private final boolean terminal;
  private final long everyNanos;
  private long shownNanos = System.nanoTime();
  private boolean lineOpen;

  /**
   * A bar that stands at nothing.
   *
   * @param terminal whether a line can be written over
   */
  ProgressBar(PrintWriter out, LoadSettings settings, boolean terminal) {
    this.out = out;
    this.settings = settings;
    this.terminal = terminal;
    this.everyNanos = (terminal ? Duration.ofMillis(100) : Duration.ofSeconds(5)).toNanos();
  }

  void show(Progress progress) {
    long now = System.nanoTime();
    if (now - shownNanos < everyNanos) {
      return;
    }
    shownNanos = now;
    String line = line(progress);
    if (terminal) {
      out.print("\r" + line);
      out.flush();
      lineOpen = true;
    } else {
      out.println(line);
    }
  }

  private String line(Progress progress) {
    double part = (double) progress.tasksFinished.get() / settings.tasks();
    int filled = (int) (WIDTH * Math.min(1, part));
    return String.format(
        Locale.ROOT,
        "[%s%s] %d agents, %d launched, %d running or done, %d finished",
        "#".repeat(filled),
        " ".repeat(WIDTH - filled),
        progress.agentsRegistered.get(),
        progress.tasksLaunched.get(),
        progress.tasksRunning.get(),
        progress.tasksFinished.get());
  }

  void end() {
    if (lineOpen) {
      out.println();
      lineOpen = false;
    }
  }
}
