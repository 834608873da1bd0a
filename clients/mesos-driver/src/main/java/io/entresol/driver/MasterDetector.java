package io.entresol.driver;

import java.util.Optional;

/** Finds out which master leads, and goes on doing so until it is closed. */
interface MasterDetector {
  /** Hears of leaders, from a thread of the detector's. */
  interface Listener {
    /** Who leads now; empty if nobody does, or if it cannot be known. */
    void leaderChanged(Optional<HostPort> leader);

    /** No leader will ever be found. */
    void failed(String message);
  }

  void start(Listener listener);

  void close();
}
