package io.entresol.domain.resources;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;

/**
 * A scalar in thousandths, so that sums never drift.
 *
 * @param milli the amount times 1,000; negative only in a value that {@link #problem} refuses
 */
public record Scalar(long milli) implements Amount {
  public static final Scalar ZERO = new Scalar(0);

  /** The nearest thousandth, halves away from zero; infinite and NaN values are refused. */
  public static Scalar of(double value) {
    return new Scalar(milliOf(value));
  }

  /** The nearest thousandth of a value, times 1,000. */
  public static long milliOf(double value) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      throw new IllegalArgumentException("a scalar must be a finite number, not " + value);
    }
    return Math.round(value * 1000);
  }

  /** The amount as a number. */
  public double value() {
    return milli / 1000.0;
  }

  @Override
  public boolean isEmpty() {
    return milli == 0;
  }

  @Override
  public Scalar plus(Amount other) {
    return new Scalar(Math.addExact(milli, scalar(other).milli));
  }

  @Override
  public Scalar minus(Amount other) {
    return new Scalar(Math.max(0, Math.subtractExact(milli, scalar(other).milli)));
  }

  @Override
  public boolean contains(Amount other) {
    return scalar(other).milli <= milli;
  }

  @Override
  public Scalar intersect(Amount other) {
    return new Scalar(Math.min(milli, scalar(other).milli));
  }

  @Override
  public Optional<String> problem() {
    return milli < 0 ? Optional.of("a scalar must not be negative") : Optional.empty();
  }

  /** The shortest decimal, for example {@code 0.5} or {@code 4096}. */
  @Override
  public String toString() {
    return new BigDecimal(milli)
        .divide(new BigDecimal(1000), 3, RoundingMode.UNNECESSARY)
        .stripTrailingZeros()
        .toPlainString();
  }

  private static Scalar scalar(Amount other) {
    if (other instanceof Scalar scalar) {
      return scalar;
    }
    throw new IllegalArgumentException("not a scalar: " + other);
  }
}
