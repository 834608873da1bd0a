package io.entresol.agent.core.edge;

import java.util.ArrayList;
import java.util.List;

/** Where a gateway takes agents in. */
public record EdgeAddress(String host, int port) {
  private static final int MAX_PORT = 65_535;

  /**
   * Reads a list: {@code host:port,host:port}.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static List<EdgeAddress> list(String text) {
    List<EdgeAddress> addresses = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      addresses.add(one(part.strip()));
    }
    return addresses;
  }

  private static EdgeAddress one(String text) {
    int colon = text.lastIndexOf(':');
    if (colon > 0 && text.substring(colon + 1).matches("[0-9]{1,5}")) {
      int port = Integer.parseInt(text.substring(colon + 1));
      if (port > 0 && port <= MAX_PORT) {
        return new EdgeAddress(text.substring(0, colon), port);
      }
    }
    throw new IllegalArgumentException("--edge: '" + text + "' is no host:port");
  }

  @Override
  public String toString() {
    return host + ":" + port;
  }
}
