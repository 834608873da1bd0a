package io.entresol.allocator.core.cluster;

import java.util.regex.Pattern;

/**
 * A text that a regular expression may look at only so often: an expression of a framework's must
 * not be able to hold up the allocator, whatever it does on what attribute.
 */
final class BoundedText implements CharSequence {
  private static final int LOOKS_MAX = 100_000;

  private static final class TooManyLooks extends RuntimeException {
    private static final long serialVersionUID = 1;

    TooManyLooks() {
      super("the expression takes too long", null, false, false);
    }
  }

  private final String text;
  private final int[] looks;

  private BoundedText(String text, int[] looks) {
    this.text = text;
    this.looks = looks;
  }

  /** Whether the whole text matches; an expression that takes too long does not match. */
  static boolean matches(Pattern pattern, String text) {
    try {
      return pattern.matcher(new BoundedText(text, new int[1])).matches();
    } catch (TooManyLooks e) {
      return false;
    }
  }

  @Override
  public int length() {
    return text.length();
  }

  @Override
  public char charAt(int index) {
    if (++looks[0] > LOOKS_MAX) {
      throw new TooManyLooks();
    }
    return text.charAt(index);
  }

  @Override
  public CharSequence subSequence(int start, int end) {
    return new BoundedText(text.substring(start, end), looks);
  }

  @Override
  public String toString() {
    return text;
  }
}
