package io.entresol.marathon.core.rest.resource;

import io.entresol.marathon.core.rest.RefusedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Conditions on labels, all of which must hold: {@code name}, {@code name==value}, {@code
 * name!=value}, {@code name in (a, b)}, {@code name notin (a, b)}, separated by commas. A backslash
 * takes the meaning from the character after it. Every condition requires the label to be there.
 */
final class LabelSelector {
  private record Condition(String label, Predicate<String> value) {}

  private final List<Condition> conditions = new ArrayList<>();
  private final String text;
  private int at;

  private LabelSelector(String text) {
    this.text = text;
  }

  /**
   * @throws RefusedException if the text is no selector
   */
  static LabelSelector parse(String text) {
    LabelSelector selector = new LabelSelector(text);
    do {
      selector.condition();
    } while (selector.skips(","));
    if (selector.at < text.length()) {
      throw selector.refused();
    }
    return selector;
  }

  boolean matches(Map<String, String> labels) {
    return conditions.stream()
        .allMatch(
            condition -> {
              String value = labels.get(condition.label);
              return value != null && condition.value.test(value);
            });
  }

  private void condition() {
    String label = word();
    if (skips("==")) {
      String wanted = word();
      conditions.add(new Condition(label, wanted::equals));
    } else if (skips("!=")) {
      String unwanted = word();
      conditions.add(new Condition(label, value -> !value.equals(unwanted)));
    } else if (skipsWord("in")) {
      Set<String> wanted = set();
      conditions.add(new Condition(label, wanted::contains));
    } else if (skipsWord("notin")) {
      Set<String> unwanted = set();
      conditions.add(new Condition(label, value -> !unwanted.contains(value)));
    } else {
      conditions.add(new Condition(label, value -> true));
    }
  }

  private Set<String> set() {
    Set<String> words = new TreeSet<>();
    if (!skips("(")) {
      throw refused();
    }
    do {
      words.add(word());
    } while (skips(","));
    if (!skips(")")) {
      throw refused();
    }
    return words;
  }

  /** Characters that mean nothing here, and any after a backslash. */
  private String word() {
    skipBlanks();
    StringBuilder word = new StringBuilder();
    while (at < text.length()) {
      char next = text.charAt(at);
      if (next == '\\' && at + 1 < text.length()) {
        word.append(text.charAt(at + 1));
        at += 2;
      } else if (Character.isWhitespace(next) || "=!(),\\".indexOf(next) >= 0) {
        break;
      } else {
        word.append(next);
        at++;
      }
    }
    if (word.length() == 0) {
      throw refused();
    }
    return word.toString();
  }

  private boolean skips(String token) {
    skipBlanks();
    if (!text.startsWith(token, at)) {
      return false;
    }
    at += token.length();
    return true;
  }

  private boolean skipsWord(String word) {
    skipBlanks();
    int end = at + word.length();
    boolean ends =
        end <= text.length()
            && text.startsWith(word, at)
            && (end == text.length()
                || Character.isWhitespace(text.charAt(end))
                || text.charAt(end) == '(');
    if (ends) {
      at = end;
    }
    return ends;
  }

  private void skipBlanks() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  private RefusedException refused() {
    return RefusedException.of(
        422, "Can not parse label selector '" + text + "' at position " + (at + 1) + ".");
  }
}
