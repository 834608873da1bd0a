package io.entresol.marathon.core.rest;

import java.util.Locale;

/** What kind of answer a client wants. */
public final class AcceptHeader {
  private AcceptHeader() {}

  /** Text is given only to those who name it, and no later or less than JSON. */
  public static boolean prefersText(String header) {
    double text = quality(header, "text/plain");
    return text > 0 && text >= quality(header, "application/json") && namesTextFirst(header);
  }

  private static boolean namesTextFirst(String header) {
    String lower = header.toLowerCase(Locale.ROOT);
    int json = lower.indexOf("application/json");
    return json < 0
        || lower.indexOf("text/plain") < json
        || quality(header, "text/plain") > quality(header, "application/json");
  }

  /** How much a type is wanted that is named itself; 0 if it is not. */
  static double quality(String header, String type) {
    for (String range : header.toLowerCase(Locale.ROOT).split(",", -1)) {
      String[] parts = range.split(";");
      if (parts[0].strip().equals(type)) {
        return quality(parts);
      }
    }
    return 0;
  }

  private static double quality(String[] parts) {
    for (int i = 1; i < parts.length; i++) {
      String parameter = parts[i].strip();
      if (parameter.matches("q=[01](\\.[0-9]{0,3})?")) {
        return Double.parseDouble(parameter.substring(2));
      }
    }
    return 1;
  }

  /** Whether a type would do, named itself or by a wildcard. */
  public static boolean allows(String header, String type) {
    String lower = header.toLowerCase(Locale.ROOT);
    String any = type.substring(0, type.indexOf('/')) + "/*";
    return lower.contains(type) || lower.contains(any) || lower.contains("*/*");
  }
}
