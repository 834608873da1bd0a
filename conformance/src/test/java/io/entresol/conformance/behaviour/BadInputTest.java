package io.entresol.conformance.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.entresol.conformance.TestingCluster;
import io.micrometer.core.instrument.Counter;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What comes from outside may be wrong, too long, or a lie; the cluster goes on. */
class BadInputTest {
  private static final int BUFFER_BYTES = 1 << 20;
  private static final String SLEEP = "\"command\":{\"value\":\"sleep 1000\"}";
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private static TestingCluster cluster;

  @BeforeAll
  static void start() throws Exception {
    cluster = TestingCluster.start("bad", "--max_stream_buffer_bytes=" + BUFFER_BYTES);
  }

  @AfterAll
  static void stop() throws Exception {
    cluster.close();
  }

  @AfterEach
  void everythingGoesOn() throws Exception {
    assertThat(cluster.clear()).as("nothing is left behind").isTrue();
  }

  private static TestingScheduler subscribe(String name) throws Exception {
    return TestingScheduler.subscribe(cluster.port(), TestingScheduler.info(name, ""), "");
  }

  private static HttpResponse<String> post(int port, String path, String type, byte[] body)
      throws Exception {
    return HTTP.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .header("Content-Type", type)
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static double slowClients() {
    return cluster.node().meters().find("entresol_gateway_streams_ended_total").counters().stream()
        .filter(each -> each.getId().getTags().toString().contains("slow_client"))
        .mapToDouble(Counter::count)
        .sum();
  }

  @Test
  void aFrameworkThatNeverReadsIsDisconnectedAndCounted() throws Exception {
    double before = slowClients();
    try (Socket socket = new Socket()) {
      socket.setReceiveBufferSize(4096);
      socket.connect(
          new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), cluster.port()));
      String call =
          "{\"type\":\"SUBSCRIBE\",\"subscribe\":{\"framework_info\":"
              + TestingScheduler.info("deaf", "")
              + "}}";
      OutputStream out = socket.getOutputStream();
      out.write(
          ("POST /api/v1/scheduler HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                  + "Accept: application/json\r\nContent-Length: "
                  + call.length()
                  + "\r\n\r\n"
                  + call)
              .getBytes(StandardCharsets.UTF_8));
      InputStream in = socket.getInputStream();
      String head = new String(in.readNBytes(1000), StandardCharsets.UTF_8);
      String stream = head.replaceAll("(?si).*mesos-stream-id: (\\S+).*", "$1");
      String id = head.replaceAll("(?s).*\"framework_id\":\\{\"value\":\"([^\"]+)\".*", "$1");
      // Each answer to this call is one event for every name.
      StringBuilder tasks = new StringBuilder();
      for (int i = 0; i < 1000; i++) {
        tasks.append(i == 0 ? "" : ",").append("{\"task_id\":{\"value\":\"no-such-").append(i);
        tasks.append("x".repeat(200)).append("\"}}");
      }
      String reconcile =
          "{\"type\":\"RECONCILE\",\"framework_id\":{\"value\":\""
              + id
              + "\"},\"reconcile\":{\"tasks\":["
              + tasks
              + "]}}";
      TestingCluster.eventually(
          "the stream of the client that does not read ends",
          () -> {
            HTTP.send(
                HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + cluster.port() + "/api/v1/scheduler"))
                    .header("Content-Type", "application/json")
                    .header("Mesos-Stream-Id", stream)
                    .POST(HttpRequest.BodyPublishers.ofString(reconcile))
                    .build(),
                HttpResponse.BodyHandlers.ofString());
            return slowClients() > before;
          });
      TestingCluster.eventually(
          "the master knows that it is away",
          () -> !cluster.get("/frameworks").at("/frameworks/0/connected").asBoolean(true));
    }
  }

  @Test
  void aBodyThatIsTooLongIsRefused() throws Exception {
    int tooLong = (32 << 20) + 1;
    assertThat(statusOfAnnounced(cluster.port(), "/api/v1/scheduler", tooLong)).isEqualTo(413);
    assertThat(statusOfAnnounced(cluster.port(), "/api/v1", tooLong)).isEqualTo(413);
    assertThat(statusOfAnnounced(cluster.agentPort(), "/api/v1/executor", tooLong)).isEqualTo(413);
    assertThat(statusOfAnnounced(cluster.agentPort(), "/api/v1", tooLong)).isEqualTo(413);
  }

  /** What is said to a body of that length, before it has been sent. */
  private static int statusOfAnnounced(int port, String path, int length) throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(10_000);
      socket
          .getOutputStream()
          .write(
              ("POST "
                      + path
                      + " HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: "
                      + length
                      + "\r\n\r\n{")
                  .getBytes(StandardCharsets.UTF_8));
      String head = new String(socket.getInputStream().readNBytes(12), StandardCharsets.UTF_8);
      return Integer.parseInt(head.substring("HTTP/1.1 ".length()));
    }
  }

  @Test
  void malformedRecordsAreRefused() throws Exception {
    byte[] noLength = "abc\n{}".getBytes(StandardCharsets.UTF_8);
    byte[] tooLong = "99999999999\n{}".getBytes(StandardCharsets.UTF_8);
    for (byte[] body : new byte[][] {noLength, tooLong}) {
      assertThat(
              post(cluster.port(), "/api/v1/scheduler", "application/recordio", body).statusCode())
          .isEqualTo(415);
      assertThat(post(cluster.agentPort(), "/api/v1", "application/recordio", body).statusCode())
          .isBetween(400, 499);
    }
  }

  @Test
  void aCallWithoutASubscriptionIsRefused() throws Exception {
    try (TestingScheduler scheduler = subscribe("late")) {
      assertThat(scheduler.call("nobody", scheduler.streamId(), "REVIVE", "").statusCode())
          .isEqualTo(400);
      assertThat(scheduler.call(scheduler.id(), "", "REVIVE", "").statusCode()).isEqualTo(400);
      scheduler.disconnect();
      TestingCluster.eventually(
          "the stream is gone",
          () ->
              scheduler.call(scheduler.id(), scheduler.streamId(), "REVIVE", "").statusCode()
                  == 403);
    }
  }

  @Test
  void theSecondSubscriberOfAnIdReplacesTheFirst() throws Exception {
    try (TestingScheduler first = subscribe("twice");
        TestingScheduler second =
            TestingScheduler.subscribe(
                cluster.port(), TestingScheduler.info("twice", first.id()), first.id())) {
      assertThat(second.id()).isEqualTo(first.id());
      assertThat(second.streamId()).isNotEqualTo(first.streamId());
      first.await("ERROR", event -> true);
      TestingCluster.eventually("the first stream has ended", first::hasEnded);
      assertThat(first.call("REVIVE", "")).isEqualTo(400);
      assertThat(second.call("REVIVE", "")).isEqualTo(202);
    }
  }

  @Test
  void anAcknowledgementWithAWrongUuidChangesNothing() throws Exception {
    try (TestingScheduler scheduler = subscribe("liar")) {
      scheduler.launch(scheduler.offer(), "t", SLEEP);
      JsonNode starting = scheduler.status("t", "TASK_STARTING");
      assertThat(scheduler.acknowledge(starting, "c2hvcnQ=")).as("five bytes").isEqualTo(400);
      assertThat(scheduler.acknowledge(starting, "AAAAAAAAQACAAAAAAAAAAA=="))
          .as("a uuid of nothing")
          .isEqualTo(202);
      assertThat(scheduler.acknowledge(starting, starting.path("uuid").asText())).isEqualTo(202);
      scheduler.status("t", "TASK_RUNNING");
      assertThat(scheduler.seen("UPDATE")).as("each once, in order").hasSize(2);
    }
  }

  @Test
  void aFrameworkCannotSpeakForAnother() throws Exception {
    try (TestingScheduler one = subscribe("one");
        TestingScheduler other = subscribe("other")) {
      HttpResponse<String> answer = other.call(one.id(), other.streamId(), "TEARDOWN", "");
      assertThat(answer.statusCode()).isEqualTo(400);
      assertThat(answer.body()).contains("stream ID");
      assertThat(one.call("REVIVE", "")).as("it is still there").isEqualTo(202);
    }
  }

  @Test
  void anExecutorCannotLieAboutItself() throws Exception {
    try (TestingScheduler scheduler = subscribe("executors")) {
      scheduler.launch(scheduler.offer(), "own", executor("honest"));
      JsonNode second =
          scheduler
              .await(
                  "OFFERS",
                  event ->
                      !event
                          .at("/offers/offers/0/id")
                          .equals(scheduler.seen("OFFERS").get(0).at("/offers/offers/0/id")))
              .at("/offers/offers/0");
      scheduler.launch(second, "foreign", executor("liar"));
      String framework = scheduler.id();
      assertThat(executorCall(framework, "nobody", "MESSAGE", "\"message\":{\"data\":\"YQ==\"}"))
          .as("an id that the agent does not know")
          .isEqualTo(400);
      TestingCluster.eventually(
          "both executors are there",
          () ->
              executorCall(framework, "liar", "MESSAGE", "\"message\":{\"data\":\"YQ==\"}") == 403);
      HttpResponse<InputStream> stream =
          HTTP.send(
              executorRequest(framework, "liar", "SUBSCRIBE", "\"subscribe\":{}"),
              HttpResponse.BodyHandlers.ofInputStream());
      assertThat(stream.statusCode()).isEqualTo(200);
      try (InputStream open = stream.body()) {
        assertThat(open.read()).as("it is subscribed").isPositive();
        String status =
            "\"update\":{\"status\":{\"task_id\":{\"value\":\"%s\"},\"state\":\"TASK_FINISHED\","
                + "\"uuid\":\"AAAAAAAAQACAAAAAAAAAAA==\",\"source\":\"SOURCE_EXECUTOR\"%s}}";
        assertThat(executorCall(framework, "liar", "UPDATE", status.formatted("own", "")))
            .as("another executor's task")
            .isEqualTo(400);
        assertThat(
                executorCall(
                    framework,
                    "liar",
                    "UPDATE",
                    status.formatted("foreign", ",\"executor_id\":{\"value\":\"honest\"}")))
            .as("another executor's name in the status")
            .isEqualTo(400);
        assertThat(executorCall(framework, "liar", "UPDATE", status.formatted("foreign", "")))
            .as("its own task")
            .isEqualTo(202);
        scheduler.status("foreign", "TASK_FINISHED");
        assertThat(scheduler.seen("UPDATE")).as("nothing of the other task").hasSize(1);
      }
    }
  }

  private static String executor(String id) {
    return "\"executor\":{\"type\":\"CUSTOM\",\"executor_id\":{\"value\":\""
        + id
        + "\"},\"command\":{\"value\":\"exec sleep 1000\"}}";
  }

  private static HttpRequest executorRequest(
      String framework, String executor, String type, String members) {
    String call =
        "{\"type\":\"%s\",\"framework_id\":{\"value\":\"%s\"},\"executor_id\":{\"value\":\"%s\"},%s}"
            .formatted(type, framework, executor, members);
    return HttpRequest.newBuilder(
            URI.create("http://127.0.0.1:" + cluster.agentPort() + "/api/v1/executor"))
        .header("Content-Type", "application/json")
        .header("Accept", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(call))
        .build();
  }

  private static int executorCall(String framework, String executor, String type, String members)
      throws Exception {
    return HTTP.send(
            executorRequest(framework, executor, type, members),
            HttpResponse.BodyHandlers.ofString())
        .statusCode();
  }
}
