package io.entresol.proto;

import com.fasterxml.jackson.core.io.NumberOutput;

/**
 * The text of a finite double: the fewest digits that read back as the same number, positional from
 * 1e-6 to 1e21 and with an exponent outside ({@code 1.0}, {@code 0.001}, {@code 1e21}, {@code
 * 1.5e-7}).
 */
final class JsonDouble {
  private static final int POSITIONAL_MIN = -6;
  private static final int POSITIONAL_MAX = 21;

  private JsonDouble() {}

  static String format(double value) {
    String text = NumberOutput.toString(value, true);
    int e = text.indexOf('E');
    if (e < 0) {
      return text;
    }
    boolean negative = text.charAt(0) == '-';
    int point = text.indexOf('.');
    String head = text.substring(negative ? 1 : 0, point);
    String tail = text.substring(point + 1, e);
    String digits = head + (tail.equals("0") ? "" : tail);
    // The point stands before the digit with this index; below 0: that many zeros before the first.
    int pointAt = head.length() + Integer.parseInt(text.substring(e + 1));
    return (negative ? "-" : "") + place(digits, pointAt);
  }

  private static String place(String digits, int pointAt) {
    int count = digits.length();
    if (count <= pointAt && pointAt <= POSITIONAL_MAX) {
      return digits + "0".repeat(pointAt - count) + ".0";
    }
    if (0 < pointAt && pointAt <= POSITIONAL_MAX) {
      return digits.substring(0, pointAt) + "." + digits.substring(pointAt);
    }
    if (POSITIONAL_MIN < pointAt && pointAt <= 0) {
      return "0." + "0".repeat(-pointAt) + digits;
    }
    String mantissa = count == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
    return mantissa + "e" + (pointAt - 1);
  }
}
