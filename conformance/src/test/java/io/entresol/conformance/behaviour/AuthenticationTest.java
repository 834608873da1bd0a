package io.entresol.conformance.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.entresol.conformance.TestingCluster;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A whole cluster that wants to know who its clients are. */
class AuthenticationTest {
  private static final String CREDENTIALS =
      "{\"credentials\":[{\"principal\":\"alice\",\"secret\":\"wonder\"},"
          + "{\"principal\":\"bob\",\"secret\":\"builder\"},"
          + "{\"principal\":\"operator\",\"secret\":\"op\"}]}";
  private static final String ALICE = "alice:wonder";
  private static final String BOB = "bob:builder";
  private static final String OPERATOR = "operator:op";
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private static TestingCluster cluster;

  @BeforeAll
  static void start() throws Exception {
    cluster = TestingCluster.authenticating("authentication", CREDENTIALS, OPERATOR);
  }

  @AfterAll
  static void stop() throws Exception {
    cluster.close();
  }

  @AfterEach
  void everythingGoesOn() throws Exception {
    assertThat(cluster.clear()).as("nothing is left behind").isTrue();
  }

  private static String infoOf(String name, String id, String principal) {
    String info = TestingScheduler.info(name, id);
    return principal.isEmpty()
        ? info
        : info.substring(0, info.length() - 1) + ",\"principal\":\"" + principal + "\"}";
  }

  private static TestingScheduler subscribe(String pair, String name) throws Exception {
    return TestingScheduler.subscribeAs(cluster.port(), pair, infoOf(name, "", ""), "");
  }

