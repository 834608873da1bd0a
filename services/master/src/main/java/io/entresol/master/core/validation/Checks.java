package io.entresol.master.core.validation;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Puts rules in order: the first that objects decides. */
final class Checks {
  private Checks() {}

  /** The first objection, or empty; later rules may rely on the earlier ones. */
  @SafeVarargs
  static Optional<String> first(Supplier<Optional<String>>... rules) {
    for (Supplier<Optional<String>> rule : rules) {
      Optional<String> objection = rule.get();
      if (objection.isPresent()) {
        return objection;
      }
    }
    return Optional.empty();
  }

  static Optional<String> unless(boolean good, String objection) {
    return good ? Optional.empty() : Optional.of(objection);
  }

  static Optional<String> when(boolean bad, String objection) {
    return bad ? Optional.of(objection) : Optional.empty();
  }

  static Optional<String> prefixed(String prefix, Optional<String> objection) {
    return objection.map(text -> prefix + text);
  }

  /** As Mesos prints sets: <code>{ a, b }</code>. */
  static String braces(List<String> items) {
    return "{ " + String.join(", ", items) + " }";
  }
}
