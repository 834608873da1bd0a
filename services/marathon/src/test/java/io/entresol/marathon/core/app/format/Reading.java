package io.entresol.marathon.core.app.format;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.entresol.marathon.core.app.AppId;
import io.entresol.marathon.core.app.AppSpec;
import io.entresol.marathon.core.json.JsonText;
import io.entresol.marathon.core.json.Problem;
import io.entresol.marathon.core.json.Problems;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Documents as clients would send them; single quotes stand for double ones. */
final class Reading {
  static final AppForms FORMS = new AppForms(FormatSettings.DEFAULT);

  private Reading() {}

  static ObjectNode json(String text) {
    try {
      return (ObjectNode) JsonText.parse(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static AppSpec app(String text) {
    Problems problems = new Problems();
    AppSpec app = FORMS.read(json(text), AppId.ROOT, Optional.empty(), problems);
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(problems.list().toString());
    }
    return app;
  }

  static AppSpec update(AppSpec current, String text) {
    Problems problems = new Problems();
    AppSpec app = FORMS.update(current, json(text), problems);
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(problems.list().toString());
    }
    return app;
  }

  /** Everything that is wrong, as {@code path: message}, shapes marked by a leading star. */
  static List<String> problems(AppForms forms, String text) {
    Problems problems = new Problems();
    forms.read(json(text), AppId.ROOT, Optional.empty(), problems);
    return problems.list().stream()
        .map(
            problem ->
                (problem.kind() == Problem.Kind.SHAPE ? "*" : "")
                    + problem.path()
                    + ": "
                    + problem.message())
        .toList();
  }

  static List<String> problems(String text) {
    return problems(FORMS, text);
  }
}