  private static HttpResponse<String> send(int port, String method, String path, String pair)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .header("Content-Type", "application/json")
            .header("Accept", "application/json")
            .method(
                method,
                method.equals("GET")
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString("{\"type\":\"GET_HEALTH\"}"));
    if (!pair.isEmpty()) {
      request.header("Authorization", TestingCluster.basic(pair));
    }
    return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static void challenged(HttpResponse<?> answer, String realm) {
    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.headers().firstValue("WWW-Authenticate"))
        .contains("Basic realm=\"" + realm + "\"");
  }

  /** Behaviour 9. */
  @Test
  void aFrameworkWithoutCredentialsIsNotSubscribed() throws Exception {
    for (String authorization :
        new String[] {"", TestingCluster.basic("alice:builder"), "Bearer x"}) {
      HttpResponse<InputStream> refused =
          TestingScheduler.trySubscribe(cluster.port(), authorization, infoOf("none", "", ""), "");
      challenged(refused, "mesos-master-scheduler");
      refused.body().close();
    }
    assertThat(cluster.get("/frameworks").path("frameworks")).isEmpty();
  }

  @Test
  void anAuthenticatedFrameworkRunsTasks() throws Exception {
    try (TestingScheduler scheduler = subscribe(ALICE, "works")) {
      scheduler.launch(scheduler.offer(), "t", "\"command\":{\"value\":\"sleep 1000\"}");
      scheduler.status("t", "TASK_STARTING");
    }
  }

  @Test
  void aFrameworkThatNamesNoPrincipalGetsTheAuthenticatedOne() throws Exception {
    try (TestingScheduler scheduler = subscribe(ALICE, "unnamed")) {
      scheduler.id();
      assertThat(cluster.get("/frameworks").at("/frameworks/0/principal").asText())
          .isEqualTo("alice");
    }
  }

  @Test
  void aFrameworkThatNamesAnotherPrincipalIsRefused() throws Exception {
    HttpResponse<InputStream> refused =
        TestingScheduler.trySubscribe(
            cluster.port(), TestingCluster.basic(ALICE), infoOf("liar", "", "bob"), "");
    assertThat(refused.statusCode()).isEqualTo(400);
    refused.body().close();
    assertThat(cluster.get("/frameworks").path("frameworks")).isEmpty();
  }

  /** Behaviour 19. */
  @Test
  void thePrincipalCannotChangeOnResubscription() throws Exception {
    try (TestingScheduler scheduler = subscribe(ALICE, "kept")) {
      String id = scheduler.id();
      try (TestingScheduler other =
          TestingScheduler.subscribeAs(cluster.port(), BOB, infoOf("kept", id, ""), id)) {
        other.await("ERROR", event -> true);
        assertThat(other.seen("SUBSCRIBED")).isEmpty();
      }
      assertThat(scheduler.call("REVIVE", "")).isEqualTo(202);
    }
  }

  @Test
  void aCallForAnotherPrincipalsFrameworkHasNoEffect() throws Exception {
    try (TestingScheduler alice = subscribe(ALICE, "alices");
        TestingScheduler bob = subscribe(BOB, "bobs")) {
      HttpResponse<String> refused = bob.call(alice.id(), alice.streamId(), "TEARDOWN", "");
      assertThat(refused.statusCode()).isEqualTo(400);
      assertThat(cluster.get("/frameworks").path("frameworks")).hasSize(2);
      assertThat(alice.call("REVIVE", "")).isEqualTo(202);
      assertThat(alice.hasEnded()).isFalse();
    }
  }

  /** Behaviour 58, as far as it is about principals. */
  @Test
  void aReservationBearsThePrincipalOfWhoMakesIt() throws Exception {
    try (TestingScheduler scheduler = subscribe(ALICE, "reserves")) {
      JsonNode offer = scheduler.offer();
      reserve(scheduler, offer, "bob");
      TestingCluster.eventually(
          "the rest is offered again", () -> scheduler.seen("OFFERS").size() >= 2);
      assertThat(reserved()).isEqualTo(0.0);
      reserve(scheduler, scheduler.seen("OFFERS").get(1).at("/offers/offers/0"), "alice");
      TestingCluster.eventually("it is reserved", () -> reserved() == 1.0);
      unreserve();
    }
  }

  private static String resource(String principal) {
    return "{\"name\":\"cpus\",\"type\":\"SCALAR\",\"scalar\":{\"value\":1},\"reservations\":"
        + "[{\"type\":\"DYNAMIC\",\"role\":\"r\",\"principal\":\""
        + principal
        + "\"}]}";
  }

  private static void reserve(TestingScheduler scheduler, JsonNode offer, String principal)
      throws Exception {
    String accept =
        "\"accept\":{\"offer_ids\":[%s],\"operations\":[{\"type\":\"RESERVE\",\"reserve\":{\"resources\":[%s]}}],\"filters\":{\"refuse_seconds\":0}}"
            .formatted(offer.path("id"), resource(principal));
    assertThat(scheduler.call("ACCEPT", accept)).isEqualTo(202);
  }

  private static double reserved() throws Exception {
    return cluster.get("/slaves").at("/slaves/0/reserved_resources/r/cpus").asDouble(0);
  }

  private static void unreserve() throws Exception {
    String call =
        "{\"type\":\"UNRESERVE_RESOURCES\",\"unreserve_resources\":{\"agent_id\":{\"value\":\"%s\"},\"resources\":[%s]}}"
            .formatted(cluster.get("/slaves").at("/slaves/0/id").asText(), resource("alice"));
    TestingCluster.eventually(
        "it is free again",
        () ->
            HTTP.send(
                        HttpRequest.newBuilder(
                                URI.create("http://127.0.0.1:" + cluster.port() + "/api/v1"))
                            .header("Content-Type", "application/json")
                            .header("Authorization", TestingCluster.basic(OPERATOR))
                            .POST(HttpRequest.BodyPublishers.ofString(call))
                            .build(),
                        HttpResponse.BodyHandlers.discarding())
                    .statusCode()
                == 202);
  }

  /** Behaviour 155. */
  @Test
  void endpointsThatReadAndThoseThatChangeHaveRealmsOfTheirOwn() throws Exception {
    for (String pair : new String[] {"", "operator:builder", "nobody:op"}) {
      challenged(send(cluster.port(), "GET", "/state", pair), "mesos-master-readonly");
      challenged(send(cluster.port(), "GET", "/slaves", pair), "mesos-master-readonly");
      challenged(send(cluster.port(), "GET", "/files/debug", pair), "mesos-master-readonly");
      challenged(send(cluster.port(), "POST", "/api/v1", pair), "mesos-master-readwrite");
      challenged(send(cluster.port(), "GET", "/quota", pair), "mesos-master-readwrite");
      challenged(send(cluster.port(), "POST", "/teardown", pair), "mesos-master-readwrite");
      challenged(send(cluster.agentPort(), "GET", "/state", pair), "mesos-agent-readonly");
      challenged(send(cluster.agentPort(), "POST", "/api/v1", pair), "mesos-agent-readwrite");
    }
    assertThat(send(cluster.port(), "GET", "/state", OPERATOR).statusCode()).isEqualTo(200);
    assertThat(send(cluster.port(), "POST", "/api/v1", OPERATOR).statusCode()).isEqualTo(200);
    assertThat(send(cluster.agentPort(), "GET", "/state", OPERATOR).statusCode()).isEqualTo(200);
    assertThat(send(cluster.agentPort(), "POST", "/api/v1", OPERATOR).statusCode()).isEqualTo(200);
  }

  /** Behaviour 155. */
  @Test
  void someEndpointsNeverAsk() throws Exception {
    for (int port : new int[] {cluster.port(), cluster.agentPort()}) {
      assertThat(send(port, "GET", "/health", "").statusCode()).isEqualTo(200);
      assertThat(send(port, "GET", "/version", "").statusCode()).isEqualTo(200);
    }
    assertThat(send(cluster.port(), "GET", "/redirect", "").statusCode()).isEqualTo(307);
  }

  @Test
  void aGatewayThatLetsEverybodyInIsNoWayAround() throws Exception {
    int open = cluster.addGateway();
    HttpResponse<InputStream> refused =
        TestingScheduler.trySubscribe(open, "", infoOf("sly", "", ""), "");
    assertThat(refused.statusCode()).isEqualTo(401);
    refused.body().close();
    assertThat(send(open, "GET", "/state", "").statusCode()).isEqualTo(401);
    assertThat(send(open, "GET", "/weights", "").statusCode()).isEqualTo(401);
    assertThat(send(open, "GET", "/metrics/snapshot", "").statusCode()).isEqualTo(401);
    assertThat(cluster.get("/frameworks").path("frameworks")).isEmpty();
  }
}
