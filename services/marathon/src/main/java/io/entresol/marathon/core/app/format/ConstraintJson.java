package io.entresol.marathon.core.app.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.entresol.marathon.core.app.Constraint;
import io.entresol.marathon.core.app.Constraint.Operator;
import io.entresol.marathon.core.json.JsonText;
import io.entresol.marathon.core.json.Problems;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Constraints as lists: {@code ["hostname", "UNIQUE"]}, {@code ["rack", "GROUP_BY", "3"]}. */
final class ConstraintJson {
  private static final Pattern TEXT_OR_SCALAR = Pattern.compile("[a-zA-Z0-9_/.-]*");

  private ConstraintJson() {}

  static ArrayNode write(Constraint constraint) {
    ArrayNode list = JsonText.array();
    list.add(constraint.field()).add(constraint.operator().name());
    constraint.value().ifPresent(list::add);
    return list;
  }

  static Optional<Constraint> read(JsonNode node, String at, Problems problems) {
    if (!node.isArray()) {
      problems.shape(at, "error.expected.jsarray");
      return Optional.empty();
    }
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < node.size(); i++) {
      JsonNode part = node.get(i);
      if (!part.isTextual() && !part.isNumber()) {
        problems.shape(at + "(" + i + ")", "error.expected.jsstring");
        return Optional.empty();
      }
      parts.add(part.asText());
    }
    return read(parts, at, problems);
  }

  private static Optional<Constraint> read(List<String> parts, String at, Problems problems) {
    if (parts.size() < 2 || parts.size() > 3) {
      problems.value(at, "a constraint has a field, an operator and at most one value");
      return Optional.empty();
    }
    if (parts.get(0).isEmpty()) {
      problems.value(at, "the constraint lacks a field");
      return Optional.empty();
    }
    Optional<Operator> operator = operator(parts.get(1));
    if (operator.isEmpty()) {
      problems.value(
          at,
          "operator must be one of the following UNIQUE, CLUSTER, GROUP_BY, LIKE, MAX_PER, UNLIKE"
              + " or IS, not '"
              + parts.get(1)
              + "'");
      return Optional.empty();
    }
    Optional<String> value = parts.size() == 3 ? Optional.of(parts.get(2)) : Optional.empty();
    Optional<String> meant = value.filter(text -> !text.isEmpty() || operator.get() == Operator.IS);
    Optional<String> wrong = wrongValue(operator.get(), meant);
    wrong.ifPresent(message -> problems.value(at, message));
    return wrong.isPresent()
        ? Optional.empty()
        : Optional.of(new Constraint(parts.get(0), operator.get(), meant));
  }

  private static Optional<Operator> operator(String word) {
    for (Operator operator : Operator.values()) {
      if (operator.name().equals(word.toUpperCase(Locale.ROOT))) {
        return Optional.of(operator);
      }
    }
    return Optional.empty();
  }

  private static Optional<String> wrongValue(Operator operator, Optional<String> value) {
    return switch (operator) {
      case UNIQUE ->
          value.isPresent() ? Optional.of("UNIQUE does not accept a value") : Optional.empty();
      case CLUSTER -> Optional.empty();
      case GROUP_BY ->
          value.isPresent() && !isCount(value.get())
              ? Optional.of("GROUP_BY takes a positive integer or no value at all")
              : Optional.empty();
      case MAX_PER ->
          value.filter(ConstraintJson::isCount).isEmpty()
              ? Optional.of("MAX_PER requires a positive integer value")
              : Optional.empty();
      case LIKE, UNLIKE -> wrongPattern(operator, value);
      case IS ->
          value.filter(text -> TEXT_OR_SCALAR.matcher(text).matches()).isEmpty()
              ? Optional.of("IS requires a text or scalar value, out of letters, digits and _/.-")
              : Optional.empty();
    };
  }

  private static Optional<String> wrongPattern(Operator operator, Optional<String> value) {
    if (value.isEmpty()) {
      return Optional.of(operator + " requires a non-empty, regular expression value");
    }
    try {
      Pattern.compile(value.get());
      return Optional.empty();
    } catch (PatternSyntaxException e) {
      return Optional.of("'" + value.get() + "' is not a valid regular expression");
    }
  }

  private static boolean isCount(String text) {
    return text.matches("[1-9][0-9]{0,8}");
  }
}
