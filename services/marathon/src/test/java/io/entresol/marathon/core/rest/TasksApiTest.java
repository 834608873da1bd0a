package io.entresol.marathon.core.rest;

import static io.entresol.marathon.core.rest.TestingRest.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.entresol.marathon.core.rest.InstanceView.HealthResult;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TasksApiTest {
  private final TestingRest rest = new TestingRest();

  @BeforeEach
  void runTasks() {
    rest.create("a/web", "'instances':3,'ports':[9000,9001]");
    rest.create("batch", "'ports':[],'instances':2");
    rest.scheduler.run("a/web", "a_web.1", "h1", 31000, 31001);
    rest.scheduler.run("a/web", "a_web.2", "h2", 31002, 31003);
    rest.scheduler.add("a/web", "a_web.3", "TASK_STAGING", "h2", List.of(), 31004, 31005);
    rest.scheduler.run("batch", "batch.1", "h1");
    rest.scheduler.run("batch", "batch.2", "h2");
  }

  private static List<String> ids(JsonNode body) {
    return body.get("tasks").findValuesAsText("id");
  }

  @Test
  void aTaskShowsWhereItRuns() {
    JsonNode task = rest.getJson("/v2/apps/a/web/tasks").get("tasks").get(0);

    assertThat(task.get("id").asText()).isEqualTo("a_web.1");
    assertThat(task.get("appId").asText()).isEqualTo("/a/web");
    assertThat(task.get("host").asText()).isEqualTo("h1");
    assertThat(task.get("ports").toString()).isEqualTo("[31000,31001]");
    assertThat(task.get("servicePorts").toString()).isEqualTo("[9000,9001]");
    assertThat(task.at("/ipAddresses/0/ipAddress").asText()).isEqualTo("172.17.0.2");
    assertThat(task.get("state").asText()).isEqualTo("TASK_RUNNING");
    assertThat(task.get("stagedAt").asText()).isEqualTo("2015-03-01T12:00:00.000Z");
    assertThat(task.get("startedAt").asText()).isEqualTo("2015-03-01T12:00:01.000Z");
    assertThat(task.get("slaveId").asText()).isEqualTo("agent-1");
    assertThat(task.get("version").isTextual()).isTrue();
    assertThat(task.has("healthCheckResults")).isFalse();
    assertThat(rest.getJson("/v2/apps/a/web/tasks").at("/tasks/2/startedAt").isNull()).isTrue();
  }

  @Test
  void resultsOfHealthChecksAreShown() {
    rest.scheduler.add(
        "a/web",
        "a_web.instance-1._app.1",
        "TASK_RUNNING",
        "h1",
        List.of(
            new HealthResult(
                false,
                2,
                Optional.empty(),
                Optional.of(TestingRest.NOW),
                Optional.of(TestingRest.NOW),
                Optional.of("refused"))),
        31009,
        31010);
    JsonNode result =
        rest.getJson("/v2/tasks").get("tasks").get(5).get("healthCheckResults").get(0);

    assertThat(result.get("alive").asBoolean()).isFalse();
    assertThat(result.get("consecutiveFailures").asInt()).isEqualTo(2);
    assertThat(result.get("firstSuccess").isNull()).isTrue();
    assertThat(result.get("lastFailureCause").asText()).isEqualTo("refused");
    assertThat(result.get("instanceId").asText()).isEqualTo("a_web.instance-1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "                                     | 5",
        "?status=running                      | 4",
        "?status=staging                      | 1",
        "?status[]=running&status[]=staging   | 5",
        "?status=nonsense                     | 5"
      })
  void tasksAreFilteredByStatus(String query, int count) {
    assertThat(ids(rest.getJson("/v2/tasks" + (query == null ? "" : query)))).hasSize(count);
  }

  @Test
  void textHasALineForEachServicePort() {
    HttpAnswer answer = rest.call("GET", "/v2/tasks", "", "accept", "text/plain");

    assertThat(answer.headers().get("Content-Type")).startsWith("text/plain");
    assertThat(answer.text()).endsWith("\n");
    assertThat(answer.text().lines())
        .containsExactly(
            "a_web\t9000\th1:31000\th2:31002\t",
            "a_web\t9001\th1:31001\th2:31003\t",
            "batch\t \th1 h2 ");
    assertThat(rest.call("GET", "/v2/apps/batch/tasks", "", "accept", "text/plain").text())
        .isEqualTo("batch\t \th1 h2 \n");
    assertThat(rest.call("GET", "/v2/apps/a/*/tasks", "", "accept", "text/plain").text())
        .startsWith("a_web\t9000");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "*/*                                    | json",
        "application/json                       | json",
        "text/plain, application/json           | plain",
        "application/json, text/plain           | json",
        "application/json;q=0.5, text/plain     | plain",
        "text/plain;q=0.5, application/json     | json",
        "text/html, */*                         | json",
        "text/plain;q=0                         | json",
      })
  void jsonIsGivenUnlessTextIsNamedFirst(String accept, String kind) {
    assertThat(rest.call("GET", "/v2/tasks", "", "accept", accept).headers().get("Content-Type"))
        .contains(kind);
  }

  @Test
  void portsWithoutAHostPortAreShownForNamedNetworksOnly() {
    rest.create(
        "ct",
        "'networks':[{'mode':'container','name':'net'}],'container':{'type':'DOCKER','docker':"
            + "{'image':'i'},'portMappings':[{'containerPort':80,'servicePort':9100},"
            + "{'containerPort':81,'hostPort':0,'servicePort':9101}]}");
    rest.scheduler.run("ct", "ct.1", "h1", 31050);

    assertThat(rest.call("GET", "/v2/apps/ct/tasks", "", "accept", "text/plain").text())
        .isEqualTo("ct\t9100\t\nct\t9101\th1:31050\t\n");
    assertThat(
            rest.call("GET", "/v2/apps/ct/tasks?containerNetworks=net", "", "accept", "text/plain")
                .text())
        .isEqualTo("ct\t9100\t172.17.0.2:80\t\nct\t9101\th1:31050\t\n");
  }

  @Test
  void aKilledTaskIsReplaced() {
    JsonNode body = json(200, rest.delete("/v2/apps/a/web/tasks/a_web.2"));

    assertThat(body.get("task").get("id").asText()).isEqualTo("a_web.2");
    assertThat(rest.scheduler.killed).containsExactly("a_web.2");
    assertThat(rest.scheduler.changes).hasSize(2);
    assertThat(json(404, rest.delete("/v2/apps/a/web/tasks/none.1")).get("message").asText())
        .isEqualTo("Task 'none.1' does not exist");
    assertThat(rest.delete("/v2/apps/a/web/tasks/batch.1").status()).isEqualTo(404);
    assertThat(rest.delete("/v2/apps/none/tasks/a_web.1").status()).isEqualTo(404);
  }

  @Test
  void aTaskKilledWithScaleIsOneFewer() {
    JsonNode body = json(200, rest.delete("/v2/apps/a/web/tasks/a_web.2?scale=true"));

    assertThat(body.get("deploymentId").asText()).isEqualTo("deployment-3");
    assertThat(rest.app("a/web").instances()).isEqualTo(2);
    assertThat(rest.scheduler.changes.get(2).killFirst()).containsExactly("a_web.2");
    assertThat(rest.scheduler.killed).isEmpty();
  }

  @Test
  void allTasksOfAnAppOrHostAreKilled() {
    assertThat(ids(json(200, rest.delete("/v2/apps/a/web/tasks?host=h2&wipe=true"))))
        .containsExactly("a_web.2", "a_web.3");
    assertThat(rest.scheduler.killed).containsExactly("a_web.2", "a_web.3");
    assertThat(rest.scheduler.wiped).isTrue();
    assertThat(ids(json(200, rest.delete("/v2/apps/a/web/tasks?host=*")))).hasSize(3);
    json(200, rest.delete("/v2/apps/a/web/tasks?scale=true"));
    assertThat(rest.app("a/web").instances()).isZero();
  }

  @Test
  void locksHoldForScalingOnly() {
    rest.scheduler.locks = List.of("d1");

    assertThat(rest.delete("/v2/apps/batch/tasks").status()).isEqualTo(200);
    assertThat(rest.delete("/v2/apps/batch/tasks?scale=true").status()).isEqualTo(409);
    assertThat(rest.delete("/v2/apps/batch/tasks?scale=true&force=true").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "DELETE,/v2/apps/batch/tasks",
    "DELETE,/v2/apps/batch/tasks/batch.1",
    "POST,/v2/tasks/delete"
  })
  void scaleAndWipeExcludeEachOther(String method, String path) {
    HttpAnswer answer = rest.call(method, path + "?scale=true&wipe=true", "{'ids':['batch.1']}");

    assertThat(json(400, answer).get("message").asText()).contains("scale and wipe");
    assertThat(rest.scheduler.killed).isEmpty();
  }

  @Test
  void tasksOfSeveralAppsAreKilledByTheirIds() {
    JsonNode body =
        json(200, rest.post("/v2/tasks/delete", "{'ids':['batch.1','a_web.1','gone.7']}"));

    assertThat(ids(body)).containsExactly("batch.1", "a_web.1");
    assertThat(rest.scheduler.killed).containsExactly("batch.1", "a_web.1");
    json(200, rest.post("/v2/tasks/delete?scale=true", "{'ids':['batch.1','a_web.1']}"));
    assertThat(rest.app("batch").instances()).isEqualTo(1);
    assertThat(rest.app("a/web").instances()).isEqualTo(2);
    assertThat(rest.scheduler.changes).hasSize(3);
  }

  @Test
  void badListsOfIdsAreRefused() {
    assertThat(rest.post("/v2/tasks/delete", "{'ids':['nonsense']}").status()).isEqualTo(400);
    assertThat(rest.post("/v2/tasks/delete", "{'ids':'batch.1'}").status()).isEqualTo(400);
    assertThat(rest.post("/v2/tasks/delete", "{}").status()).isEqualTo(400);
    assertThat(rest.post("/v2/tasks/delete", "").status()).isEqualTo(400);
    assertThat(rest.scheduler.killed).isEmpty();
  }
}
