package io.entresol.runtime;

import io.vertx.core.Future;
import io.vertx.core.Promise;

/** A service of the cluster in this process: started once, stopped once. */
public interface Service {
  /** {@code master}, {@code agent}, … */
  String name();

  /** Completes when the service does its work, as a leader or as a standby. */
  Future<Void> start();

  /** Completes when nothing of it is left. */
  Future<Void> stop();

  /**
   * Completes, with the reason, if the service cannot or must not go on; the process then stops
   * what it hosts and ends. Otherwise it never completes.
   */
  default Future<String> ended() {
    return Promise.<String>promise().future();
  }
}
