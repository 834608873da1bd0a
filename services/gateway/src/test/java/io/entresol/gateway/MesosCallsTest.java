package io.entresol.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entresol.mesos.v1.FrameworkID;
import io.entresol.mesos.v1.master.Call;
import io.entresol.mesos.v1.scheduler.Event;
import io.entresol.proto.MesosJson;
import io.entresol.proto.RecordIoDecoder;
import io.entresol.proto.bus.CallReply;
import io.entresol.proto.bus.FrameworkEvents;
import io.entresol.proto.bus.MasterReply;
import io.entresol.proto.bus.MetricsQuery;
import io.entresol.proto.bus.OperatorEvents;
import io.entresol.proto.bus.OperatorReply;
import io.entresol.proto.bus.SchedulerCall;
import io.entresol.proto.bus.ToMaster;
import io.entresol.runtime.LeaderRole;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calls and streams at the port of Mesos, over a real bus. */
class MesosCallsTest {
  private static final String JSON = "Content-Type: application/json\r\n";
  private static final String PROTOBUF = "Content-Type: application/x-protobuf\r\n";
  private static final String SUBSCRIBE =
      "{\"type\":\"SUBSCRIBE\",\"subscribe\":{\"framework_info\":{\"user\":\"u\",\"name\":\"n\"}}}";
  private static final int MAX_REQUEST_BYTES = 100_000;
  private static final int MAX_BUFFER_BYTES = 1_000_000;

  @TempDir static Path directory;

  private static TestingGateway gateway;
  private static TestingLeader master;

  @BeforeAll
  static void start() throws Exception {
    GatewayOptions options = new GatewayOptions();
    options.limits().maxRequestBytes(MAX_REQUEST_BYTES).maxStreamBufferBytes(MAX_BUFFER_BYTES);
    gateway = TestingGateway.start(directory, options);
    master = TestingLeader.elect(gateway.node(), LeaderRole.MASTER);
  }

  @AfterAll
  static void stop() throws Exception {
    master.resign();
    gateway.close();
  }

  @BeforeEach
  void acceptEverything() {
    master.received().clear();
    master.answersAsMaster(message -> callReply(200, null));
  }

  private static MasterReply callReply(int status, String message) {
    CallReply.Builder reply = CallReply.newBuilder().setStatus(status);
    if (message != null) {
      reply.setMessage(message);
    }
    return MasterReply.newBuilder().setCall(reply).build();
  }

  private static RawClient.Answer schedulerCall(String headers, String body) throws IOException {
    return RawClient.exchange(
        gateway.port(), "POST /api/v1/scheduler HTTP/1.1\r\n" + headers, body);
  }

  /** Opens a stream and leaves its head behind. */
  private static RawClient subscribe(String path, String headers, byte[] body) throws Exception {
    RawClient client = new RawClient(gateway.port());
    client.send("POST " + path + " HTTP/1.1\r\n" + headers, body);
    assertThat(client.readStatus()).isEqualTo(200);
    return client;
  }

  private static RawClient subscribeAsScheduler() throws Exception {
    RawClient client =
        subscribe("/api/v1/scheduler", JSON, SUBSCRIBE.getBytes(StandardCharsets.UTF_8));
    client.readHeaders();
    return client;
  }

  /** The first such message; ends of earlier tests' streams may be among them. */
  private static ToMaster received(Predicate<ToMaster> wanted) {
    return master.received().stream().filter(wanted).findFirst().orElseThrow();
  }

  private static String streamId() {
    return master.received().stream()
        .filter(ToMaster::hasSchedulerCall)
        .map(message -> message.getSchedulerCall().getStream().getId())
        .reduce((first, last) -> last)
        .orElseThrow();
  }

  private static FrameworkEvents.Builder events(long firstSeq, Event... events) {
    return FrameworkEvents.newBuilder()
        .setStreamId(streamId())
        .setFirstSeq(firstSeq)
        .setMasterEpoch(master.epoch())
        .addAllEvents(List.of(events));
  }

