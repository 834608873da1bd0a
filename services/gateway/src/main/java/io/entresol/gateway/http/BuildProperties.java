package io.entresol.gateway.http;

import io.entresol.gateway.core.document.BuildInfo;
import io.entresol.proto.MesosVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.Properties;

/** Reads what the build has left about itself. */
public final class BuildProperties {
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'").withZone(ZoneOffset.UTC);

  private BuildProperties() {}

  /** What is known; a build outside of a checkout knows less. */
  public static BuildInfo load() {
    Properties properties = new Properties();
    try (InputStream in = BuildProperties.class.getResourceAsStream("/entresol-build.properties")) {
      if (in != null) {
        properties.load(in);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Optional<Instant> time = instant(properties.getProperty("git.build.time"));
    return new BuildInfo(
        MesosVersion.TEXT,
        time.map(DATE::format).orElse(""),
        time.map(Instant::getEpochSecond).orElse(0L),
        "",
        Optional.ofNullable(properties.getProperty("git.commit.id")),
        Optional.ofNullable(properties.getProperty("git.branch")),
        Optional.empty());
  }

  private static Optional<Instant> instant(String text) {
    try {
      return text == null ? Optional.empty() : Optional.of(Instant.parse(text));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
