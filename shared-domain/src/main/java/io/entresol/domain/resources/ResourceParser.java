package io.entresol.domain.resources;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Reads resources and their values as people write them: {@code
 * cpus:4;mem:4096;ports(db):[31000-31010, 31100-31200];bugs:{a,b}}.
 *
 * <p>Spaces mean nothing, empty parts are passed over, equal resources add up. A role in
 * parentheses reserves statically; {@code *} is nobody's. Scalars keep three digits after the
 * point.
 */
public final class ResourceParser {
  /** Far beyond any machine, and far from the limits of the arithmetic. */
  private static final double MAX_SCALAR = 1e12;

  private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9.]+([eE][+-]?[0-9]+)?");

  private ResourceParser() {}

  /**
   * Resources separated by semicolons; none if the text is empty.
   *
   * @throws IllegalArgumentException naming the part that is wrong and why
   */
  public static Resources parse(String text) {
    return parse(text, ResourceKey.UNRESERVED_ROLE);
  }

  /**
   * As {@link #parse(String)}.
   *
   * @param defaultRole whom a resource without a role is reserved for; {@code *} is nobody
   */
  public static Resources parse(String text, String defaultRole) {
    List<Resources> parts = new ArrayList<>();
    for (String part : text.split(";", -1)) {
      if (!part.isBlank()) {
        parts.add(part(part.strip(), defaultRole));
      }
    }
    return Resources.sum(parts);
  }

  private static Resources part(String part, String defaultRole) {
    int colon = part.indexOf(':');
    if (colon < 0 || part.indexOf(':', colon + 1) >= 0) {
      throw bad(part, "expected one ':' between name and value");
    }
    String name = part.substring(0, colon).strip();
    String role = defaultRole;
    int open = name.indexOf('(');
    if (open >= 0) {
      if (!name.endsWith(")") || name.indexOf(')') != name.length() - 1) {
        throw bad(part, "mismatched parentheses around the role");
      }
      role = name.substring(open + 1, name.length() - 1).strip();
      name = name.substring(0, open).strip();
    }
    if (name.isEmpty()) {
      throw bad(part, "the name is missing");
    }
    if (role.isEmpty()) {
      throw bad(part, "the role is empty");
    }
    ResourceKey key = ResourceKey.of(name);
    if (!role.equals(ResourceKey.UNRESERVED_ROLE)) {
      key = key.reserved(Reservation.statically(role));
    }
    try {
      return Resources.of(key, amount(part.substring(colon + 1)));
    } catch (IllegalArgumentException e) {
      throw bad(part, e.getMessage());
    }
  }

  /**
   * One value: {@code 1.5}, {@code [1-3, 5-7]} or {@code {a, b}}.
   *
   * @throws IllegalArgumentException saying why it is none of these
   */
  public static Amount amount(String text) {
    String value = text.replaceAll("\\s", "");
    if (value.startsWith("[")) {
      return ranges(enclosed(value, '[', ']'));
    }
    if (value.startsWith("{")) {
      return items(enclosed(value, '{', '}'));
    }
    return scalar(value);
  }

  private static String enclosed(String value, char open, char close) {
    boolean once =
        value.indexOf(open, 1) < 0
            && value.indexOf(close) == value.length() - 1
            && value.length() > 1;
    if (!once) {
      throw new IllegalArgumentException("mismatched brackets in '" + value + "'");
    }
    return value.substring(1, value.length() - 1);
  }

  private static Ranges ranges(String inside) {
    List<Ranges.Range> ranges = new ArrayList<>();
    for (String range : inside.split(",", -1)) {
      if (range.isEmpty()) {
        continue;
      }
      String[] ends = range.split("-", -1);
      if (ends.length != 2) {
        throw new IllegalArgumentException("'" + range + "' is no range such as 31000-32000");
      }
      ranges.add(new Ranges.Range(number(ends[0]), number(ends[1])));
    }
    return new Ranges(ranges);
  }

  private static long number(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("'" + text + "' is no whole number", e);
    }
  }

  private static Items items(String inside) {
    TreeSet<String> items = new TreeSet<>();
    for (String item : inside.split(",", -1)) {
      if (!item.isEmpty()) {
        items.add(item);
      }
    }
    return new Items(items);
  }

  private static Scalar scalar(String value) {
    double number = NUMBER.matcher(value).matches() ? parseDouble(value) : Double.NaN;
    if (Double.isNaN(number)) {
      throw new IllegalArgumentException(
          "'" + value + "' is neither a number nor [ranges] nor a {set}");
    }
    if (number > MAX_SCALAR) {
      throw new IllegalArgumentException("'" + value + "' is too large");
    }
    Scalar scalar = Scalar.of(number);
    scalar
        .problem()
        .ifPresent(
            problem -> {
              throw new IllegalArgumentException(problem + ": " + value);
            });
    return scalar;
  }

  /** NaN if it is no number after all. */
  private static double parseDouble(String value) {
    try {
      return Double.parseDouble(value);
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }

  private static IllegalArgumentException bad(String part, String why) {
    return new IllegalArgumentException("Bad resource '" + part + "': " + why);
  }
}
