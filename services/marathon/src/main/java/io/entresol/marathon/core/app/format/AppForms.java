package io.entresol.marathon.core.app.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.entresol.marathon.core.app.AppId;
import io.entresol.marathon.core.app.AppSpec;
import io.entresol.marathon.core.json.JsonText;
import io.entresol.marathon.core.json.Members;
import io.entresol.marathon.core.json.Problems;
import java.util.Optional;

/**
 * Reads apps as clients write them, in the formats of ten years, and brings them into the canonical
 * form. Everything that is wrong is noted; what is returned then means nothing.
 */
public final class AppForms {
  /** What older definitions were written against; newer ones wait five minutes at most. */
  private static final int OLD_MAX_LAUNCH_DELAY_SECONDS = 3600;

  private final FormatSettings settings;
  private final AppAnswer answers;

  public AppForms(FormatSettings settings) {
    this.settings = settings;
    this.answers = new AppAnswer(settings);
  }

  /**
   * A whole definition; what it does not say has its default.
   *
   * @param group relative to which its id is read
   * @param current the app that it replaces, if there is one
   */
  public AppSpec read(
      ObjectNode document, AppId group, Optional<AppSpec> current, Problems problems) {
    ObjectNode app = Documents.settable(document);
    ObjectNode before = current.map(this::answer).orElseGet(JsonText::object);
    Mirrors.dropUnchanged(app, before);
    boolean isOld = OldForm.isUsedBy(app);
    if (isOld && !app.has("maxLaunchDelaySeconds")) {
      app.put("maxLaunchDelaySeconds", OLD_MAX_LAUNCH_DELAY_SECONDS);
    }
    new OldForm(app, settings, problems).translate();
    Completion.settlePorts(app, Completion.isHost(app), isOld, problems);
    complete(app, app, before, isOld);
    resolveId(app, group);
    return finish(app, current, problems);
  }

  /** The present definition with what a client wants otherwise. The id stays. */
  public AppSpec update(AppSpec current, ObjectNode document, Problems problems) {
    ObjectNode change = Documents.settable(document);
    ObjectNode before = answer(current);
    Mirrors.dropUnchanged(change, before);
    boolean isOld = OldForm.isUsedBy(change);
    new OldForm(change, settings, problems).translate();
    ObjectNode app = AppJson.write(current);
    boolean host = Completion.isHost(change.has("networks") ? change : app);
    if (!host && change.has("ports") && !change.has("container") && app.has("container")) {
      change.set("container", app.get("container"));
    }
    Completion.settlePorts(change, host, isOld, problems);
    if (change.has("cmd") != change.has("args")) {
      app.remove(change.has("cmd") ? "args" : "cmd");
    }
    app.setAll(change);
    complete(app, change, before, isOld);
    app.put("id", current.id().path());
    return finish(app, Optional.of(current), problems);
  }

  /** Ports of the wrong network are told to a client who wants them, and else are leftovers. */
  private void complete(ObjectNode app, ObjectNode change, ObjectNode before, boolean isOld) {
    JsonNode mappings = change.path("container").path("portMappings");
    JsonNode definitions = change.path("portDefinitions");
    Completion.complete(
        app,
        settings,
        !isOld && isNews(mappings, before.path("container").path("portMappings")),
        !isOld && isNews(definitions, before.path("portDefinitions")));
  }

  private static boolean isNews(JsonNode member, JsonNode before) {
    return !member.isMissingNode() && !Mirrors.same(member, before);
  }

  private ObjectNode answer(AppSpec spec) {
    return Documents.withoutNulls(answers.json(spec));
  }

  private static void resolveId(ObjectNode app, AppId group) {
    JsonNode id = app.path("id");
    // A last step up or down names no app, which the reader finds; resolved it would be hidden.
    if (id.isTextual() && !id.textValue().matches("(.*/)?\\.{0,2}")) {
      app.put("id", group.resolve(id.textValue()).path());
    }
  }

  private AppSpec finish(ObjectNode app, Optional<AppSpec> current, Problems problems) {
    AppSpec read = AppReader.read(Members.of(app, "", problems));
    // Marathon's own role is left open, so that it follows the option.
    AppSpec spec =
        read.role().equals(Optional.of(settings.role()))
            ? read.toBuilder().role(Optional.empty()).build()
            : read;
    if (!problems.hasShapeProblem()) {
      new AppRules(spec, settings, problems).check();
      current.ifPresent(before -> ChangeRules.check(before, spec, problems));
    }
    return spec;
  }
}
