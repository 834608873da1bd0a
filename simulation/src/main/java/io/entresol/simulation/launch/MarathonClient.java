package io.entresol.simulation.launch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Posts an app, waits until its task runs, deletes it. */
final class MarathonClient {
  private static final long POLL_MS = 2;
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final ObjectMapper json = new ObjectMapper();
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String url;

  MarathonClient(String url) {
    this.url = url;
  }

  Duration launch(String app) throws IOException, InterruptedException {
    String id = json.readTree(app).path("id").asText();
    long start = System.nanoTime();
    HttpResponse<String> created = send("POST", "/v2/apps", app);
    if (created.statusCode() != 201) {
      throw new IOException("POST /v2/apps: " + created.statusCode() + " " + created.body());
    }
    await(id + " runs", () -> isRunning(id));
    Duration time = Duration.ofNanos(System.nanoTime() - start);
    send("DELETE", "/v2/apps/" + id + "?force=true", "");
    await(id + " is gone", () -> send("GET", "/v2/apps/" + id, "").statusCode() == 404);
    await("no deployment is left", () -> tree("/v2/deployments").isEmpty());
    return time;
  }

  private boolean isRunning(String id) throws IOException, InterruptedException {
    for (JsonNode task : tree("/v2/apps/" + id + "/tasks").path("tasks")) {
      if (task.path("state").asText().equals("TASK_RUNNING")) {
        return true;
      }
    }
    return false;
  }

  private JsonNode tree(String path) throws IOException, InterruptedException {
    return json.readTree(send("GET", path, "").body());
  }

  /** Something that holds sooner or later. */
  private interface Condition {
    boolean holds() throws IOException, InterruptedException;
  }

  private static void await(String what, Condition condition)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (!condition.holds()) {
      if (System.nanoTime() > deadline) {
        throw new IOException("not within " + LIMIT.toSeconds() + " s: " + what);
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MS);
    }
  }

  private HttpResponse<String> send(String method, String path, String body)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url + path))
            .header("Content-Type", "application/json")
            .method(
                method,
                body.isEmpty()
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body))
            .build();
    return http.send(request, HttpResponse.BodyHandlers.ofString());
  }
}
