package io.entresol.conformance.behaviour;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.entresol.conformance.TestingCluster;
import io.entresol.proto.RecordIoDecoder;
import io.entresol.proto.RecordIoException;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** A framework on the v1 HTTP API, in JSON. */
final class TestingScheduler implements Closeable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final int MAX_RECORD_BYTES = 16 << 20;

  private final int port;
  private final String authorization;
  private final InputStream body;
  private final String streamId;
  private final List<JsonNode> events = new ArrayList<>();
  private boolean ended;

  private TestingScheduler(int port, String authorization, HttpResponse<InputStream> response) {
    this.port = port;
    this.authorization = authorization;
    this.body = response.body();
    this.streamId = response.headers().firstValue("Mesos-Stream-Id").orElse("");
    Thread reader = new Thread(this::read, "scheduler");
    reader.setDaemon(true);
    reader.start();
  }

  /**
   * Subscribes.
   *
   * @param info FrameworkInfo in JSON
   * @param id of a framework that comes back; empty for a new one
   */
  static TestingScheduler subscribe(int port, String info, String id) throws Exception {
    HttpResponse<InputStream> response = trySubscribe(port, "", info, id);
    if (response.statusCode() != 200) {
      throw new AssertionError("not subscribed: " + response.statusCode());
    }
    return new TestingScheduler(port, "", response);
  }

  /**
   * Subscribes, authenticated.
   *
   * @param pair {@code principal:secret}
   */
  static TestingScheduler subscribeAs(int port, String pair, String info, String id)
      throws Exception {
    String authorization = TestingCluster.basic(pair);
    HttpResponse<InputStream> response = trySubscribe(port, authorization, info, id);
    if (response.statusCode() != 200) {
      throw new AssertionError("not subscribed: " + response.statusCode());
    }
    return new TestingScheduler(port, authorization, response);
  }

  /**
   * The answer to a subscription.
   *
   * @param authorization the header; empty for none
   */
  static HttpResponse<InputStream> trySubscribe(
      int port, String authorization, String info, String id) throws Exception {
    String call =
        "{\"type\":\"SUBSCRIBE\","
            + (id.isEmpty() ? "" : "\"framework_id\":{\"value\":\"" + id + "\"},")
            + "\"subscribe\":{\"framework_info\":"
            + info
            + "}}";
    return HTTP.send(
        request(port, authorization, call).build(), HttpResponse.BodyHandlers.ofInputStream());
  }

  /** One that knows of partitions and keeps its tasks for ten minutes. */
  static String info(String name, String id) {
    return "{\"user\":\"root\",\"name\":\""
        + name
        + "\",\"failover_timeout\":600,\"roles\":[\"r\"],\"capabilities\":[{\"type\":\"MULTI_ROLE\"},"
        + "{\"type\":\"PARTITION_AWARE\"},{\"type\":\"RESERVATION_REFINEMENT\"}]"
        + (id.isEmpty() ? "" : ",\"id\":{\"value\":\"" + id + "\"}")
        + "}";
  }

  private static HttpRequest.Builder request(int port, String authorization, String body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1/scheduler"))
            .header("Content-Type", "application/json")
            .header("Accept", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body));
    return authorization.isEmpty() ? request : request.header("Authorization", authorization);
  }

  private void read() {
    RecordIoDecoder decoder = new RecordIoDecoder(MAX_RECORD_BYTES);
    byte[] buffer = new byte[64 << 10];
    try {
      for (int count = body.read(buffer); count >= 0; count = body.read(buffer)) {
        for (byte[] record : decoder.feed(buffer, 0, count)) {
          JsonNode event = JSON.readTree(record);
          synchronized (events) {
            events.add(event);
          }
        }
      }
    } catch (IOException | RecordIoException e) {
      // The end, for what is told here.
    }
    synchronized (events) {
      ended = true;
    }
  }

  String streamId() {
    return streamId;
  }

  boolean hasEnded() {
    synchronized (events) {
      return ended;
    }
  }

  String id() throws Exception {
    return await("SUBSCRIBED", event -> true).at("/subscribed/framework_id/value").asText();
  }

  List<JsonNode> seen(String type) {
    synchronized (events) {
      return events.stream().filter(each -> each.path("type").asText().equals(type)).toList();
    }
  }

  JsonNode await(String type, Predicate<JsonNode> condition) throws Exception {
    TestingCluster.eventually(type, () -> seen(type).stream().anyMatch(condition));
    return seen(type).stream().filter(condition).findFirst().orElseThrow();
  }

  JsonNode offer() throws Exception {
    return await("OFFERS", event -> true).at("/offers/offers/0");
  }

  JsonNode status(String task, String state) throws Exception {
    return await(
            "UPDATE",
            event ->
                event.at("/update/status/task_id/value").asText().equals(task)
                    && event.at("/update/status/state").asText().equals(state))
        .at("/update/status");
  }

  /** The status of the answer to a call, whose members besides type and framework are given. */
  int call(String type, String members) throws Exception {
    return call(id(), streamId, type, members).statusCode();
  }

  HttpResponse<String> call(String frameworkId, String stream, String type, String members)
      throws Exception {
    String call =
        "{\"type\":\""
            + type
            + "\",\"framework_id\":{\"value\":\""
            + frameworkId
            + "\"}"
            + (members.isEmpty() ? "" : "," + members)
            + "}";
    HttpRequest.Builder request = request(port, authorization, call);
    if (!stream.isEmpty()) {
      request.header("Mesos-Stream-Id", stream);
    }
    return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  /** Launches a task with a tenth of a processor. */
  void launch(JsonNode offer, String id, String executorOrCommand) throws Exception {
    String task =
        "{\"name\":\"%s\",\"task_id\":{\"value\":\"%s\"},\"agent_id\":%s,\"resources\":[{\"name\":\"cpus\",\"type\":\"SCALAR\",\"scalar\":{\"value\":0.1}},{\"name\":\"mem\",\"type\":\"SCALAR\",\"scalar\":{\"value\":32}}],%s}"
            .formatted(id, id, offer.path("agent_id"), executorOrCommand);
    String accept =
        "\"accept\":{\"offer_ids\":[%s],\"operations\":[{\"type\":\"LAUNCH\",\"launch\":{\"task_infos\":[%s]}}],\"filters\":{\"refuse_seconds\":0}}"
            .formatted(offer.path("id"), task);
    if (call("ACCEPT", accept) != 202) {
      throw new AssertionError("not accepted");
    }
  }

  int acknowledge(JsonNode status, String uuid) throws Exception {
    return call(
        "ACKNOWLEDGE",
        "\"acknowledge\":{\"agent_id\":%s,\"task_id\":%s,\"uuid\":\"%s\"}"
            .formatted(status.path("agent_id"), status.path("task_id"), uuid));
  }

  /** Breaks the stream, as a scheduler that dies does. */
  void disconnect() throws IOException {
    close();
  }

  @Override
  public void close() throws IOException {
    body.close();
  }
}
