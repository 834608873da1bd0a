package io.entresol.marathon.core.rest;

import static io.entresol.marathon.core.rest.TestingRest.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.entresol.marathon.core.app.AppId;
import io.entresol.marathon.core.app.AppSpec;
import io.entresol.marathon.core.json.JsonText;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AppUpdatesTest {
  private final TestingRest rest = new TestingRest();

  @Test
  void scalingKeepsTheConfigurationsVersion() {
    AppSpec before = rest.create("web");
    JsonNode body = json(200, rest.put("/v2/apps/web", "{'instances':3}"));
    AppSpec after = rest.app("web");

    assertThat(body.get("deploymentId").asText()).isEqualTo("deployment-2");
    assertThat(body.get("version").asText()).isEqualTo(JsonText.instant(after.version()));
    assertThat(after.instances()).isEqualTo(3);
    assertThat(after.configVersion()).isEqualTo(before.configVersion());
    assertThat(after.versionInfo().lastScalingAt()).isEqualTo(after.version());
  }

  @Test
  void aChangeMovesBothTimes() {
    AppSpec before = rest.create("web");
    json(200, rest.put("/v2/apps/web", "{'labels':{'a':'b'}}"));

    assertThat(rest.app("web").configVersion()).isAfter(before.version());
    assertThat(rest.app("web").cmd()).isEqualTo(before.cmd());
  }

  @Test
  void aFullReplacementResetsWhatItDoesNotName() {
    rest.create("web", "'cpus':0.5,'labels':{'a':'b'}");
    json(200, rest.put("/v2/apps/web?partialUpdate=false", "{'cmd':'sleep 2'}"));

    assertThat(rest.app("web").demand().cpus()).isEqualTo(1);
    assertThat(rest.app("web").labels()).isEmpty();
    assertThat(rest.put("/v2/apps/web?partialUpdate=false", "{'cpus':1}").status()).isEqualTo(422);
  }

  @Test
  void anUnknownAppIsCreatedByPutButNotByPatch() {
    assertThat(rest.put("/v2/apps/web", "{'cmd':'x'}").status()).isEqualTo(201);
    assertThat(rest.call("PATCH", "/v2/apps/web", "{'cmd':'y'}").status()).isEqualTo(200);
    assertThat(rest.call("PATCH", "/v2/apps/other", "{'cmd':'y'}").status()).isEqualTo(404);
    assertThat(rest.put("/v2/apps/Bad_Id", "{'cmd':'x'}").status()).isEqualTo(422);
  }

  @Test
  void theSameDefinitionIsNoChangeButADeployment() {
    AppSpec before = rest.create("web");
    JsonNode body = json(200, rest.put("/v2/apps/web", "{'cmd':'sleep 1','instances':1}"));

    assertThat(body.get("deploymentId").asText()).isEqualTo("deployment-2");
    assertThat(rest.app("web")).isSameAs(before);
    assertThat(rest.scheduler.root().version()).isAfter(before.version());
  }

  @Test
  void anAnswerSentBackIsAccepted() {
    AppSpec before =
        rest.create(
            "web",
            "'uris':['http://h/a.tgz'],'container':{'docker':{'image':'i','network':'BRIDGE',"
                + "'portMappings':[{'containerPort':80}]}}");
    ObjectNode answer = (ObjectNode) rest.getJson("/v2/apps/web").get("app");

    assertThat(rest.put("/v2/apps/web", answer.toString()).status()).isEqualTo(200);
    assertThat(rest.app("web")).isSameAs(before);
    answer.put("instances", 4);
    assertThat(rest.put("/v2/apps/web?partialUpdate=false", answer.toString()).status())
        .isEqualTo(200);
    assertThat(rest.app("web").instances()).isEqualTo(4);
    assertThat(rest.app("web").configVersion()).isEqualTo(before.configVersion());
  }

  @Test
  void anEarlierVersionComesBack() {
    AppSpec first = rest.create("web");
    json(200, rest.put("/v2/apps/web", "{'cmd':'broken'}"));
    String version = JsonText.instant(first.version());
    json(200, rest.put("/v2/apps/web", "{'version':'" + version + "'}"));

    assertThat(rest.app("web").cmd()).isEqualTo(first.cmd());
    assertThat(rest.app("web").version()).isAfter(first.version());
    JsonNode refused =
        json(422, rest.put("/v2/apps/web", "{'version':'" + version + "','cmd':'x'}"));
    assertThat(refused.at("/details/0/path").asText()).isEqualTo("/");
    assertThat(rest.put("/v2/apps/web", "{'version':'2000-01-01T00:00:00.000Z'}").status())
        .isEqualTo(404);
    assertThat(rest.put("/v2/apps/web", "{'version':'monday'}").status()).isEqualTo(422);
    assertThat(rest.put("/v2/apps/web", "{'version':5}").status()).isEqualTo(400);
  }

  @Test
  void anAppThatIsBeingDeployedIsLocked() {
    rest.create("web");
    rest.scheduler.locks = List.of("d1", "d2");
    JsonNode body = json(409, rest.put("/v2/apps/web", "{'instances':2}"));

    assertThat(body.get("message").asText())
        .startsWith("App is locked by one or more deployments.");
    assertThat(body.get("deployments").findValuesAsText("id")).containsExactly("d1", "d2");
    assertThat(rest.app("web").instances()).isEqualTo(1);
    assertThat(rest.put("/v2/apps/web?force=true", "{'instances':2}").status()).isEqualTo(200);
  }

  @Test
  void aListChangesSeveralAppsAtOnce() {
    rest.create("a");
    json(
        200,
        rest.put(
            "/v2/apps", "[{'id':'a','instances':2},{'id':'b','cmd':'x'},{'id':'a','cpus':2}]"));

    assertThat(rest.scheduler.changes).hasSize(2);
    assertThat(rest.app("a").instances()).isEqualTo(2);
    assertThat(rest.app("a").demand().cpus()).isEqualTo(2);
    assertThat(rest.scheduler.root().apps()).containsKey(AppId.of("b"));
    assertThat(rest.call("PATCH", "/v2/apps", "[{'id':'none','cpus':1}]").status()).isEqualTo(404);
  }

  @Test
  void problemsInAListAreNamedByPosition() {
    rest.create("a");
    JsonNode body = json(400, rest.put("/v2/apps", "[{'id':'a','cpus':-1},{'cmd':'x'}]"));

    assertThat(body.get("details").findValuesAsText("path")).containsExactly("(0)/cpus", "(1)/id");
    assertThat(rest.put("/v2/apps", "{}").status()).isEqualTo(400);
    assertThat(rest.put("/v2/apps", "[1]").status()).isEqualTo(400);
  }

  @Test
  void twoChangesInOneInstantHaveDifferentVersions() {
    rest.create("a");
    HttpRequest request =
        new HttpRequest(
            "PUT",
            "/v2/apps/a",
            "",
            Map.of(),
            "{\"instances\":2}".getBytes(StandardCharsets.UTF_8),
            "");
    rest.api.handle(request, rest.scheduler.root().version());

    assertThat(rest.scheduler.rootVersions()).hasSize(3).doesNotHaveDuplicates();
  }
}
