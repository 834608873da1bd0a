package io.entresol.gateway.core.http;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a client's {@code Accept} headers allow. */
public final class Negotiation {
  private Negotiation() {}

  /**
   * Whether a media type may be sent.
   *
   * @param accept the header; empty allows everything
   * @param type for example {@code application/json}
   */
  public static boolean allows(Optional<String> accept, String type) {
    if (accept.isEmpty()) {
      return true;
    }
    String family = type.substring(0, type.indexOf('/')) + "/*";
    return firstMatch(accept.get(), List.of(type, family, "*/*"));
  }

  /**
   * Whether the body may be compressed with gzip.
   *
   * @param acceptEncoding the header; empty does not allow it
   */
  public static boolean allowsGzip(Optional<String> acceptEncoding) {
    return acceptEncoding.isPresent() && firstMatch(acceptEncoding.get(), List.of("gzip", "*"));
  }

  /** The most specific candidate that is named decides; a quality of 0 is a refusal. */
  private static boolean firstMatch(String header, List<String> candidates) {
    String text = header.replaceAll("[ \t\n]", "").toLowerCase(Locale.ROOT);
    for (String candidate : candidates) {
      for (String named : text.split(",", -1)) {
        String[] parts = named.split(";", -1);
        if (parts[0].equals(candidate)) {
          return quality(parts) > 0;
        }
      }
    }
    return false;
  }

  private static double quality(String[] parts) {
    for (int i = 1; i < parts.length; i++) {
      if (parts[i].startsWith("q=")) {
        try {
          return Double.parseDouble(parts[i].substring(2));
        } catch (NumberFormatException e) {
          return 0;
        }
      }
    }
    return 1;
  }
}
