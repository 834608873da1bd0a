package io.entresol.marathon.core.rest;

import static io.entresol.marathon.core.rest.TestingRest.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.entresol.marathon.core.app.AppId;
import io.entresol.marathon.core.app.AppSpec;
import io.entresol.marathon.core.json.JsonText;
import java.util.List;
import org.junit.jupiter.api.Test;

class GroupsApiTest {
  private static final String SHOP =
      "{'id':'/shop','groups':[{'id':'db','apps':[{'id':'main','cmd':'db'}]},"
          + "{'id':'front','dependencies':['db'],'apps':[{'id':'web','cmd':'web',"
          + "'dependencies':['../db/main']}]}]}";

  private final TestingRest rest = new TestingRest();

  private List<String> apps() {
    return rest.scheduler.root().apps().keySet().stream().map(AppId::path).toList();
  }

  @Test
  void aNestedGroupIsCreatedWithAbsoluteIds() {
    HttpAnswer answer = rest.post("/v2/groups", SHOP);

    assertThat(json(201, answer).get("deploymentId").asText()).isEqualTo("deployment-1");
    assertThat(answer.headers())
        .containsEntry("Location", "http://marathon.test:8080/v2/groups/shop");
    assertThat(apps()).containsExactly("/shop/db/main", "/shop/front/web");
    AppSpec web = rest.app("/shop/front/web");
    assertThat(web.dependencies()).containsExactly(AppId.of("/shop/db/main"));
    assertThat(rest.scheduler.root().dependenciesOf(web))
        .containsExactly(AppId.of("/shop/db/main"));
  }

  @Test
  void aGroupIsReadWithAllBelowIt() {
    rest.post("/v2/groups", SHOP);
    JsonNode group = rest.getJson("/v2/groups/shop");

    assertThat(group.get("id").asText()).isEqualTo("/shop");
    assertThat(group.get("apps").isEmpty()).isTrue();
    assertThat(group.get("pods").isEmpty()).isTrue();
    assertThat(group.at("/groups/0/id").asText()).isEqualTo("/shop/db");
    assertThat(group.at("/groups/1/dependencies/0").asText()).isEqualTo("/shop/db");
    assertThat(group.at("/groups/1/apps/0/id").asText()).isEqualTo("/shop/front/web");
    assertThat(group.get("version").isTextual()).isTrue();
    assertThat(rest.getJson("/v2/groups").get("id").asText()).isEqualTo("/");
    assertThat(rest.getJson("/v2/groups/shop/apps")).hasSize(2);
    assertThat(json(404, rest.get("/v2/groups/none")).get("message").asText())
        .isEqualTo("Group '/none' does not exist");
  }

  @Test
  void embedsChooseWhatIsShown() {
    rest.post("/v2/groups", SHOP);
    rest.scheduler.run("shop/db/main", "shop_db_main.1", "h1", 31000);

    assertThat(rest.getJson("/v2/groups?embed=group.groups").has("apps")).isFalse();
    assertThat(
            rest.getJson(
                    "/v2/groups/shop/db?embed=group.apps&embed=group.apps.tasks"
                        + "&embed=group.apps.counts")
                .at("/apps/0/tasksRunning")
                .asInt())
        .isEqualTo(1);
  }

  @Test
  void anExistingGroupIsOnlyChangedByPut() {
    rest.post("/v2/groups", SHOP);

    assertThat(json(409, rest.post("/v2/groups", SHOP)).get("message").asText())
        .isEqualTo("Group /shop is already created. Use PUT to change this group.");
    rest.create("lone");
    assertThat(rest.post("/v2/groups", "{'id':'lone'}").status()).isEqualTo(409);
    assertThat(rest.put("/v2/groups/lone", "{'apps':[]}").status()).isEqualTo(409);
  }

  @Test
  void theSameGroupAgainChangesNothing() {
    rest.post("/v2/groups", SHOP);
    AppSpec before = rest.app("/shop/front/web");
    json(200, rest.put("/v2/groups", SHOP));

    assertThat(rest.app("/shop/front/web")).isSameAs(before);
  }

