package io.entresol.cli.process;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;

/** The two front doors of a cluster, and what the walkthroughs do at them. */
record Cluster(int mesosPort, int marathonPort) {

  String mesos(String path) {
    return "http://127.0.0.1:" + mesosPort + path;
  }

  String marathon(String path) {
    return "http://127.0.0.1:" + marathonPort + path;
  }

  /** Waits until both answer, an agent is registered and Marathon has subscribed. */
  void awaitReady() {
    Eventually.isTrue(
        "an agent is registered", () -> !Http.getJson(mesos("/slaves")).path("slaves").isEmpty());
    Eventually.isTrue(
        "Marathon leads",
        () -> !Http.getJson(marathon("/v2/info")).path("frameworkId").asText("").isEmpty());
  }

  JsonNode post(String app) {
    HttpResponse<String> response = Http.send("POST", marathon("/v2/apps"), app);
    if (response.statusCode() != 201) {
      throw new AssertionError(response.statusCode() + ": " + response.body());
    }
    return Http.json(response);
  }

  /** The tasks of an app that are running. */
  List<JsonNode> running(String app) {
    List<JsonNode> running = new ArrayList<>();
    for (JsonNode task : Http.getJson(marathon("/v2/apps/" + app + "/tasks")).path("tasks")) {
      if (task.path("state").asText().equals("TASK_RUNNING")) {
        running.add(task);
      }
    }
    return running;
  }

  List<JsonNode> awaitRunning(String app, int count) {
    return Eventually.holds(
        count + " running tasks of " + app,
        () -> {
          List<JsonNode> tasks = running(app);
          return tasks.size() == count ? tasks : null;
        });
  }

  /** Waits until no deployment touches an app. */
  void awaitDeployed(String app) {
    Eventually.isTrue(
        app + " is in no deployment",
        () -> Http.getJson(marathon("/v2/apps/" + app)).path("app").path("deployments").isEmpty());
  }

  void delete(String app) {
    Http.send("DELETE", marathon("/v2/apps/" + app), "");
    Eventually.isTrue(
        app + " is gone", () -> Http.get(marathon("/v2/apps/" + app)).statusCode() == 404);
    Eventually.isTrue(
        "the tasks of " + app + " are gone",
        () -> !Http.get(marathon("/v2/tasks")).body().contains("\"/" + app + "\""));
  }
}
