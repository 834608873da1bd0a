package io.entresol.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.entresol.proto.RecordIoDecoder;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A framework keeps its HTTP stream while the leading master is killed and another takes over. */
class StreamFailoverIT {
  @TempDir Path directory;

  private final List<Integer> ports = Ports.free(6);
  private final String api = "http://127.0.0.1:" + ports.get(0) + "/api/v1/scheduler";
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final RecordIoDecoder decoder = new RecordIoDecoder(1 << 20);
  private final Deque<byte[]> records = new ArrayDeque<>();
  private SeparateProcesses services;
  private EntresolProcess leader;
  private EntresolProcess standby;

  @BeforeEach
  void start() throws Exception {
    services = SeparateProcesses.in(directory);
    leader = services.start("master", "--port=" + ports.get(0), "--health_port=" + ports.get(1));
    leader.awaitOutput("Elected");
    standby = services.start("master", "--port=" + ports.get(0), "--health_port=" + ports.get(2));
    services.start("allocator", "--health_port=" + ports.get(3));
    services.start("gateway", "--port=" + ports.get(0), "--marathon_port=none", "--grpc_port=none");
    services.start(
        "agent",
        "--port=" + ports.get(4),
        "--work_dir=" + directory.resolve("agent"),
        "--containerizers=mesos",
        "--resources=cpus:4;mem:4096;disk:10000;ports:[31000-32000]");
    Eventually.isTrue(
        "an agent is registered",
        () ->
            !Http.getJson("http://127.0.0.1:" + ports.get(0) + "/slaves").path("slaves").isEmpty());
  }

  @AfterEach
  void stop() throws IOException {
    services.close();
  }

  private HttpRequest.Builder call(String json) {
    return HttpRequest.newBuilder(URI.create(api))
        .header("Content-Type", "application/json")
        .header("Accept", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(json));
  }

  private JsonNode next(InputStream stream, Predicate<JsonNode> wanted) throws Exception {
    while (true) {
      while (records.isEmpty()) {
        byte[] buffer = new byte[65_536];
        int read = stream.read(buffer);
        assertThat(read).as("the stream is open").isPositive();
        records.addAll(decoder.feed(Arrays.copyOf(buffer, read)));
      }
      JsonNode event = Http.json(new String(records.poll(), StandardCharsets.UTF_8));
      if (wanted.test(event)) {
        return event;
      }
    }
  }

  private static Predicate<JsonNode> type(String type) {
    return event -> event.path("type").asText().equals(type);
  }

  @Test
  void theStreamOutlivesTheLeadingMaster() throws Exception {
    HttpResponse<InputStream> subscription =
        client.send(
            call("{\"type\":\"SUBSCRIBE\",\"subscribe\":{\"framework_info\":"
                    + "{\"user\":\"root\",\"name\":\"f\",\"failover_timeout\":60}}}")
                .build(),
            HttpResponse.BodyHandlers.ofInputStream());
    assertThat(subscription.statusCode()).isEqualTo(200);
    String streamId = subscription.headers().firstValue("Mesos-Stream-Id").orElseThrow();
    try (InputStream stream = subscription.body()) {
      JsonNode subscribed = next(stream, type("SUBSCRIBED")).path("subscribed");
      String offer = offerId(next(stream, type("OFFERS")));

      leader.kill();

      JsonNode rescind = next(stream, type("RESCIND"));
      assertThat(rescind.path("rescind").path("offer_id").path("value").asText()).isEqualTo(offer);
      JsonNode again = next(stream, type("SUBSCRIBED")).path("subscribed");
      standby.awaitOutput("The leading master of epoch 1 is dead");
      assertThat(again.path("framework_id")).isEqualTo(subscribed.path("framework_id"));
      assertThat(again.path("master_info").path("id"))
          .isNotEqualTo(subscribed.path("master_info").path("id"));
      assertThat(offerId(next(stream, type("OFFERS")))).isNotEqualTo(offer);
      String teardown =
          "{\"type\":\"TEARDOWN\",\"framework_id\":" + again.path("framework_id") + "}";
      HttpResponse<String> answer =
          client.send(
              call(teardown).header("Mesos-Stream-Id", streamId).build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    }
  }

  private static String offerId(JsonNode offers) {
    return offers.path("offers").path("offers").get(0).path("id").path("value").asText();
  }
}
