package io.entresol.runtime;

import java.io.Closeable;
import java.util.Optional;
import java.util.function.Consumer;

/** Who leads which role, as ZooKeeper has it. */
public interface LeaderDirectory {
  /** The leader, or empty: nobody leads, or it is not known yet. */
  Optional<LeaderInfo> leader(LeaderRole role);

  /**
   * Calls back with the leader now and at each change, on the caller's Vert.x context, until
   * closed. A lost connection to ZooKeeper is no change.
   */
  Closeable watch(LeaderRole role, Consumer<Optional<LeaderInfo>> onChange);
}
