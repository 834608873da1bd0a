package io.entresol.marathon.core.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.entresol.marathon.core.app.AppId;
import io.entresol.marathon.core.json.JsonText;
import io.entresol.marathon.core.json.Problems;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A request cannot be granted, and nothing has changed. Only {@link RestApi} catches it; the
 * factories know which status and words clients expect.
 */
public final class RefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final transient ObjectNode body;

  private RefusedException(int status, ObjectNode body) {
    super(body.path("message").asText(), null, false, false);
    this.status = status;
    this.body = body;
  }

  public static RefusedException of(int status, String message) {
    return new RefusedException(status, JsonText.object().put("message", message));
  }

  /** The syntax is broken. */
  public static RefusedException syntax(String parserText) {
    ObjectNode body = JsonText.object().put("message", "Invalid JSON");
    return new RefusedException(400, body.put("details", parserText));
  }

  /** There is no JSON at all. */
  public static RefusedException noDocument() {
    ObjectNode body = JsonText.object().put("message", "Please specify data in JSON format");
    return new RefusedException(400, body.put("details", "No content to map due to end-of-input"));
  }

  /** The document has another form than is expected, or says what cannot be. */
  public static RefusedException of(Problems problems) {
    return new RefusedException(problems.hasShapeProblem() ? 400 : 422, problems.toJson());
  }

  public static RefusedException value(String path, String message) {
    Problems problems = new Problems();
    problems.value(path, message);
    return of(problems);
  }

  public static RefusedException unknownApp(AppId id) {
    return of(404, "App '" + id + "' does not exist");
  }

  public static RefusedException unknownApp(AppId id, Instant version) {
    return of(404, "App '" + id + "' does not exist in version " + JsonText.instant(version));
  }

  public static RefusedException unknownGroup(AppId id, Optional<Instant> version) {
    String suffix = version.map(at -> " in version " + JsonText.instant(at)).orElse("");
    return of(404, "Group '" + id + "' does not exist" + suffix);
  }

  public static RefusedException unknownTask(String id) {
    return of(404, "Task '" + id + "' does not exist");
  }

  public static RefusedException locked(List<String> deploymentIds) {
    ObjectNode body =
        JsonText.object()
            .put(
                "message",
                "App is locked by one or more deployments. Override with the option '?force=true'."
                    + " View details at '/v2/deployments/<DEPLOYMENT_ID>'.");
    var deployments = body.putArray("deployments");
    deploymentIds.forEach(id -> deployments.addObject().put("id", id));
    return new RefusedException(409, body);
  }

  public static RefusedException tooManyDeployments(int limit) {
    return of(
        403,
        "Max number ("
            + limit
            + ") of running deployments is achieved. Wait for existing"
            + " deployments to complete or cancel one using force=true parameter. You can increase"
            + " max deployment number by using --max_running_deployments parameter");
  }

  public int status() {
    return status;
  }

  public ObjectNode body() {
    return body;
  }
}
