package io.entresol.driver;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The address of a master or an agent. */
final class HostPort {
  private static final Pattern FORM =
      Pattern.compile("(\\[[0-9a-fA-F:.]+]|[^:/@\\s]+):([0-9]{1,5})");
  private static final int MAX_PORT = 65_535;

  private final String host;
  private final int port;

  private HostPort(String host, int port) {
    this.host = host;
    this.port = port;
  }

  /**
   * Reads {@code host:port}; an IPv6 address stands in brackets.
   *
   * @throws IllegalArgumentException if it is something else
   */
  static HostPort parse(String text) {
    Matcher matcher = FORM.matcher(text.trim());
    if (!matcher.matches()) {
      throw new IllegalArgumentException("expecting host:port, not '" + text + "'");
    }
    int port = Integer.parseInt(matcher.group(2));
    if (port < 1 || port > MAX_PORT) {
      throw new IllegalArgumentException("no port: " + port);
    }
    return new HostPort(matcher.group(1), port);
  }

  /** As the socket takes it: without brackets. */
  String host() {
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  int port() {
    return port;
  }

  @Override
  public String toString() {
    return host + ":" + port;
  }
}
