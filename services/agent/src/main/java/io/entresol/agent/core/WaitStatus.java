package io.entresol.agent.core;

/** The raw wait status of a process: exit code shifted left by 8, or the number of a signal. */
public final class WaitStatus {
  /** Of a process that SIGKILL ended, and of one whose end nobody saw. */
  public static final int KILLED = 9;

  private static final int CORE_DUMPED = 0x80;

  /** Descriptions as the C library gives them, from signal 1 on. */
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

  public static int exited(int code) {
    return (code & 0xff) << 8;
  }

  /** Whether the process ended by itself with status 0. */
  public static boolean isSuccess(int status) {
    return status == 0;
  }

  /** Such as {@code exited with status 3} or {@code terminated with signal Killed}. */
  public static String describe(int status) {
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
