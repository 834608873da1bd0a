package io.entresol.marathon.core.app;

import java.util.Map;
import java.util.Optional;

/**
 * A network that instances join.
 *
 * @param name the container network's; empty for the other modes
 */
public record Network(Mode mode, Optional<String> name, Map<String, String> labels) {
  public static final Network HOST = new Network(Mode.HOST, Optional.empty(), Map.of());
  public static final Network BRIDGE = new Network(Mode.BRIDGE, Optional.empty(), Map.of());

  public Network {
    labels = Ordered.copy(labels);
  }

  public enum Mode {
    HOST("host"),
    BRIDGE("container/bridge"),
    CONTAINER("container");

    private final String text;

    Mode(String text) {
      this.text = text;
    }

    /** As in JSON. */
    public String text() {
      return text;
    }

    public static Optional<Mode> of(String text) {
      for (Mode mode : values()) {
        if (mode.text.equals(text)) {
          return Optional.of(mode);
        }
      }
      return Optional.empty();
    }
  }
}
