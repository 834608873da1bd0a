package io.entresol.marathon.core.app;

/**
 * What a restart may do to capacity, as fractions of the instances wanted, each 0 to 1.
 *
 * @param minimumHealthCapacity how many must stay healthy
 * @param maximumOverCapacity how many may run beyond those wanted
 */
public record UpgradeStrategy(double minimumHealthCapacity, double maximumOverCapacity) {
  public static final UpgradeStrategy DEFAULT = new UpgradeStrategy(1, 1);

  /** For apps that hold volumes, whose old instance must go before the new one comes. */
  public static final UpgradeStrategy RESIDENT_DEFAULT = new UpgradeStrategy(0.5, 0);
}
