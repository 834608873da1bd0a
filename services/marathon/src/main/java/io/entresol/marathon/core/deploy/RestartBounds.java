package io.entresol.marathon.core.deploy;

import io.entresol.marathon.core.app.AppSpec;

/**
 * How far a restart may go below and above the number of instances wanted.
 *
 * @param minHealthy how many must stay or come to work before more old ones go
 * @param maxCapacity how many may be there at once, old and new, those that are ending included
 */
record RestartBounds(int minHealthy, int maxCapacity) {
  private static final double ROUNDING = 1e-9;

  static RestartBounds of(AppSpec spec) {
    int wanted = spec.instances();
    double min = spec.upgradeStrategy().minimumHealthCapacity();
    double over = spec.upgradeStrategy().maximumOverCapacity();
    int minHealthy = (int) Math.ceil(wanted * min - ROUNDING);
    int maxCapacity = (int) Math.floor(wanted * (1 + over) + ROUNDING);
    if (minHealthy < maxCapacity) {
      return new RestartBounds(minHealthy, maxCapacity);
    }
    // With no room between the two nothing could ever move. One that holds volumes cannot have
    // another beside it, so it goes first; any other comes first.
    return spec.isResident()
        ? new RestartBounds(minHealthy - 1, maxCapacity)
        : new RestartBounds(minHealthy, maxCapacity + 1);
  }

  /** How many old ones stay while so many new ones work. */
  int oldToKeep(int newReady) {
    return Math.max(0, minHealthy - newReady);
  }
}
