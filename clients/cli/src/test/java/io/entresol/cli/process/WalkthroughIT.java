package io.entresol.cli.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The walkthrough of the README against {@code entresol local}: everything in one process. */
class WalkthroughIT {
  @TempDir static Path directory;

  private static LocalCluster local;
  private static Cluster cluster;

  @BeforeAll
  static void start() throws IOException {
    local = LocalCluster.start(directory);
    cluster = local.doors();
  }

  @AfterAll
  static void stop() {
    local.close();
    assertThat(local.process().isAlive()).isFalse();
  }

  @Test
  void dockerAppIsReachableAndReplacedWhenKilled() throws IOException {
    assumeTrue(Docker.isAvailable(), "needs a Docker engine with the image busybox");
    JsonNode created = cluster.post(web("web", 0));
    assertThat(created.path("id").asText()).isEqualTo("/web");
    assertThat(created.path("deployments")).hasSize(1);

    JsonNode task = cluster.awaitRunning("web", 1).get(0);
    int port = task.path("ports").get(0).asInt();
    assertThat(port).isBetween(31000, 32000);
    Eventually.isTrue(
        "the page is served", () -> Http.get("http://127.0.0.1:" + port + "/").statusCode() == 200);

    String container = Docker.running("io.entresol.task_id=" + task.path("id").asText()).get(0);
    Docker.kill(container);
    Eventually.isTrue(
        "another task runs",
        () ->
            cluster.running("web").stream()
                .anyMatch(t -> !t.path("id").asText().equals(task.path("id").asText())));

    HttpResponse<String> scaled =
        Http.send("PUT", cluster.marathon("/v2/apps/web"), "{\"instances\": 2}");
    assertThat(scaled.statusCode()).isEqualTo(200);
    Eventually.isTrue(
        "the queue says that the constraint is not met",
        () -> Http.get(cluster.marathon("/v2/queue")).body().contains("UnfulfilledConstraint"));
    assertThat(cluster.running("web")).hasSize(1);
    cluster.delete("web");
  }

  @Test
  void commandAppScalesUpAndDown() {
    cluster.post("{\"id\": \"sleeper\", \"cmd\": \"sleep 1000\", \"cpus\": 0.1, \"mem\": 32}");
    cluster.awaitRunning("sleeper", 1);
    cluster.awaitDeployed("sleeper");
    Http.send("PUT", cluster.marathon("/v2/apps/sleeper"), "{\"instances\": 3}");
    cluster.awaitRunning("sleeper", 3);
    cluster.awaitDeployed("sleeper");
    Http.send("PUT", cluster.marathon("/v2/apps/sleeper"), "{\"instances\": 1}");
    cluster.awaitRunning("sleeper", 1);
    cluster.delete("sleeper");
    Eventually.isTrue(
        "nothing is used any more",
        () ->
            Http.getJson(cluster.mesos("/state-summary"))
                    .path("slaves")
                    .get(0)
                    .path("used_resources")
                    .path("cpus")
                    .asDouble()
                == 0);
  }

  @Test
  void oldestFormOfAnAppIsAccepted() throws IOException {
    assumeTrue(Docker.allowsPrivileged(), "needs a Docker engine that may run privileged ones");
    cluster.post(
        "{\"container\": {\"image\": \"docker:///busybox\", \"options\": [\"--privileged\"]},"
            + "\"cpus\": 0.1, \"cmd\": \"sleep 500\", \"id\": \"docker-tester\","
            + "\"instances\": 1, \"mem\": 32}");
    JsonNode task = cluster.awaitRunning("docker-tester", 1).get(0);
    String container = Docker.running("io.entresol.task_id=" + task.path("id").asText()).get(0);
    assertThat(Docker.inspect(container, "{{.HostConfig.Privileged}}")).isEqualTo("true");
    cluster.delete("docker-tester");
  }

  @Test
  void missingImageIsReported() throws IOException {
    assumeTrue(Docker.isAvailable(), "needs a Docker engine with the image busybox");
    cluster.post(
        "{\"id\": \"missing\", \"cmd\": \"true\", \"cpus\": 0.1, \"mem\": 32, \"container\":"
            + "{\"type\": \"DOCKER\", \"docker\": {\"image\": \"no-such-image\"}}}");
    JsonNode failure =
        Eventually.holds(
            "the last failure",
            () -> {
              JsonNode app = Http.getJson(cluster.marathon("/v2/apps/missing")).path("app");
              return app.hasNonNull("lastTaskFailure") ? app.get("lastTaskFailure") : null;
            });
    assertThat(failure.path("state").asText()).isEqualTo("TASK_FAILED");
    assertThat(failure.path("message").asText()).contains("no-such-image");
    cluster.delete("missing");
  }

  @Test
  void executeEndsAsItsTaskDoes() throws IOException, InterruptedException {
    EntresolProcess finished =
        EntresolProcess.start(
            directory,
            "execute",
            "--master=127.0.0.1:" + cluster.mesosPort(),
            "--name=cluster-test",
            "--resources=cpus:0.1;mem:32",
            "--command=sleep 1");
    assertThat(finished.awaitExit()).isZero();
    assertThat(finished.output())
        .containsSubsequence(
            "Subscribed with ID ",
            "Submitted task 'cluster-test' to agent '",
            "Received status update TASK_STARTING for task 'cluster-test'",
            "Received status update TASK_RUNNING for task 'cluster-test'",
            "Received status update TASK_FINISHED for task 'cluster-test'",
            "  message: 'Command exited with status 0'");

    EntresolProcess failed =
        EntresolProcess.start(
            directory,
            "execute",
            "--master=zk://" + local.zooKeeper() + "/mesos",
            "--name=fails",
            "--resources=cpus:0.1;mem:32",
            "--content_type=json",
            "--command=exit 3");
    assertThat(failed.awaitExit()).isEqualTo(1);
    assertThat(failed.output())
        .contains("TASK_FAILED", "  message: 'Command exited with status 3'");
  }

  @Test
  void resolvePrintsTheLeader() throws IOException, InterruptedException {
    EntresolProcess resolve =
        EntresolProcess.start(directory, "resolve", "zk://" + local.zooKeeper() + "/mesos");
    assertThat(resolve.awaitExit()).isZero();
    assertThat(resolve.output()).contains("127.0.0.1:" + cluster.mesosPort());
  }

  private static String web(String id, int hostPort) {
    return "{\"id\": \""
        + id
        + "\", \"cmd\": \"httpd -f -p 80 -h /www\", \"cpus\": 0.2, \"mem\": 20.0,"
        + "\"instances\": 1, \"constraints\": [[\"hostname\", \"UNIQUE\", \"\"]],"
        + "\"container\": {\"type\": \"DOCKER\", \"docker\": {\"image\": \"busybox\","
        + "\"network\": \"BRIDGE\", \"portMappings\": [{\"containerPort\": 80, \"hostPort\": "
        + hostPort
        + ", \"servicePort\": 0, \"protocol\": \"tcp\"}]}}}";
  }
}
