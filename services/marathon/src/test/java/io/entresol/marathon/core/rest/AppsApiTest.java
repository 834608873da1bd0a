package io.entresol.marathon.core.rest;

import static io.entresol.marathon.core.rest.TestingRest.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.entresol.marathon.core.app.AppId;
import io.entresol.marathon.core.app.AppSpec;
import io.entresol.marathon.core.rest.InstanceView.HealthResult;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AppsApiTest {
  private final TestingRest rest = new TestingRest();

  private static List<String> ids(JsonNode apps) {
    return StreamSupport.stream(apps.spliterator(), false)
        .map(app -> app.get("id").asText())
        .toList();
  }

  @Test
  void creatingAnAppAnswersWithItsDefaultsAndDeployment() {
    HttpAnswer answer = rest.post("/v2/apps", "{'id':'web','cmd':'sleep 1'}");
    JsonNode body = json(201, answer);

    assertThat(answer.headers())
        .containsEntry("Location", "http://marathon.test:8080/v2/apps/web")
        .containsEntry("Marathon-Deployment-Id", "deployment-1")
        .containsEntry("Content-Type", "application/json")
        .containsEntry("X-Marathon-Leader", "http://host:8080")
        .containsEntry("Cache-Control", "no-cache, no-store, must-revalidate");
    assertThat(body.get("id").asText()).isEqualTo("/web");
    assertThat(body.get("version").asText()).isEqualTo("2015-03-01T12:00:01.000Z");
    assertThat(body.get("deployments").get(0).get("id").asText()).isEqualTo("deployment-1");
    assertThat(body.get("tasks").isEmpty()).isTrue();
    assertThat(body.get("tasksRunning").asInt()).isZero();
    assertThat(body.has("versionInfo")).isFalse();
    assertThat(rest.app("/web").version()).isEqualTo(Instant.parse("2015-03-01T12:00:01Z"));
  }

  @Test
  void anIdIsUsedOnlyOnce() {
    AppSpec before = rest.create("web");
    JsonNode body = json(409, rest.post("/v2/apps", "{'id':'/web','cmd':'other'}"));

    assertThat(body.get("message").asText()).isEqualTo("An app with id [/web] already exists.");
    assertThat(rest.app("web")).isSameAs(before);
  }

  @Test
  void brokenJsonIsNamed() {
    JsonNode body = json(400, rest.post("/v2/apps", "{'id':"));

    assertThat(body.get("message").asText()).isEqualTo("Invalid JSON");
    assertThat(body.get("details").asText()).contains("line 1");
    assertThat(json(400, rest.post("/v2/apps", "")).get("message").asText())
        .isEqualTo("Please specify data in JSON format");
    assertThat(json(400, rest.post("/v2/apps", "[]")).get("details").get(0).get("errors").get(0))
        .hasToString("\"error.expected.jsobject\"");
    assertThat(json(400, rest.post("/v2/apps", "{} x")).get("message").asText())
        .isEqualTo("Invalid JSON");
  }

  @Test
  void aWrongTypeIs400WithItsPath() {
    JsonNode body = json(400, rest.post("/v2/apps", "{'id':123,'cmd':'x'}"));

    assertThat(body.get("message").asText()).isEqualTo("Invalid JSON");
    assertThat(body.get("details").get(0).get("path").asText()).isEqualTo("/id");
    assertThat(body.get("details").get(0).get("errors").get(0).asText())
        .isEqualTo("error.expected.jsstring");
  }

  @Test
  void aWrongValueIs422WithAllPaths() {
    JsonNode body =
        json(
            422,
            rest.post(
                "/v2/apps",
                "{'id':'a','cmd':'x','cpus':-1,'upgradeStrategy':{'minimumHealthCapacity':3}}"));

    assertThat(body.get("message").asText()).isEqualTo("Object is not valid");
    assertThat(body.get("details").findValuesAsText("path"))
        .containsExactlyInAnyOrder("/cpus", "/upgradeStrategy/minimumHealthCapacity");
    assertThat(rest.scheduler.changes).isEmpty();
  }

  @Test
  void theAppIsThereAtOnce() {
    rest.create("web");
    rest.scheduler.deployments.add(
        new DeploymentView("d1", TestingRest.NOW, Set.of(AppId.of("web")), List.of(), 1));
    JsonNode app = rest.getJson("/v2/apps/web").get("app");

    assertThat(app.get("cmd").asText()).isEqualTo("sleep 1");
    assertThat(app.get("deployments").findValuesAsText("id")).containsExactly("d1");
    assertThat(app.get("versionInfo").get("lastConfigChangeAt").asText())
        .isEqualTo(app.get("version").asText());
    assertThat(app.has("lastTaskFailure")).isFalse();
  }

  @Test
  void anUnknownAppIsNamed() {
    assertThat(json(404, rest.get("/v2/apps/no/such")).get("message").asText())
        .isEqualTo("App '/no/such' does not exist");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "                        | /a,/b/c,/b/d",
        "cmd=SLEEP               | /a,/b/c,/b/d",
        "cmd=other               |",
        "id=B                    | /b/c,/b/d",
        "id=b&label=tier         | /b/c",
        "label=tier              | /a,/b/c",
        "label=tier==web         | /a",
        "label=tier%3D%3Ddb      | /b/c",
        "label=tier!=web         | /b/c",
        "label=tier+in+(web,db)  | /a,/b/c",
        "label=tier+notin+(web)  | /b/c",
        "label=tier,zone==x      | /a",
        "nonsense=1              | /a,/b/c,/b/d",
      })
  void filtersAreAnded(String query, String expected) {
    rest.create("a", "'labels':{'tier':'web','zone':'x'}");
    rest.create("b/c", "'labels':{'tier':'db'}");
    rest.create("b/d");
    String suffix = query == null ? "" : "?" + query;

    assertThat(ids(rest.getJson("/v2/apps" + suffix).get("apps")))
        .isEqualTo(expected == null ? List.of() : List.of(expected.split(",")));
  }

  @ParameterizedTest
  @CsvSource({"a==", "'==a'", "a in", "a in (", "'a in (b'", "'a,'", "a b", "!a", "'a=b'"})
  void aBadSelectorIs422(String selector) {
    String encoded = URLEncoder.encode(selector, StandardCharsets.UTF_8);

    assertThat(rest.get("/v2/apps?label=" + encoded).status()).isEqualTo(422);
  }

  @Test
  void countsFollowTheTasks() {
    rest.create("web");
    HealthResult good = health(true);
    HealthResult bad = health(false);
    rest.scheduler.run("web", "web.1", "h1", 31000);
    rest.scheduler.add("web", "web.2", "TASK_STAGING", "h1", List.of(), 31001);
    rest.scheduler.add("web", "web.3", "TASK_RUNNING", "h1", List.of(good), 31002);
    rest.scheduler.add("web", "web.4", "TASK_RUNNING", "h1", List.of(good, bad), 31003);
    JsonNode app = rest.getJson("/v2/apps").get("apps").get(0);

    assertThat(app.get("tasksStaged").asInt()).isEqualTo(1);
    assertThat(app.get("tasksRunning").asInt()).isEqualTo(3);
    assertThat(app.get("tasksHealthy").asInt()).isEqualTo(1);
    assertThat(app.get("tasksUnhealthy").asInt()).isEqualTo(1);
    assertThat(app.has("tasks")).isFalse();
  }

  private static HealthResult health(boolean alive) {
    return new HealthResult(
        alive, 0, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
  }

  @Test
  void embedsAreAddedAndUnknownOnesIgnored() {
    rest.create("web");
    rest.scheduler.run("web", "web.1", "h1", 31000);
    rest.scheduler.failures.put(
        AppId.of("web"),
        new TaskFailure(
            AppId.of("web"),
            "web.0",
            "TASK_FAILED",
            "exit 3",
            "h1",
            TestingRest.NOW,
            TestingRest.NOW,
            Optional.of("agent-1")));
    JsonNode app =
        rest.getJson(
                "/v2/apps?embed=apps.tasks&embed=app.lastTaskFailure&embed=taskStats"
                    + "&embed=apps.readiness&embed=nonsense")
            .get("apps")
            .get(0);

    assertThat(app.get("tasks").get(0).get("id").asText()).isEqualTo("web.1");
    assertThat(app.get("lastTaskFailure").get("message").asText()).isEqualTo("exit 3");
    assertThat(app.get("lastTaskFailure").get("slaveId").asText()).isEqualTo("agent-1");
    assertThat(app.get("readinessCheckResults").isArray()).isTrue();
    assertThat(app.at("/taskStats/totalSummary/stats/counts/running").asInt()).isEqualTo(1);
    assertThat(app.at("/taskStats/withLatestConfig/stats/lifeTime/medianSeconds").isNumber())
        .isTrue();
    assertThat(app.get("taskStats").has("withOutdatedConfig")).isFalse();
  }

  @Test
  void aStarMeansTheAppsBelowAGroup() {
    rest.create("g/a");
    rest.create("g/h/b");
    rest.create("x");

    assertThat(ids(rest.getJson("/v2/apps/g/*").get("*"))).containsExactly("/g/a", "/g/h/b");
    assertThat(rest.get("/v2/apps/none/*").status()).isEqualTo(404);
    assertThat(ids(rest.getJson("/v2/apps/*").get("*"))).hasSize(3);
  }

  @Test
  void versionsAreListedNewestFirstAndReadBare() {
    rest.create("web");
    String first = rest.getJson("/v2/apps/web").at("/app/version").asText();
    json(200, rest.put("/v2/apps/web", "{'cmd':'sleep 2'}"));
    JsonNode versions = rest.getJson("/v2/apps/web/versions").get("versions");

    assertThat(versions).hasSize(2);
    assertThat(versions.get(1).asText()).isEqualTo(first);
    JsonNode old = rest.getJson("/v2/apps/web/versions/" + first);
    assertThat(old.get("id").asText()).isEqualTo("/web");
    assertThat(old.get("cmd").asText()).isEqualTo("sleep 1");
    assertThat(rest.get("/v2/apps/web/versions/2000-01-01T00:00:00.000Z").status()).isEqualTo(404);
    assertThat(rest.get("/v2/apps/web/versions/yesterday").status()).isEqualTo(422);
    assertThat(rest.get("/v2/apps/none/versions").status()).isEqualTo(404);
  }

  @Test
  void anAppGoesWithItsTasks() {
    rest.create("web");
    rest.scheduler.locks = List.of("d1");
    HttpAnswer answer = rest.delete("/v2/apps/web");

    assertThat(json(200, answer).get("deploymentId").asText()).isEqualTo("deployment-2");
    assertThat(rest.scheduler.forced).isTrue();
    assertThat(rest.get("/v2/apps/web").status()).isEqualTo(404);
    assertThat(rest.delete("/v2/apps/web").status()).isEqualTo(404);
    assertThat(json(404, rest.delete("/v2/apps/web/restart")).get("message").asText())
        .isEqualTo("App '/web/restart' does not exist");
  }

  @Test
  void aRestartReplacesWithoutAChange() {
    AppSpec before = rest.create("web");
    json(200, rest.post("/v2/apps/web/restart", ""));

    assertThat(rest.scheduler.changes.get(1).restart()).containsExactly(AppId.of("web"));
    assertThat(AppSpec.isConfigChange(before, rest.app("web"))).isFalse();
    assertThat(rest.app("web").configVersion()).isAfter(before.version());
    assertThat(rest.post("/v2/apps/none/restart", "").status()).isEqualTo(404);
    rest.scheduler.locks = List.of("d1");
    assertThat(rest.post("/v2/apps/web/restart", "").status()).isEqualTo(409);
  }

  @Test
  void theIdInAPathMayBeEncodedAndHaveStraySlashes() {
    rest.create("prod/db");

    assertThat(rest.get("/v2/apps//prod/db/").status()).isEqualTo(200);
    assertThat(rest.get("/v2/apps/%2Fprod%2Fdb").status()).isEqualTo(200);
    assertThat(rest.get("/v2/apps/%zz").status()).isEqualTo(400);
  }

  @Test
  void anAppAndAGroupCannotShareAPath() {
    rest.create("prod/db");

    assertThat(json(422, rest.post("/v2/apps", "{'id':'prod','cmd':'x'}")).toString())
        .contains("/id");
    assertThat(rest.post("/v2/apps", "{'id':'prod/db/x','cmd':'x'}").status()).isEqualTo(422);
    assertThat(rest.scheduler.root().apps()).hasSize(1);
  }

  @Test
  void circlesOfDependenciesAreRefused() {
    rest.create("a", "'dependencies':['b']");
    JsonNode body = json(422, rest.post("/v2/apps", "{'id':'b','cmd':'x','dependencies':['a']}"));

    assertThat(body.at("/details/0/path").asText()).isEqualTo("/dependencies");
    assertThat(rest.post("/v2/apps", "{'id':'c','cmd':'x','dependencies':['a']}").status())
        .isEqualTo(201);
  }

  @Test
  void servicePortsAreUniqueAndStable() {
    AppSpec a = rest.create("a", "'ports':[0,0,9000]");
    AppSpec b = rest.create("b");

    assertThat(a.servicePorts().subList(0, 2)).allMatch(port -> port >= 10_000 && port < 20_000);
    assertThat(a.servicePorts().get(2)).isEqualTo(9000);
    assertThat(Set.copyOf(a.servicePorts())).hasSize(3).doesNotContain(b.servicePorts().get(0));
    json(200, rest.put("/v2/apps/a", "{'cmd':'y','ports':[0,0,9000]}"));
    assertThat(rest.app("a").servicePorts()).isEqualTo(a.servicePorts());
    assertThat(rest.getJson("/v2/apps/a").at("/app/ports/0").asInt())
        .isEqualTo(a.servicePorts().get(0));
  }

  @Test
  void anExhaustedRangeIsTold() {
    TestingRest narrow = new TestingRest(10_000, 10_001);
    narrow.create("a");

    assertThat(json(422, narrow.post("/v2/apps", "{'id':'b','cmd':'x'}")).get("message").asText())
        .contains("[10000-10001)");
  }

  @Test
  void tooManyDeploymentsAre403() {
    assertThat(RefusedException.tooManyDeployments(100).status()).isEqualTo(403);
  }
}
