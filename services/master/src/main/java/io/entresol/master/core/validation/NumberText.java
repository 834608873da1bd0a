package io.entresol.master.core.validation;

import java.math.BigDecimal;
import java.math.MathContext;

/** Numbers and sizes in messages for people, as Mesos writes them. */
public final class NumberText {
  private static final MathContext SIX_DIGITS = new MathContext(6);
  private static final String[] UNITS = {"B", "KB", "MB", "GB", "TB"};

  private NumberText() {}

  /** With six significant digits: {@code -1}, {@code 0.5}, {@code 1e+15}. */
  public static String of(double number) {
    if (Double.isNaN(number) || Double.isInfinite(number)) {
      return Double.isNaN(number) ? "nan" : number > 0 ? "inf" : "-inf";
    }
    BigDecimal rounded = BigDecimal.valueOf(number).round(SIX_DIGITS).stripTrailingZeros();
    int exponent = rounded.precision() - rounded.scale() - 1;
    if (rounded.signum() == 0 || (exponent >= -5 && exponent < 6)) {
      return rounded.signum() == 0 ? "0" : rounded.toPlainString();
    }
    String digits = rounded.movePointLeft(exponent).stripTrailingZeros().toPlainString();
    int size = Math.abs(exponent);
    return digits + (exponent < 0 ? "e-" : "e+") + (size < 10 ? "0" : "") + size;
  }

  /** Megabytes in the largest unit that fits them: {@code 16MB}, {@code 512KB}, {@code 1GB}. */
  static String ofMegabytes(double megabytes) {
    long bytes = (long) (megabytes * (1 << 20));
    int unit = 0;
    while (unit < UNITS.length - 1 && bytes != 0 && bytes % 1024 == 0) {
      bytes /= 1024;
      unit++;
    }
    return bytes + UNITS[unit];
  }
}
