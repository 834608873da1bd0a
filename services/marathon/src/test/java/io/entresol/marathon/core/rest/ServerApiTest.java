package io.entresol.marathon.core.rest;

import static io.entresol.marathon.core.rest.TestingRest.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.entresol.marathon.core.app.AppId;
import io.entresol.marathon.core.app.AppSpec;
import io.entresol.marathon.core.rest.DeploymentView.Action;
import io.entresol.marathon.core.rest.DeploymentView.Kind;
import io.entresol.marathon.core.rest.DeploymentView.Step;
import io.entresol.marathon.core.rest.QueueView.Reason;
import io.entresol.marathon.core.rest.QueueView.RejectSummary;
import io.entresol.marathon.core.rest.QueueView.UnusedOffer;
import io.entresol.mesos.v1.AgentID;
import io.entresol.mesos.v1.FrameworkID;
import io.entresol.mesos.v1.Offer;
import io.entresol.mesos.v1.OfferID;
import io.entresol.mesos.v1.Resource;
import io.entresol.mesos.v1.Value;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerApiTest {
  private final TestingRest rest = new TestingRest();

  @Test
  void marathonTellsAboutItself() {
    JsonNode info = rest.getJson("/v2/info");

    assertThat(info.get("name").asText()).isEqualTo("marathon");
    assertThat(info.get("frameworkId").asText()).isEqualTo("framework-0000");
    assertThat(info.get("elected").asBoolean()).isTrue();
    assertThat(info.at("/marathon_config/checkpoint").asBoolean()).isTrue();
    assertThat(info.at("/http_config/http_port").asInt()).isEqualTo(8080);
    assertThat(rest.getJson("/v2/leader").toString()).isEqualTo("{\"leader\":\"host:8080\"}");
    assertThat(rest.getJson("/v2/plugins").toString()).isEqualTo("{\"plugins\":[]}");
  }

  @Test
  void leadershipIsGivenUpOnRequest() {
    assertThat(json(200, rest.delete("/v2/leader")).get("message").asText())
        .isEqualTo("Leadership abdicated");
    assertThat(rest.scheduler.abdicated).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "*/*,200,pong",
    "text/plain,200,pong",
    "application/json,200,\"pong\"",
    "image/png,204,''"
  })
  void pingAnswersInTheFormThatIsAskedFor(String accept, int status, String body) {
    HttpAnswer answer = rest.call("GET", "/ping", "", "accept", accept);

    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.text()).isEqualTo(body);
  }

  @Test
  void headHasNoBody() {
    HttpAnswer answer = rest.call("HEAD", "/ping", "");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "GET,/v2,404", "GET,/v2/nonsense,404", "GET,/v1/apps,404", "GET,/nonsense,404",
    "GET,/v2/queue/x,404", "GET,/v2/tasks/x,404", "GET,/v2/info/x,404",
        "GET,/v2/deployments/a/b,404",
    "POST,/v2/info,405", "DELETE,/v2/apps,405", "POST,/v2/apps/x,405", "POST,/v2/queue,405",
    "GET,/v2/tasks/delete,405", "PUT,/v2/leader,405", "TRACE,/v2/groups,405", "GET,/,302"
  })
  void routesThatAreNotThereAreTold(String method, String path, int status) {
    assertThat(rest.call(method, path, "").status()).isEqualTo(status);
  }

  @Test
  void deploymentsShowTheirSteps() {
    AppId app = AppId.of("web");
    Step first = new Step(List.of(new Action(Kind.START, app)));
    Step second = new Step(List.of(new Action(Kind.SCALE, app)));
    rest.scheduler.deployments.add(
        new DeploymentView("d1", TestingRest.NOW, Set.of(app), List.of(first, second), 2));
    JsonNode deployment = rest.getJson("/v2/deployments").get(0);

    assertThat(deployment.toString())
        .isEqualTo(
            "{'id':'d1','version':'2015-03-01T12:00:00.000Z','affectedApps':['/web'],"
                    .replace('\'', '"')
                + ("'affectedPods':[],'steps':[{'actions':[{'action':'StartApplication',"
                        + "'app':'/web'}]},{'actions':[{'action':'ScaleApplication','app':'/web'}]}],"
                        + "'currentActions':[{'action':'ScaleApplication','app':'/web',"
                        + "'readinessCheckResults':[]}],'currentStep':2,'totalSteps':2}")
                    .replace('\'', '"'));
  }

  @Test
  void deploymentsAreTakenBackOrStopped() {
    rest.scheduler.deployments.add(
        new DeploymentView("d1", TestingRest.NOW, Set.of(), List.of(), 1));

    assertThat(json(200, rest.delete("/v2/deployments/d1")).get("deploymentId").asText())
        .isEqualTo("reverting");
    HttpAnswer stopped = rest.delete("/v2/deployments/d1?force=true");
    assertThat(stopped.status()).isEqualTo(202);
    assertThat(stopped.body()).isEmpty();
    assertThat(json(404, rest.delete("/v2/deployments/d2")).get("message").asText())
        .isEqualTo("DeploymentPlan d2 does not exist");
  }

  private QueueView waiting(AppSpec app, Duration delay) {
    Offer offer =
        Offer.newBuilder()
            .setId(OfferID.newBuilder().setValue("o1"))
            .setFrameworkId(FrameworkID.newBuilder().setValue("f"))
            .setAgentId(AgentID.newBuilder().setValue("s1"))
            .setHostname("h1")
            .addResources(
                Resource.newBuilder()
                    .setName("cpus")
                    .setType(Value.Type.SCALAR)
                    .setScalar(Value.Scalar.newBuilder().setValue(0.5)))
            .build();
    return new QueueView(
        app,
        2,
        delay,
        TestingRest.NOW,
        5,
        4,
        Optional.of(TestingRest.NOW),
        Optional.empty(),
        List.of(new RejectSummary(Reason.UnfulfilledRole, 0, 4)),
        List.of(new RejectSummary(Reason.InsufficientCpus, 1, 1)),
        List.of(new UnusedOffer(offer, List.of(Reason.InsufficientCpus), TestingRest.NOW)));
  }

  @Test
  void theQueueSaysWhyAnAppWaits() {
    rest.scheduler.queue.add(waiting(rest.create("web"), Duration.ZERO));
    JsonNode entry = rest.getJson("/v2/queue").get("queue").get(0);

    assertThat(entry.get("count").asInt()).isEqualTo(2);
    assertThat(entry.at("/app/id").asText()).isEqualTo("/web");
    assertThat(entry.get("delay").toString()).isEqualTo("{\"timeLeftSeconds\":0,\"overdue\":true}");
    JsonNode summary = entry.get("processedOffersSummary");
    assertThat(summary.get("processedOffersCount").asInt()).isEqualTo(5);
    assertThat(summary.get("unusedOffersCount").asInt()).isEqualTo(4);
    assertThat(summary.get("lastUsedOfferAt").isNull()).isTrue();
    assertThat(summary.at("/rejectSummaryLastOffers/0").toString())
        .isEqualTo("{\"reason\":\"InsufficientCpus\",\"declined\":1,\"processed\":1}");
    assertThat(summary.at("/rejectSummaryLaunchAttempt/0/reason").asText())
        .isEqualTo("UnfulfilledRole");
    assertThat(entry.has("lastUnusedOffers")).isFalse();
  }

  @Test
  void unusedOffersAreShownOnRequest() {
    rest.scheduler.queue.add(waiting(rest.create("web"), Duration.ofMillis(1500)));
    JsonNode entry = rest.getJson("/v2/queue?embed=lastUnusedOffers").get("queue").get(0);

    assertThat(entry.at("/delay/timeLeftSeconds").asInt()).isEqualTo(2);
    assertThat(entry.at("/delay/overdue").asBoolean()).isFalse();
    assertThat(entry.at("/lastUnusedOffers/0/offer/agentId").asText()).isEqualTo("s1");
    assertThat(entry.at("/lastUnusedOffers/0/offer/resources/0/scalar").asDouble()).isEqualTo(0.5);
    assertThat(entry.at("/lastUnusedOffers/0/reason/0").asText()).isEqualTo("InsufficientCpus");
  }

  @Test
  void aDelayIsForgottenOnRequest() {
    rest.scheduler.queue.add(waiting(rest.create("a/web"), Duration.ofSeconds(9)));

    assertThat(rest.delete("/v2/queue/a/web/delay").status()).isEqualTo(204);
    assertThat(json(404, rest.delete("/v2/queue/other/delay")).get("message").asText())
        .isEqualTo("Application /other not found in tasks queue.");
  }
}
