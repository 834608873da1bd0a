package io.entresol.marathon.core.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.entresol.marathon.core.json.JsonText;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** Answers in the forms that clients know. */
public final class Answers {
  private static final String DEPLOYMENT_HEADER = "Marathon-Deployment-Id";
  private static final Map<String, String> JSON = Map.of("Content-Type", "application/json");

  private Answers() {}

  public static HttpAnswer json(JsonNode body) {
    return json(200, body);
  }

  public static HttpAnswer json(int status, JsonNode body) {
    return new HttpAnswer(status, JSON, JsonText.bytes(body));
  }

  public static HttpAnswer text(String body) {
    return new HttpAnswer(
        200,
        Map.of("Content-Type", "text/plain; charset=utf-8"),
        body.getBytes(StandardCharsets.UTF_8));
  }

  public static HttpAnswer empty(int status) {
    return new HttpAnswer(status, Map.of(), new byte[0]);
  }

  public static HttpAnswer with(HttpAnswer answer, String header, String value) {
    Map<String, String> headers = new HashMap<>(answer.headers());
    headers.put(header, value);
    return new HttpAnswer(answer.status(), headers, answer.body());
  }

  /** A change has been accepted. */
  public static HttpAnswer deployment(int status, DeployOutcome.Accepted accepted) {
    ObjectNode body =
        JsonText.object()
            .put("version", JsonText.instant(accepted.version()))
            .put("deploymentId", accepted.deploymentId());
    return naming(json(status, body), accepted);
  }

  /** With the header that names the deployment. */
  public static HttpAnswer naming(HttpAnswer answer, DeployOutcome.Accepted accepted) {
    return with(answer, DEPLOYMENT_HEADER, accepted.deploymentId());
  }
}
