package io.entresol.cli.hosting;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.util.Locale;
import java.util.Map;
import org.slf4j.LoggerFactory;

/** Sets how much this process logs. */
final class Logging {
  private static final Map<String, Level> LEVELS =
      Map.of(
          "TRACE", Level.TRACE,
          "DEBUG", Level.DEBUG,
          "INFO", Level.INFO,
          "WARNING", Level.WARN,
          "WARN", Level.WARN,
          "ERROR", Level.ERROR);

  private Logging() {}

  /**
   * Logs from this level on.
   *
   * @throws IllegalArgumentException if there is no such level
   */
  static void setLevel(String name) {
    Level level = LEVELS.get(name.toUpperCase(Locale.ROOT));
    if (level == null) {
      throw new IllegalArgumentException(
          "--logging_level: expecting TRACE, DEBUG, INFO, WARNING or ERROR, not '" + name + "'");
    }
    ((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).setLevel(level);
  }
}
