package io.entresol.marathon.core.deploy;

import io.entresol.marathon.core.instance.Instance;

/** How well instances work. */
public interface Fitness {
  Health health(Instance instance);

  /** Whether it runs, is well, and has said that it is ready if it is asked that. */
  boolean isReady(Instance instance);
}
