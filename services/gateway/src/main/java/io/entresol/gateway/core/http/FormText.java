package io.entresol.gateway.core.http;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** Queries and form bodies: {@code a=1&b=2}, also with {@code ;} between. */
public final class FormText {
  private FormText() {}

  /**
   * The values by name; of a name that comes twice the last counts.
   *
   * @throws IllegalArgumentException if an escape is broken; the message shows it
   */
  public static Map<String, String> parse(String text) {
    Map<String, String> values = new HashMap<>();
    for (String token : text.split("[;&]", -1)) {
      if (token.isEmpty()) {
        continue;
      }
      int equals = token.indexOf('=');
      if (equals < 0) {
        values.put(decode(token), "");
      } else {
        values.put(decode(token.substring(0, equals)), decode(token.substring(equals + 1)));
      }
    }
    return values;
  }

  /** Undoes percent escapes and plus signs. */
  public static String decode(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
    byte[] raw = text.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < raw.length; i++) {
      if (raw[i] != '%') {
        bytes.write(raw[i] == '+' ? ' ' : raw[i]);
        continue;
      }
      int high = i + 2 < raw.length ? Character.digit(raw[i + 1], 16) : -1;
      int low = i + 2 < raw.length ? Character.digit(raw[i + 2], 16) : -1;
      if (high < 0 || low < 0) {
        int end = Math.min(raw.length, i + 3);
        throw new IllegalArgumentException(
            "Malformed %% escape in '%s': '%s'"
                .formatted(text, new String(raw, i, end - i, StandardCharsets.UTF_8)));
      }
      bytes.write(high << 4 | low);
      i += 2;
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
