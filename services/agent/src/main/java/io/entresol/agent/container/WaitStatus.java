package io.entresol.agent.container;

import java.util.List;

/** The raw wait status of a process: exit code shifted left by 8, or the number of a signal. */
public final class WaitStatus {
  /** Of a process that SIGKILL ended, and of one whose end nobody saw. */
  public static final int KILLED = 9;

  /** Descriptions as the C library gives them, from signal 1 on. */
  private static final List<String> SIGNALS =
      List.of(
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
          "Terminated");

  private WaitStatus() {}

  public static int exited(int code) {
    return (code & 0xff) << 8;
  }

  /** Whether the process ended by itself with status 0. */
  public static boolean isSuccess(int waitStatus) {
    return waitStatus == 0;
  }

  /** Such as {@code exited with status 3} or {@code terminated with signal Killed}. */
  public static String describe(int waitStatus) {
    int signal = waitStatus & 0x7f;
    if (signal == 0) {
      return "exited with status " + (waitStatus >> 8);
    }
    return "terminated with signal "
        + (signal <= SIGNALS.size() ? SIGNALS.get(signal - 1) : Integer.toString(signal));
  }
}
