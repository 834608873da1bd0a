package io.entresol.marathon.core.rest.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.entresol.marathon.core.app.AppId;
import io.entresol.marathon.core.app.AppSpec;
import io.entresol.marathon.core.app.format.AppForms;
import io.entresol.marathon.core.json.Problems;
import io.entresol.marathon.core.rest.Answers;
import io.entresol.marathon.core.rest.Call;
import io.entresol.marathon.core.rest.HttpAnswer;
import io.entresol.marathon.core.rest.RefusedException;
import io.entresol.marathon.core.rest.change.RootRevision;
import java.util.List;
import java.util.Optional;

/** What PUT and PATCH make of apps. */
final class AppChanges {
  private final Deploying deploying;
  private final AppForms forms;

  AppChanges(Deploying deploying) {
    this.deploying = deploying;
    this.forms = new AppForms(deploying.settings().formats());
  }

  AppSpec readNew(ObjectNode document) {
    Problems problems = new Problems();
    AppSpec app = forms.read(document, AppId.ROOT, Optional.empty(), problems);
    refuse(problems);
    return app;
  }

  private static void refuse(Problems problems) {
    if (!problems.isEmpty()) {
      throw RefusedException.of(problems);
    }
  }

  HttpAnswer update(Call call, AppId id, boolean partial, boolean mayCreate) {
    ObjectNode document = call.object();
    RootRevision revision = deploying.revision(call.now());
    boolean isNew = revision.app(id).isEmpty();
    Problems problems = new Problems();
    AppSpec app = changed(document, id, revision, partial, mayCreate, problems);
    refuse(problems);
    return Answers.deployment(
        isNew ? 201 : 200,
        deploying.deploy(revision.put(app), call.flag("force", false), call.now()));
  }

  /** Several at once, in one deployment. */
  HttpAnswer updateAll(Call call, boolean partial, boolean mayCreate) {
    List<ObjectNode> documents = call.objects();
    RootRevision revision = deploying.revision(call.now());
    Problems problems = new Problems();
    for (int i = 0; i < documents.size(); i++) {
      ObjectNode document = documents.get(i);
      Problems own = new Problems("(" + i + ")");
      if (!document.path("id").isTextual()) {
        own.shape("/id", document.has("id") ? "error.expected.jsstring" : "error.path.missing");
      } else {
        AppId id = AppId.of(document.get("id").textValue());
        AppSpec app = changed(document, id, revision, partial, mayCreate, own);
        if (own.isEmpty()) {
          revision.put(app);
        }
      }
      problems.addAll(own);
    }
    refuse(problems);
    return Answers.deployment(
        200, deploying.deploy(revision, call.flag("force", false), call.now()));
  }

  private AppSpec changed(
      ObjectNode document,
      AppId id,
      RootRevision revision,
      boolean partial,
      boolean mayCreate,
      Problems problems) {
    Optional<AppSpec> current = revision.app(id);
    if (current.isEmpty() && !mayCreate) {
      throw RefusedException.unknownApp(id);
    }
    if (isRollback(document)) {
      return earlier(document, id, current);
    }
    if (current.isPresent() && partial) {
      return forms.update(current.get(), document, problems);
    }
    ObjectNode named = document.deepCopy().put("id", id.path());
    return forms.read(named, AppId.ROOT, current, problems);
  }

  /** An answer that is sent back names its version too, beside much else. */
  private static boolean isRollback(ObjectNode document) {
    return document.hasNonNull("version") && !document.hasNonNull("versionInfo");
  }

  private AppSpec earlier(ObjectNode document, AppId id, Optional<AppSpec> current) {
    document
        .properties()
        .forEach(
            entry -> {
              boolean known = entry.getKey().equals("version") || entry.getKey().equals("id");
              if (!known && !entry.getValue().isNull()) {
                throw RefusedException.value(
                    "/", "The 'version' field may only be combined with the 'id' field.");
              }
            });
    if (!document.get("version").isTextual()) {
      Problems problems = new Problems();
      problems.shape("/version", "error.expected.jsstring");
      throw RefusedException.of(problems);
    }
    var version = Call.version(document.get("version").textValue());
    if (current.isEmpty()) {
      throw RefusedException.unknownApp(id);
    }
    return deploying
        .view()
        .appVersion(id, version)
        .orElseThrow(() -> RefusedException.unknownApp(id, version));
  }
}