  private static final Event HEARTBEAT = Event.newBuilder().setType(Event.Type.HEARTBEAT).build();

  private static List<byte[]> readRecords(RawClient client, int count) throws Exception {
    RecordIoDecoder decoder = new RecordIoDecoder(1 << 24);
    List<byte[]> records = new ArrayList<>();
    while (records.size() < count) {
      List<byte[]> inChunk = decoder.feed(client.readChunk());
      assertThat(inChunk).as("each record is a chunk, on which some clients rely").hasSize(1);
      records.addAll(inChunk);
    }
    return records;
  }

  @Test
  void aStreamCarriesTheMastersEvents() throws Exception {
    RawClient client =
        subscribe("/api/v1/scheduler", JSON, SUBSCRIBE.getBytes(StandardCharsets.UTF_8));
    Map<String, String> headers = client.readHeaders();
    assertThat(headers)
        .containsEntry("content-type", "application/json")
        .containsEntry("transfer-encoding", "chunked")
        .containsEntry("mesos-stream-id", streamId());
    Event subscribed =
        Event.newBuilder()
            .setType(Event.Type.SUBSCRIBED)
            .setSubscribed(
                Event.Subscribed.newBuilder()
                    .setFrameworkId(FrameworkID.newBuilder().setValue("f-0000"))
                    .setHeartbeatIntervalSeconds(15))
            .build();
    master.send(events(1, subscribed, HEARTBEAT).build());
    List<byte[]> records = readRecords(client, 2);
    assertThat(records.get(0)).isEqualTo(MesosJson.print(subscribed));
    assertThat(records.get(1))
        .isEqualTo("{\"type\":\"HEARTBEAT\"}".getBytes(StandardCharsets.UTF_8));
    master.send(events(3, HEARTBEAT).setLast(true).build());
    readRecords(client, 1);
    assertThat(client.readChunk()).as("a proper end").isEmpty();
    client.close();
  }

  @Test
  void aStreamMayBeInProtobuf() throws Exception {
    byte[] call =
        MesosJson.parse(SUBSCRIBE, io.entresol.mesos.v1.scheduler.Call.getDefaultInstance())
            .toByteArray();
    try (RawClient client =
        subscribe("/api/v1/scheduler", PROTOBUF + "Accept: application/x-protobuf\r\n", call)) {
      assertThat(client.readHeaders()).containsEntry("content-type", "application/x-protobuf");
      master.send(events(1, HEARTBEAT).build());
      assertThat(Event.parseFrom(readRecords(client, 1).get(0))).isEqualTo(HEARTBEAT);
    }
  }

  @Test
  void eventsThatComeBeforeTheAnswerAreKept() throws Exception {
    master.answersAsMaster(
        message -> {
          master.send(events(1, HEARTBEAT).build());
          return callReply(200, null);
        });
    try (RawClient client = subscribeAsScheduler()) {
      assertThat(readRecords(client, 1)).hasSize(1);
    }
  }

  @Test
  void theMasterHearsOfAClientThatHasGone() throws Exception {
    RawClient client = subscribeAsScheduler();
    String stream = streamId();
    client.close();
    TestingGateway.eventually(
        "the master knows",
        () ->
            master.received().stream()
                .anyMatch(
                    message ->
                        message.hasStreamClosed()
                            && message.getStreamClosed().getStream().getId().equals(stream)));
  }

  @Test
  void aLostEventBreaksTheStream() throws Exception {
    try (RawClient client = subscribeAsScheduler()) {
      master.send(events(1, HEARTBEAT).build());
      readRecords(client, 1);
      master.send(events(3, HEARTBEAT).build());
      assertThatThrownBy(client::readChunk).isInstanceOf(IOException.class);
      TestingGateway.eventually(
          "the master knows", () -> master.received().stream().anyMatch(ToMaster::hasStreamClosed));
      assertThat(gateway.counter("entresol_gateway_streams_ended_total", "reason", "gap"))
          .isPositive();
    }
  }

