package io.entresol.marathon.core.app;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Something mounted into the container. */
public sealed interface Volume {
  String containerPath();

  enum Mode {
    RO,
    RW
  }

  /** A directory of the agent's machine; a relative host path lies in the sandbox. */
  record Host(String containerPath, String hostPath, Mode mode) implements Volume {}

  /**
   * A reserved volume that outlives its task, which makes the app resident.
   *
   * @param type {@code root}, {@code path} or {@code mount}
   * @param sizeMib at least this much
   * @param maxSizeMib for mounts
   */
  record Persistent(
      String containerPath,
      Mode mode,
      String type,
      long sizeMib,
      Optional<Long> maxSizeMib,
      Optional<String> profileName,
      List<Constraint> constraints)
      implements Volume {
    public Persistent {
      constraints = List.copyOf(constraints);
    }
  }

  /** A volume of a storage driver outside the cluster. */
  record External(
      String containerPath,
      Mode mode,
      String provider,
      String name,
      Optional<Long> sizeMib,
      Map<String, String> options,
      boolean shared)
      implements Volume {
    public External {
      options = Ordered.copy(options);
    }
  }

  /** One of the app's secrets as a file. */
  record Secret(String containerPath, String secret) implements Volume {}
}
