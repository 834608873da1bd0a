package io.entresol.proto;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Says what is wrong with a text that is not JSON, in the words that clients of Mesos know: the
 * line, and what stands there from the first character that cannot be. Used only once a text has
 * been refused, so it may look at it a second time.
 */
final class JsonSyntax {
  /** How much of the offending line is shown. */
  private static final int MAX_SHOWN = 4096;

  private static final int END = -1;

  private final byte[] text;
  private int position;

  private JsonSyntax(byte[] text) {
    this.text = text;
  }

  /** Empty if nothing is wrong by these rules. */
  static Optional<String> problem(byte[] text) {
    JsonSyntax syntax = new JsonSyntax(text);
    if (!syntax.value(0)) {
      return Optional.of("syntax error at line " + syntax.line() + " near: " + syntax.restOfLine());
    }
    int end = syntax.position;
    syntax.skipSpace();
    return syntax.peek() == END
        ? Optional.empty()
        : Optional.of(
            "Parsed JSON included non-whitespace trailing characters: "
                + new String(text, end, text.length - end, StandardCharsets.UTF_8).stripTrailing());
  }

  private int peek() {
    return position < text.length ? text[position] & 0xff : END;
  }

  private int next() {
    int c = peek();
    if (c != END) {
      position++;
    }
    return c;
  }

  private void skipSpace() {
    while (peek() == ' ' || peek() == '\t' || peek() == '\n' || peek() == '\r') {
      next();
    }
  }

  private boolean expect(char wanted) {
    skipSpace();
    return take(wanted);
  }

  private boolean take(char wanted) {
    if (peek() != wanted) {
      return false;
    }
    next();
    return true;
  }

  private boolean word(String rest) {
    for (int i = 0; i < rest.length(); i++) {
      if (!take(rest.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private boolean value(int depth) {
    skipSpace();
    int c = peek();
    if (c == '-' || isDigit(c)) {
      return number();
    }
    if ("nft[{\"".indexOf(c) < 0) {
      return false;
    }
    return switch (next()) {
      case 'n' -> word("ull");
      case 'f' -> word("alse");
      case 't' -> word("rue");
      case '[' -> array(depth + 1);
      case '{' -> object(depth + 1);
      default -> string();
    };
  }

  private boolean array(int depth) {
    if (depth > MesosJson.MAX_DEPTH) {
      return false;
    }
    if (expect(']')) {
      return true;
    }
    do {
      if (!value(depth)) {
        return false;
      }
    } while (expect(','));
    return expect(']');
  }

  private boolean object(int depth) {
    if (depth > MesosJson.MAX_DEPTH) {
      return false;
    }
    if (expect('}')) {
      return true;
    }
    do {
      if (!expect('"') || !string() || !expect(':') || !value(depth)) {
        return false;
      }
    } while (expect(','));
    return expect('}');
  }

  private boolean string() {
    while (true) {
      int c = peek();
      if (c < ' ') {
        return false;
      }
      next();
      if (c == '"') {
        return true;
      }
      if (c == '\\' && !escape()) {
        return false;
      }
    }
  }

  private boolean escape() {
    int c = next();
    return c == 'u' ? fourHexDigits() : c != END && "\"\\/bfnrt".indexOf(c) >= 0;
  }

  private boolean fourHexDigits() {
    for (int i = 0; i < 4; i++) {
      if (Character.digit(peek(), 16) < 0) {
        return false;
      }
      next();
    }
    return true;
  }

  private boolean number() {
    int start = position;
    while (isDigit(peek()) || (peek() != END && "+-.eE".indexOf(peek()) >= 0)) {
      next();
    }
    String number = new String(text, start, position - start, StandardCharsets.US_ASCII);
    return number.matches("-?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][-+]?[0-9]+)?");
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  /** A line counts once something of the next one was looked at. */
  private int line() {
    int lines = 1;
    for (int i = 0; i < Math.min(position, text.length - 1); i++) {
      if (text[i] == '\n') {
        lines++;
      }
    }
    return lines;
  }

  private String restOfLine() {
    StringBuilder rest = new StringBuilder();
    int start = position;
    int end = start;
    while (end < text.length && text[end] != '\n' && end - start < MAX_SHOWN) {
      end++;
    }
    for (char c : new String(text, start, end - start, StandardCharsets.UTF_8).toCharArray()) {
      if (c >= ' ') {
        rest.append(c);
      }
    }
    return rest.toString();
  }
}