  @Test
  void aClientThatDoesNotReadIsDisconnected() throws Exception {
    try (RawClient client = subscribeAsScheduler()) {
      Event large =
          Event.newBuilder()
              .setType(Event.Type.ERROR)
              .setError(Event.Error.newBuilder().setMessage("x".repeat(200_000)))
              .build();
      for (long seq = 1; disconnected() == 0; seq++) {
        assertThat(seq).as("events to one who does not read\n%s", streamEnds()).isLessThan(500);
        master.send(events(seq, large).build());
        TestingGateway.await(
            gateway
                .node()
                .masterBus()
                .ask(
                    ToMaster.newBuilder().setMetricsQuery(MetricsQuery.getDefaultInstance()),
                    Duration.ofSeconds(5)));
      }
      assertThat(disconnected()).isEqualTo(1);
      assertThat(client).isNotNull();
    }
  }

  private static String streamEnds() {
    return gateway
        .node()
        .scrape()
        .lines()
        .filter(line -> line.startsWith("entresol_gateway_streams"))
        .collect(Collectors.joining("\n"));
  }

  private static double disconnected() {
    return gateway.counter("entresol_gateway_streams_ended_total", "reason", "slow_client");
  }

  @Test
  void aRefusedSubscriptionIsNoStream() throws Exception {
    master.answersAsMaster(message -> callReply(403, "Not you"));
    RawClient.Answer answer = schedulerCall(JSON, SUBSCRIBE);
    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.text()).isEqualTo("Not you");
  }

  @Test
  void otherCallsGetTheMastersAnswer() throws Exception {
    master.answersAsMaster(message -> callReply(202, null));
    String revive = "{\"type\":\"REVIVE\",\"framework_id\":{\"value\":\"f\"}}";
    RawClient.Answer accepted = schedulerCall(JSON + "Mesos-Stream-Id: s-1\r\n", revive);
    assertThat(accepted.status()).isEqualTo(202);
    assertThat(accepted.headers()).containsEntry("content-length", "0");
    SchedulerCall call = received(ToMaster::hasSchedulerCall).getSchedulerCall();
    assertThat(call.getStream().getId()).isEqualTo("s-1");
    assertThat(call.getCall().getFrameworkId().getValue()).isEqualTo("f");
    master.answersAsMaster(message -> callReply(400, "Framework cannot be found"));
    RawClient.Answer refused = schedulerCall(JSON, revive);
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.text()).isEqualTo("Framework cannot be found");
    assertThat(refused.headers()).containsEntry("content-type", "text/plain; charset=utf-8");
  }

  @Test
  void bodiesMayComeInChunks() throws Exception {
    RawClient.Answer answer =
        RawClient.exchange(
            gateway.port(),
            "POST /api/v1/scheduler HTTP/1.1\r\n" + JSON + "Transfer-Encoding: chunked\r\n",
            chunk("{\"type\": \"TEARDOWN\",")
                + chunk("\"framework_id\":{\"value\":\"f\"}}")
                + chunk(""));
    assertThat(answer.status()).isEqualTo(200);
    assertThat(
            received(ToMaster::hasSchedulerCall)
                .getSchedulerCall()
                .getCall()
                .getFrameworkId()
                .getValue())
        .isEqualTo("f");
  }

  private static String chunk(String text) {
    return Integer.toHexString(text.length()) + "\r\n" + text + "\r\n";
  }

  @Test
  void tooLongBodiesAreRefused() throws Exception {
    assertThat(schedulerCall(JSON, " ".repeat(MAX_REQUEST_BYTES + 1)).status()).isEqualTo(413);
    String chunk =
        Integer.toHexString(MAX_REQUEST_BYTES + 1) + "\r\n" + " ".repeat(MAX_REQUEST_BYTES + 1);
    assertThat(
            RawClient.exchange(
                    gateway.port(),
                    "POST /api/v1/scheduler HTTP/1.1\r\n" + JSON + "Transfer-Encoding: chunked\r\n",
                    chunk)
                .status())
        .isEqualTo(413);
    assertThat(master.received()).noneMatch(ToMaster::hasSchedulerCall);
  }

  @Test
  void badCallsNeverReachTheMaster() throws Exception {
    assertThat(schedulerCall("", SUBSCRIBE).status()).isEqualTo(400);
    assertThat(schedulerCall("Content-Type: text/plain\r\n", SUBSCRIBE).status()).isEqualTo(415);
    assertThat(schedulerCall(JSON, "{").text())
        .isEqualTo("Failed to parse body into JSON: syntax error at line 1 near: ");
    assertThat(schedulerCall(JSON + "Accept: text/html\r\n", SUBSCRIBE).status()).isEqualTo(406);
    RawClient.Answer get =
        RawClient.exchange(gateway.port(), "GET /api/v1/scheduler HTTP/1.1\r\n", "");
    assertThat(get.status()).isEqualTo(405);
    assertThat(get.headers()).containsEntry("allow", "POST");
    assertThat(master.received()).noneMatch(ToMaster::hasSchedulerCall);
  }

  @Test
  void operatorsChangesAreHandedOn() throws Exception {
    master.answersAsMaster(
        message ->
            MasterReply.newBuilder()
                .setOperator(
                    OperatorReply.newBuilder()
                        .setStatus(message.getOperatorCall().getCall().hasTeardown() ? 400 : 202)
                        .setMessage("No framework found with specified ID"))
                .build());
    RawClient.Answer refused =
        RawClient.exchange(
            gateway.port(), "POST /master/teardown HTTP/1.1\r\n", "frameworkId=nope");
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.text()).isEqualTo("No framework found with specified ID");
    Call call = received(ToMaster::hasOperatorCall).getOperatorCall().getCall();
    assertThat(call.getTeardown().getFrameworkId().getValue()).isEqualTo("nope");
    RawClient.Answer wrongMethod =
        RawClient.exchange(gateway.port(), "GET /reserve HTTP/1.1\r\n", "");
    assertThat(wrongMethod.status()).isEqualTo(405);
    assertThat(wrongMethod.text())
        .isEqualTo("405 Method Not Allowed. Expecting one of { 'POST' }, but received 'GET'.");
    RawClient.Answer weights = RawClient.exchange(gateway.port(), "POST /weights HTTP/1.1\r\n", "");
    assertThat(weights.headers()).containsEntry("allow", "GET, PUT");
  }

  @Test
  void operatorsStreamsCarryEventsToo() throws Exception {
    try (RawClient client =
        subscribe("/api/v1", JSON, "{\"type\":\"SUBSCRIBE\"}".getBytes(StandardCharsets.UTF_8))) {
      assertThat(client.readHeaders()).doesNotContainKey("mesos-stream-id");
      master.send(
          OperatorEvents.newBuilder()
              .setStreamId(
                  received(ToMaster::hasOperatorSubscribe)
                      .getOperatorSubscribe()
                      .getStream()
                      .getId())
              .setFirstSeq(1)
              .setMasterEpoch(master.epoch())
              .addEvents(
                  io.entresol.mesos.v1.master.Event.newBuilder()
                      .setType(io.entresol.mesos.v1.master.Event.Type.HEARTBEAT))
              .build());
      assertThat(readRecords(client, 1).get(0))
          .isEqualTo("{\"type\":\"HEARTBEAT\"}".getBytes(StandardCharsets.UTF_8));
    }
  }

  @Test
  void streamsEndWithTheirMastersTerm() throws Exception {
    try (RawClient client = subscribeAsScheduler()) {
      master.send(events(1, HEARTBEAT).build());
      readRecords(client, 1);
      master.beginNewTerm();
      assertThatThrownBy(client::readChunk).isInstanceOf(IOException.class);
    }
  }
}
