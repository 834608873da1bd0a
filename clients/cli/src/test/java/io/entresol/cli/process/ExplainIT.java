package io.entresol.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Why is there no offer? Asked of a running cluster, over HTTP and by the command. */
class ExplainIT {
  @TempDir static Path directory;

  private static LocalCluster local;
  private static Cluster cluster;
  private static String frameworkId;

  @BeforeAll
  static void start() throws IOException {
    local = LocalCluster.start(directory);
    cluster = local.doors();
    frameworkId = Http.getJson(cluster.marathon("/v2/info")).path("frameworkId").asText();
  }

  @AfterAll
  static void stop() {
    local.close();
  }

  private static JsonNode firstRole(String path) {
    return Http.getJson(cluster.mesos(path)).path("roles").path(0);
  }

  private EntresolProcess explain(String... what) throws IOException {
    String[] arguments = new String[what.length + 2];
    arguments[0] = "explain";
    System.arraycopy(what, 0, arguments, 1, what.length);
    arguments[what.length + 1] = "--master=127.0.0.1:" + cluster.mesosPort();
    return EntresolProcess.start(directory, arguments);
  }

  @Test
  void anIdleMarathonWantsNoOffers() throws Exception {
    // It declines what it cannot use, or suppresses offers: either is the reason.
    Eventually.isTrue(
        "Marathon is offered nothing for a reason of its own",
        () ->
            List.of("declined", "role_suppressed")
                .contains(
                    firstRole("/frameworks/" + frameworkId + "/explain")
                        .path("agents")
                        .path(0)
                        .path("reason")
                        .asText()));
    assertThat(firstRole("/master/frameworks/" + frameworkId + "/explain").path("role").asText())
        .isEqualTo("*");

    EntresolProcess command = explain("framework", frameworkId);
    assertThat(command.awaitExit()).as(command.output()).isZero();
    assertThat(command.output())
        .contains("Framework " + frameworkId + " (marathon) is connected")
        .contains("In role *: dominant share")
        .contains("1 agent: the framework has ");
  }

  private static void operate(String call) {
    HttpResponse<String> answer = Http.send("POST", cluster.mesos("/api/v1"), call);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  private static void awaitReason(String reason) {
    Eventually.isTrue(
        "the reason is " + reason,
        () ->
            firstRole("/frameworks/" + frameworkId + "/explain")
                .path("agents")
                .path(0)
                .path("reason")
                .asText()
                .equals(reason));
  }

  @Test
  void whatAnOperatorHasDoneToAnAgentIsAReason() {
    // An app that does not fit keeps Marathon from suppressing its offers.
    cluster.post("{\"id\": \"app\", \"cmd\": \"sleep 1000\", \"cpus\": 9, \"mem\": 32}");
    String agent =
        Http.getJson(cluster.mesos("/slaves")).path("slaves").path(0).path("id").asText();
    String named = "{\"agent_id\": {\"value\": \"" + agent + "\"}}";
    awaitReason("declined");
    operate("{\"type\": \"DEACTIVATE_AGENT\", \"deactivate_agent\": " + named + "}");
    awaitReason("agent_deactivated");
    operate("{\"type\": \"DRAIN_AGENT\", \"drain_agent\": " + named + "}");
    awaitReason("agent_draining");
    operate("{\"type\": \"REACTIVATE_AGENT\", \"reactivate_agent\": " + named + "}");
    awaitReason("declined");
    cluster.delete("app");
  }

  @Test
  void aRoleIsExplained() throws Exception {
    JsonNode role = Http.getJson(cluster.mesos("/roles/*/explain"));
    assertThat(role.path("frameworks").path(0).path("framework_id").asText())
        .isEqualTo(frameworkId);

    EntresolProcess command = explain("role", "*", "--json");
    assertThat(command.awaitExit()).as(command.output()).isZero();
    assertThat(Http.json(command.output()).path("framework_count").asInt()).isEqualTo(1);
  }

  @Test
  void whatIsNotKnownIsSaidToBe() throws Exception {
    HttpResponse<String> answer = Http.get(cluster.mesos("/frameworks/nope/explain"));
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body()).contains("knows no framework 'nope'");
    assertThat(Http.get(cluster.mesos("/roles/a/b/explain")).body()).contains("role 'a/b'");

    EntresolProcess command = explain("framework", "nope");
    assertThat(command.awaitExit()).isEqualTo(1);
    assertThat(command.output()).contains("knows no framework 'nope'");
  }
}
