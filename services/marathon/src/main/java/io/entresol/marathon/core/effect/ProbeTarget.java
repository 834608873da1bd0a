package io.entresol.marathon.core.effect;

import java.time.Duration;

/** What a check looks at. */
public sealed interface ProbeTarget {
  String host();

  int port();

  /** After which it counts as failed. */
  Duration timeout();

  /**
   * A GET. Certificates are not verified, since the check is about the instance, not about its
   * name.
   *
   * @param path with its query
   */
  record Http(boolean tls, String host, int port, String path, Duration timeout)
      implements ProbeTarget {}

  /** A connection that is closed at once. */
  record Tcp(String host, int port, Duration timeout) implements ProbeTarget {}
}
