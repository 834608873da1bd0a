package io.entresol.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.entresol.proto.bus.Header;
import io.entresol.proto.bus.MarathonEvent;
import io.entresol.proto.bus.MarathonEvents;
import io.entresol.proto.bus.MarathonRequest;
import io.entresol.proto.bus.MarathonResponse;
import io.entresol.runtime.LeaderRole;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The port of Marathon, over a real bus. */
class MarathonServerTest {
  private static final String EVENTS =
      "GET /v2/events?event_type=a HTTP/1.1\r\nAccept: text/event-stream\r\n";

  @TempDir static Path directory;

  private static TestingGateway gateway;
  private static TestingLeader marathon;

  @BeforeAll
  static void start() throws Exception {
    gateway =
        TestingGateway.start(
            directory, new GatewayOptions().allowOrigin(List.of("http://pages.test")));
    marathon = TestingLeader.elect(gateway.node(), LeaderRole.MARATHON);
  }

  @AfterAll
  static void stop() throws Exception {
    marathon.resign();
    gateway.close();
  }

  @BeforeEach
  void forget() {
    marathon.requests().clear();
    marathon.answersAsMarathon(request -> response(200, "{}"));
  }

  private static MarathonResponse response(int status, String body) {
    return MarathonResponse.newBuilder()
        .setStatus(status)
        .addHeaders(Header.newBuilder().setName("Content-Type").setValue("application/json"))
        .addHeaders(Header.newBuilder().setName("Marathon-Deployment-Id").setValue("d-1"))
        .setBody(ByteString.copyFromUtf8(body))
        .build();
  }

  private static RawClient.Answer get(String target, String... headers) throws Exception {
    return RawClient.get(gateway.marathonPort(), target, headers);
  }

