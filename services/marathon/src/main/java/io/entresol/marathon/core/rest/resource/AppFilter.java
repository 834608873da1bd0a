package io.entresol.marathon.core.rest.resource;

import io.entresol.marathon.core.app.AppSpec;
import io.entresol.marathon.core.rest.Call;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/** Which apps a client asks for: all that it says must hold. */
record AppFilter(Optional<String> cmd, Optional<String> id, Optional<LabelSelector> labels)
    implements Predicate<AppSpec> {
  static final AppFilter ALL = new AppFilter(Optional.empty(), Optional.empty(), Optional.empty());

  static AppFilter of(Call call) {
    return new AppFilter(
        word(call, "cmd"), word(call, "id"), word(call, "label").map(LabelSelector::parse));
  }

  private static Optional<String> word(Call call, String name) {
    return call.parameter(name).filter(text -> !text.isEmpty());
  }

  @Override
  public boolean test(AppSpec app) {
    return (cmd.isEmpty() || app.cmd().filter(text -> contains(text, cmd.get())).isPresent())
        && (id.isEmpty() || contains(app.id().path(), id.get()))
        && (labels.isEmpty() || labels.get().matches(app.labels()));
  }

  private static boolean contains(String text, String part) {
    return text.toLowerCase(Locale.ROOT).contains(part.toLowerCase(Locale.ROOT));
  }
}