  @Test
  void whatAListDoesNotNameGoes() {
    rest.post("/v2/groups", SHOP);
    json(200, rest.put("/v2/groups/shop/db", "{'apps':[{'id':'other','cmd':'x'}]}"));
    assertThat(apps()).containsExactly("/shop/db/other", "/shop/front/web");

    json(200, rest.put("/v2/groups/shop", "{'groups':[{'id':'db'}]}"));
    assertThat(apps()).containsExactly("/shop/db/other");

    json(200, rest.put("/v2/groups/shop", "{'dependencies':['/x']}"));
    assertThat(apps()).containsExactly("/shop/db/other");
  }

  @Test
  void aGroupIsScaledByAFactor() {
    rest.post("/v2/groups", SHOP.replace("'cmd':'web'", "'cmd':'web','instances':3"));
    json(200, rest.put("/v2/groups/shop", "{'scaleBy':1.5}"));

    assertThat(rest.app("/shop/front/web").instances()).isEqualTo(5);
    assertThat(rest.app("/shop/db/main").instances()).isEqualTo(2);
    assertThat(rest.put("/v2/groups/shop", "{'scaleBy':-1}").status()).isEqualTo(422);
    assertThat(rest.put("/v2/groups/shop", "{'scaleBy':2,'apps':[]}").status()).isEqualTo(422);
  }

  @Test
  void anEarlierVersionOfAGroupComesBack() {
    rest.post("/v2/groups", SHOP);
    String version = JsonText.instant(rest.scheduler.root().version());
    rest.create("unrelated");
    json(200, rest.put("/v2/groups/shop", "{'groups':[]}"));
    assertThat(apps()).containsExactly("/unrelated");

    json(200, rest.put("/v2/groups/shop", "{'version':'" + version + "'}"));
    assertThat(apps()).containsExactly("/shop/db/main", "/shop/front/web", "/unrelated");
    assertThat(rest.getJson("/v2/groups/shop/versions/" + version).at("/groups/0/id").asText())
        .isEqualTo("/shop/db");
    assertThat(rest.getJson("/v2/groups/versions").isArray()).isTrue();
    assertThat(rest.put("/v2/groups/shop", "{'version':'2000-01-01T00:00:00Z'}").status())
        .isEqualTo(404);
  }

  @Test
  void aDryRunChangesNothing() {
    JsonNode plan = json(200, rest.put("/v2/groups?dryRun=true", SHOP));

    assertThat(plan.at("/steps/0/actions/0/app").asText()).isEqualTo("/shop/db/main");
    assertThat(apps()).isEmpty();
  }

  @Test
  void aGroupGoesWithAllBelowIt() {
    rest.post("/v2/groups", SHOP);
    rest.create("shop-two");
    rest.scheduler.locks = List.of("d1");
    assertThat(rest.delete("/v2/groups/shop").status()).isEqualTo(409);

    json(200, rest.delete("/v2/groups/shop?force=true"));
    assertThat(apps()).containsExactly("/shop-two");
    assertThat(rest.delete("/v2/groups/shop").status()).isEqualTo(404);
    json(200, rest.delete("/v2/groups?force=true"));
    assertThat(apps()).isEmpty();
  }

  @Test
  void onlyTopLevelGroupsEnforceRoles() {
    rest.post("/v2/groups", SHOP);

    assertThat(rest.call("PATCH", "/v2/groups/shop", "{'enforceRole':true}").status())
        .isEqualTo(200);
    assertThat(rest.getJson("/v2/groups/shop").get("enforceRole").asBoolean()).isTrue();
    assertThat(rest.call("PATCH", "/v2/groups/shop/db", "{'enforceRole':true}").status())
        .isEqualTo(422);
    assertThat(rest.call("PATCH", "/v2/groups/none", "{'enforceRole':true}").status())
        .isEqualTo(404);
  }

  @Test
  void problemsAreNamedByTheirPlaceInTheTree() {
    JsonNode body =
        json(
            422,
            rest.post(
                "/v2/groups",
                "{'id':'g','groups':[{'id':'h','apps':[{'id':'ok','cmd':'x'},"
                    + "{'id':'bad','cmd':'x','cpus':-1},{'id':'/elsewhere','cmd':'x'}]}]}"));

    assertThat(body.get("details").findValuesAsText("path"))
        .containsExactly("/groups(0)/apps(1)/cpus", "/groups(0)/apps(2)/id");
    assertThat(apps()).isEmpty();
    assertThat(rest.post("/v2/groups", "{'id':'Bad_Group'}").status()).isEqualTo(422);
    assertThat(rest.post("/v2/groups", "{'id':'g','apps':{}}").status()).isEqualTo(400);
  }
}