  @Test
  void requestsReachTheLeaderAsTheyAre() throws Exception {
    marathon.answersAsMarathon(request -> response(201, "{\"id\":\"/a\"}"));
    RawClient.Answer answer =
        RawClient.exchange(
            gateway.marathonPort(),
            "POST /v2/apps//a%20b?force=true&x HTTP/1.1\r\nContent-Type: text/x\r\nX-Y: z\r\n",
            "{\"id\":\"a\"}");
    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.text()).isEqualTo("{\"id\":\"/a\"}");
    MarathonRequest request = marathon.requests().element();
    assertThat(request.getMethod()).isEqualTo("POST");
    assertThat(request.getPath()).isEqualTo("/v2/apps//a%20b");
    assertThat(request.getQuery()).isEqualTo("force=true&x");
    assertThat(request.getBody().toStringUtf8()).isEqualTo("{\"id\":\"a\"}");
    assertThat(request.getRemoteAddress()).isEqualTo("127.0.0.1");
    assertThat(request.getHeadersList())
        .contains(Header.newBuilder().setName("X-Y").setValue("z").build())
        .noneMatch(header -> header.getName().equalsIgnoreCase("Content-Length"));
  }

  @Test
  void answersCarryWhatTheOriginalAdds() throws Exception {
    RawClient.Answer answer = get("/v2/apps", "Origin: http://pages.test");
    assertThat(answer.headers())
        .containsEntry("content-type", "application/json")
        .containsEntry("marathon-deployment-id", "d-1")
        .containsEntry("cache-control", "no-cache, no-store, must-revalidate")
        .containsEntry("pragma", "no-cache")
        .containsEntry("expires", "0")
        .containsEntry("x-marathon-leader", "http://leader.test:5050")
        .containsEntry("x-frame-options", "DENY")
        .containsEntry("access-control-allow-origin", "http://pages.test");
  }

  @Test
  void longAnswersAreCompressed() throws Exception {
    String long1 = "\"" + "x".repeat(5_000) + "\"";
    marathon.answersAsMarathon(request -> response(200, long1));
    RawClient.Answer answer = get("/v2/apps", "Accept-Encoding: gzip");
    assertThat(answer.headers()).containsEntry("content-encoding", "gzip");
    assertThat(new GZIPInputStream(new ByteArrayInputStream(answer.body())).readAllBytes())
        .isEqualTo(long1.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void pingIsAnsweredInTheClientsForm() throws Exception {
    assertThat(get("/ping").text()).isEqualTo("pong");
    assertThat(get("/ping", "Accept: application/json").text()).isEqualTo("\"pong\"");
    assertThat(get("/ping", "Accept: image/png").status()).isEqualTo(204);
  }

  @Test
  void metricsComeInTwoForms() throws Exception {
    assertThat(get("/metrics").text())
        .startsWith("{\"version\":\"5.0.0\",\"gauges\":{")
        .endsWith("\"histograms\":{},\"meters\":{},\"timers\":{}}");
    assertThat(get("/metrics", "Accept: application/openmetrics-text,text/plain").text())
        .startsWith("# HELP");
  }

  @Test
  void peopleGetAPage() throws Exception {
    RawClient.Answer root = get("/");
    assertThat(root.status()).isEqualTo(302);
    assertThat(root.headers()).containsEntry("location", "/ui/");
    assertThat(get("/ui/").text()).contains("<title>");
  }

  @Test
  void eventsComeAsTheyHappen() throws Exception {
    MarathonRequest request;
    try (RawClient client = new RawClient(gateway.marathonPort())) {
      client.send(EVENTS, new byte[0]);
      assertThat(client.readStatus()).isEqualTo(200);
      assertThat(client.readHeaders().get("content-type")).startsWith("text/event-stream");
      request = marathon.requests().element();
      assertThat(request.getQuery()).isEqualTo("event_type=a");
      marathon.send(events(request, 1).build());
      assertThat(new String(client.readChunk(), StandardCharsets.UTF_8))
          .isEqualTo("event: a\r\ndata: {\"n\":1}\r\n\r\n");
    }
    TestingGateway.eventually(
        "Marathon knows",
        () ->
            marathon.requests().stream()
                .anyMatch(
                    each ->
                        each.getMethod().equals("DELETE")
                            && each.getStream().equals(request.getStream())));
  }

  @Test
  void anEventThatIsLostEndsTheStream() throws Exception {
    try (RawClient client = new RawClient(gateway.marathonPort())) {
      client.send(EVENTS, new byte[0]);
      assertThat(client.readStatus()).isEqualTo(200);
      client.readHeaders();
      marathon.send(events(marathon.requests().element(), 2).build());
      assertThat(client.readChunk()).isEmpty();
    }
  }

  private static MarathonEvents.Builder events(MarathonRequest request, long firstSeq) {
    return MarathonEvents.newBuilder()
        .setStreamId(request.getStream().getId())
        .setFirstSeq(firstSeq)
        .addEvents(MarathonEvent.newBuilder().setType("a").setJson("{\"n\":1}"));
  }

  @Test
  void eventsAreOnlyForThoseWhoCanReadThem() throws Exception {
    assertThat(get("/v2/events").status()).isEqualTo(405);
    marathon.answersAsMarathon(request -> response(403, "{\"message\":\"no\"}"));
    RawClient.Answer refused = get("/v2/events", "Accept: text/event-stream");
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.text()).isEqualTo("{\"message\":\"no\"}");
  }

  @Test
  void streamsEndWithTheLeader() throws Exception {
    try (RawClient client = new RawClient(gateway.marathonPort())) {
      client.send(EVENTS, new byte[0]);
      assertThat(client.readStatus()).isEqualTo(200);
      client.readHeaders();
      marathon.beginNewTerm();
      assertThat(client.readChunk()).isEmpty();
    }
  }

  @Test
  void thePortMayBeNone() {
    assertThatThrownBy(() -> new GatewayOptions().marathonPort("x").marathonPort())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("--marathon_port");
    assertThat(new GatewayOptions().marathonPort("none").marathonPort()).isEmpty();
    assertThat(new GatewayOptions().marathonPort("0").marathonPort()).isEmpty();
  }
}
