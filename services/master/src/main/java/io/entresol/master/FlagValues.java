package io.entresol.master;

import io.entresol.mesos.v1.Flag;
import java.lang.reflect.Field;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import picocli.CommandLine.Option;

/** The options that have a value, by name without dashes; secrets are left out. */
final class FlagValues {
  private static final Set<String> SECRET = Set.of("credentials", "http_credentials", "jwt_secret");

  private final Map<String, String> values = new TreeMap<>();

  private FlagValues() {}

  static FlagValues of(Object... holders) {
    FlagValues flags = new FlagValues();
    for (Object holder : holders) {
      for (Field field : holder.getClass().getDeclaredFields()) {
        Option option = field.getAnnotation(Option.class);
        if (option != null) {
          flags.add(option.names()[0].substring(2), read(holder, field));
        }
      }
    }
    return flags;
  }

  private void add(String name, Object value) {
    if (value != null && !SECRET.contains(name)) {
      values.put(name, value.toString());
    }
  }

  private static Object read(Object holder, Field field) {
    try {
      field.setAccessible(true);
      return field.get(holder);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("an option cannot be read: " + field, e);
    }
  }

  FlagValues with(String name, String value) {
    values.put(name, value);
    return this;
  }

  List<String> names() {
    return List.copyOf(values.keySet());
  }

  List<Flag> flags() {
    return values.entrySet().stream()
        .map(entry -> Flag.newBuilder().setName(entry.getKey()).setValue(entry.getValue()).build())
        .toList();
  }
}
