package io.entresol.gateway.core.render;

import io.entresol.domain.resources.Ranges;
import io.entresol.mesos.v1.Value;
import java.util.Collection;
import java.util.stream.Collectors;

/** Ranges and sets as people read them: {@code [31000-32000, 33000-33010]}, {@code {a, b}}. */
final class ValueText {
  private ValueText() {}

  static String of(Ranges ranges) {
    return ranges.ranges().stream()
        .map(range -> range.begin() + "-" + range.end())
        .collect(Collectors.joining(", ", "[", "]"));
  }

  static String of(Value.Ranges ranges) {
    return ranges.getRangeList().stream()
        .map(range -> range.getBegin() + "-" + range.getEnd())
        .collect(Collectors.joining(", ", "[", "]"));
  }

  static String of(Collection<String> items) {
    return items.stream().collect(Collectors.joining(", ", "{", "}"));
  }
}
