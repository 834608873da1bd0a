package io.entresol.agent.container.mesos;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How a task ended, as its supervisor wrote it down.
 *
 * @param waitStatus the raw wait status: exit code shifted left by 8, or the signal's number
 */
record ExitRecord(int waitStatus) {
  private static final Pattern STATUS = Pattern.compile("(?m)^exit (\\d{1,3})\n\\z");

  /** What {@code jobs -l} says of an ended job; some shells say nothing. */
  private static final Pattern JOB = Pattern.compile("\\A\\[1]\\s*[+-]?\\s*\\d+\\s+(\\w+)");

  private static final int SIGNAL_BASE = 128;
  private static final int SIGNAL_MOST = 64;

  /** Reads the file's text; empty while the supervisor has not finished writing it. */
  static Optional<ExitRecord> parse(String text) {
    var status = STATUS.matcher(text);
    if (!status.find()) {
      return Optional.empty();
    }
    int code = Integer.parseInt(status.group(1));
    int signal = code - SIGNAL_BASE;
    boolean maybeSignal = signal > 0 && signal <= SIGNAL_MOST;
    return Optional.of(new ExitRecord(maybeSignal && !exitedByItself(text) ? signal : code << 8));
  }

  /** A shell's status 143 is a SIGTERM or a plain {@code exit 143}; its job table knows. */
  private static boolean exitedByItself(String text) {
    var job = JOB.matcher(text);
    return job.find() && (job.group(1).equals("Done") || job.group(1).equals("Exit"));
  }
}
