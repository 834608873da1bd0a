package io.entresol.agent.core;

/** Reads a raw wait status: the exit code shifted left by 8, or the number of a signal. */
final class WaitStatus {
  private static final int CORE_DUMPED = 0x80;

  private static final String[] SIGNALS = {
    "Hangup",
    "Interrupt",
    "Quit",
    "Illegal instruction",
    "Trace/breakpoint trap",
    "Aborted",
    "Bus error",
    "Floating point exception",
    "Killed",
    "User defined signal 1",
    "Segmentation fault",
    "User defined signal 2",
    "Broken pipe",
    "Alarm clock",
    "Terminated",
    "Stack fault",
    "Child exited",
    "Continued",
    "Stopped (signal)",
    "Stopped",
    "Stopped (tty input)",
    "Stopped (tty output)",
    "Urgent I/O condition",
    "CPU time limit exceeded",
    "File size limit exceeded",
    "Virtual timer expired",
    "Profiling timer expired",
    "Window changed",
    "I/O possible",
    "Power failure",
    "Bad system call"
  };

  private WaitStatus() {}

  static boolean succeeded(int status) {
    return status == 0;
  }

  /** {@code exited with status 3} or {@code terminated with signal Killed}. */
  static String describe(int status) {
    int signal = status & 0x7f;
    if (signal == 0) {
      return "exited with status " + (status >> 8 & 0xff);
    }
    return "terminated with signal "
        + signalName(signal)
        + ((status & CORE_DUMPED) != 0 ? " (core dumped)" : "");
  }

  private static String signalName(int signal) {
    return signal <= SIGNALS.length ? SIGNALS[signal - 1] : "Unknown signal " + signal;
  }
}
