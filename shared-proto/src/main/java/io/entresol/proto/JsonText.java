package io.entresol.proto;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/** Values that stand in JSON as strings although they are none. */
final class JsonText {
  private static final Pattern WHOLE = Pattern.compile("-?[0-9]{1,40}");
  private static final Pattern NUMBER = Pattern.compile("-?[0-9]+(\\.[0-9]+)?([eE][-+]?[0-9]+)?");
  private static final int MAX_NUMBER_LENGTH = 1000;

  private JsonText() {}

  static Number number(FieldDescriptor field, String text, String path) throws MesosJsonException {
    if (isFloating(field) && (text.equals("Infinity") || text.equals("-Infinity"))) {
      return Double.valueOf(text);
    }
    String trimmed = text.strip();
    if (trimmed.length() <= MAX_NUMBER_LENGTH) {
      if (WHOLE.matcher(trimmed).matches() && !isFloating(field)) {
        return new BigInteger(trimmed);
      }
      if (NUMBER.matcher(trimmed).matches()) {
        return Double.valueOf(trimmed);
      }
    }
    throw refused(field, text, "number", path);
  }

  static boolean bool(FieldDescriptor field, String text, String path) throws MesosJsonException {
    return switch (text.strip()) {
      case "true" -> true;
      case "false" -> false;
      default -> throw refused(field, text, "boolean", path);
    };
  }

  /**
   * The standard alphabet; white space is skipped, and everything ends with the first {@code =}.
   *
   * @throws IllegalArgumentException if there is another character; the message names it
   */
  static ByteString base64(String text) {
    ByteString.Output bytes = ByteString.newOutput(text.length() / 4 * 3 + 3);
    int bits = 0;
    int count = 0;
    for (int i = 0; i < text.length() && text.charAt(i) != '='; i++) {
      char c = text.charAt(i);
      if (Character.isWhitespace(c)) {
        continue;
      }
      bits = bits << 6 | sixBits(c);
      count++;
      if (count % 4 == 0) {
        bytes.write(bits >> 16);
        bytes.write(bits >> 8);
        bytes.write(bits);
        bits = 0;
      }
    }
    if (count % 4 == 3) {
      bytes.write(bits >> 10);
      bytes.write(bits >> 2);
    } else if (count % 4 == 2) {
      bytes.write(bits >> 4);
    }
    return bytes.toByteString();
  }

  private static int sixBits(char c) {
    if (c >= 'A' && c <= 'Z') {
      return c - 'A';
    }
    if (c >= 'a' && c <= 'z') {
      return c - 'a' + 26;
    }
    if (c >= '0' && c <= '9') {
      return c - '0' + 52;
    }
    if (c == '+') {
      return 62;
    }
    if (c == '/') {
      return 63;
    }
    throw new IllegalArgumentException("Invalid character '" + c + "'");
  }

  private static boolean isFloating(FieldDescriptor field) {
    return field.getJavaType() == FieldDescriptor.JavaType.DOUBLE
        || field.getJavaType() == FieldDescriptor.JavaType.FLOAT;
  }

  private static MesosJsonException refused(
      FieldDescriptor field, String text, String kind, String path) {
    Optional<String> problem = JsonSyntax.problem(text.getBytes(StandardCharsets.UTF_8));
    return new MesosJsonException(
        MesosJsonException.Kind.CONVERSION,
        path,
        "Failed to parse '%s' as a JSON %s for field '%s': %s"
            .formatted(text, kind, field.getName(), problem.orElse("Unexpected JSON type parsed")));
  }
}
