package io.entresol.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.entresol.gateway.core.JsonTrees;
import io.entresol.gateway.core.Recordings;
import io.entresol.gateway.core.TestingDocuments;
import io.entresol.gateway.core.TestingState;
import io.entresol.mesos.v1.Metric;
import io.entresol.mesos.v1.Task;
import io.entresol.mesos.v1.TaskID;
import io.entresol.mesos.v1.WeightInfo;
import io.entresol.mesos.v1.maintenance.Schedule;
import io.entresol.mesos.v1.master.Response;
import io.entresol.mesos.v1.quota.QuotaStatus;
import io.entresol.proto.bus.FrameworkState;
import io.entresol.proto.bus.MasterReply;
import io.entresol.proto.bus.MetricsReply;
import io.entresol.proto.bus.OperatorCall;
import io.entresol.proto.bus.OperatorReply;
import io.entresol.proto.bus.StatePage;
import io.entresol.proto.bus.StateQuery;
import io.entresol.proto.bus.ToMaster;
import io.entresol.runtime.LeaderRole;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the port of Mesos shows, over a real bus. */
class MesosReadsTest {
  private static final StatePage BUSY = TestingState.busy();

  @TempDir static Path directory;

  private static TestingGateway gateway;
  private static TestingLeader master;
  private static StatePage[] pages;

  @BeforeAll
  static void start() throws Exception {
    Path log = Files.writeString(directory.resolve("master.log"), "one line\nanother\n");
    gateway =
        TestingGateway.start(
            directory.resolve("zk"), new GatewayOptions().externalLogFile(log.toString()));
    master = TestingLeader.elect(gateway.node(), LeaderRole.MASTER);
    master.answersAsMaster(MesosReadsTest::answer);
    pages = TestingDocuments.split(BUSY);
  }

  @AfterAll
  static void stop() throws Exception {
    master.resign();
    gateway.close();
  }

  private static MasterReply answer(ToMaster message) {
    return switch (message.getMessageCase()) {
      case STATE_QUERY -> MasterReply.newBuilder().setState(page(message.getStateQuery())).build();
      case METRICS_QUERY ->
          MasterReply.newBuilder()
              .setMetrics(
                  MetricsReply.newBuilder()
                      .addMetrics(metric("master/slaves_active", 1))
                      .addMetrics(metric("master/cpus_total", 4)))
              .build();
      case OPERATOR_CALL ->
          MasterReply.newBuilder().setOperator(operator(message.getOperatorCall())).build();
      default -> throw new IllegalStateException(message.toString());
    };
  }

  private static StatePage page(StateQuery query) {
    if (query.getPartsList().contains(StateQuery.Part.ROLES)) {
      return BUSY;
    }
    int number =
        query.hasPageToken() ? Integer.parseInt(query.getPageToken().replace("page ", "")) : 0;
    return pages[number];
  }

  private static Metric metric(String name, double value) {
    return Metric.newBuilder().setName(name).setValue(value).build();
  }

  private static OperatorReply operator(OperatorCall call) {
    Response.Builder response = Response.newBuilder();
    switch (call.getCall().getType()) {
      case GET_WEIGHTS ->
          response
              .setType(Response.Type.GET_WEIGHTS)
              .setGetWeights(
                  Response.GetWeights.newBuilder()
                      .addWeightInfos(WeightInfo.newBuilder().setWeight(3).setRole("w/x")));
      case GET_QUOTA ->
          response
              .setType(Response.Type.GET_QUOTA)
              .setGetQuota(
                  Response.GetQuota.newBuilder().setStatus(QuotaStatus.getDefaultInstance()));
      case GET_MAINTENANCE_SCHEDULE ->
          response
              .setType(Response.Type.GET_MAINTENANCE_SCHEDULE)
              .setGetMaintenanceSchedule(
                  Response.GetMaintenanceSchedule.newBuilder()
                      .setSchedule(Schedule.getDefaultInstance()));
      default -> throw new IllegalStateException(call.toString());
    }
    return OperatorReply.newBuilder().setStatus(200).setResponse(response).build();
  }

  private static RawClient.Answer get(String target, String... headers) throws Exception {
    return RawClient.get(gateway.port(), target, headers);
  }

  private static String shape(RawClient.Answer answer) {
    return JsonTrees.shape(Recordings.parse(answer.body()));
  }

  @ParameterizedTest
  @CsvSource({
    "/slaves, busy/slaves",
    "/master/slaves, busy/slaves",
    "/frameworks, busy/frameworks",
    "/master/state-summary, busy/state-summary",
    "/tasks, busy/tasks",
    "/roles, busy/roles"
  })
  void documentsAreThoseOfMesos(String path, String recording) throws Exception {
    RawClient.Answer answer = get(path);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.headers())
        .containsEntry("content-type", "application/json")
        .containsEntry("content-length", Integer.toString(answer.body().length))
        .containsKey("date");
    assertThat(JsonTrees.sorted(Recordings.parse(answer.body())))
        .isEqualTo(JsonTrees.sorted(Recordings.of(recording)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/state",
        "/master/state",
        "//master//state/",
        "/master/state.json",
        "http://some.host:5050/state"
      })
  void theStateIsFoundHoweverOneAsks(String target) throws Exception {
    RawClient.Answer answer = get(target);
    assertThat(answer.status()).isEqualTo(200);
    // What is known of the build depends on the build.
    String known = shape(answer).replaceAll("git_(sha|branch):text, ", "");
    assertThat(known)
        .isEqualTo(
            JsonTrees.shape(Recordings.of("busy/state")).replaceAll("git_(sha|branch):text, ", ""));
  }

  @Test
  void readingTakesAnyMethod() throws Exception {
    for (String method : new String[] {"POST", "PUT", "OPTIONS", "DELETE"}) {
      RawClient.Answer answer =
          RawClient.exchange(gateway.port(), method + " /slaves HTTP/1.1\r\n", "");
      assertThat(answer.status()).as(method).isEqualTo(200);
    }
  }

  @Test
  void headTellsTheLength() throws Exception {
    RawClient.Answer head = RawClient.exchange(gateway.port(), "HEAD /slaves HTTP/1.1\r\n", "");
    assertThat(head.status()).isEqualTo(200);
    assertThat(head.headers())
        .containsEntry("content-length", get("/slaves").headers().get("content-length"));
  }

  @Test
  void largeAnswersAreCompressedForThoseWhoLikeIt() throws Exception {
    RawClient.Answer answer = get("/slaves", "Accept-Encoding: gzip");
    assertThat(answer.headers()).containsEntry("content-encoding", "gzip");
    byte[] body = new GZIPInputStream(new ByteArrayInputStream(answer.body())).readAllBytes();
    assertThat(body).isEqualTo(get("/slaves").body());
    assertThat(get("/version", "Accept-Encoding: gzip").headers())
        .doesNotContainKey("content-encoding");
  }

  @Test
  void aFunctionOfTheClientIsCalled() throws Exception {
    RawClient.Answer answer = get("/weights?jsonp=cb_1");
    assertThat(answer.headers()).containsEntry("content-type", "text/javascript");
    assertThat(answer.text()).isEqualTo("cb_1([{\"role\":\"w/x\",\"weight\":3.0}])");
    assertThat(get("/roles?jsonp=cb").text()).startsWith("cb({").endsWith("})");
  }

  @Test
  void aVeryLargeDocumentComesInChunks() throws Exception {
    FrameworkState.Builder framework = BUSY.getFrameworks(0).toBuilder();
    Task task = framework.getTasks(0);
    for (int i = 0; i < 3_000; i++) {
      framework.addTasks(
          task.toBuilder().setTaskId(TaskID.newBuilder().setValue("task-" + i)).build());
    }
    StatePage large = StatePage.newBuilder().addFrameworks(framework).build();
    master.answersAsMaster(message -> MasterReply.newBuilder().setState(large).build());
    try {
      RawClient.Answer answer = get("/frameworks");
      assertThat(answer.headers()).containsEntry("transfer-encoding", "chunked");
      assertThat(Recordings.parse(answer.body()).at("/frameworks/0/tasks")).hasSize(3_001);
      RawClient.Answer compressed = get("/frameworks", "Accept-Encoding: gzip");
      assertThat(new GZIPInputStream(new ByteArrayInputStream(compressed.body())).readAllBytes())
          .isEqualTo(answer.body());
      RawClient.Answer head =
          RawClient.exchange(gateway.port(), "HEAD /frameworks HTTP/1.1\r\n", "");
      assertThat(head.headers())
          .containsEntry("content-length", Integer.toString(answer.body().length));
      RawClient.Answer old = RawClient.exchange(gateway.port(), "GET /frameworks HTTP/1.0\r\n", "");
      assertThat(old.body()).isEqualTo(answer.body());
    } finally {
      master.answersAsMaster(MesosReadsTest::answer);
    }
  }

  @Test
  void operatorsReadTheSame() throws Exception {
    for (String type :
        new String[] {"GET_AGENTS", "GET_FRAMEWORKS", "GET_STATE", "GET_EXECUTORS"}) {
      RawClient.Answer json = operatorCall(type, "application/json");
      assertThat(JsonTrees.sorted(Recordings.parse(json.body())))
          .isEqualTo(JsonTrees.sorted(Recordings.of("operator/" + type)));
      RawClient.Answer protobuf = operatorCall(type, "application/x-protobuf");
      assertThat(protobuf.headers()).containsEntry("content-type", "application/x-protobuf");
      assertThat(Response.parseFrom(protobuf.body())).isEqualTo(TestingState.answer(type));
    }
  }

  private static RawClient.Answer operatorCall(String type, String accept) throws Exception {
    return RawClient.exchange(
        gateway.port(),
        "POST /api/v1 HTTP/1.1\r\nContent-Type: application/json\r\nAccept: " + accept + "\r\n",
        "{\"type\":\"" + type + "\"}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET_HEALTH | {\"type\":\"GET_HEALTH\",\"get_health\":{\"healthy\":true}}",
        "GET_LOGGING_LEVEL | {\"type\":\"GET_LOGGING_LEVEL\",\"get_logging_level\":{\"level\":0}}",
        "GET_WEIGHTS | {\"type\":\"GET_WEIGHTS\",\"get_weights\":"
            + "{\"weight_infos\":[{\"weight\":3.0,\"role\":\"w/x\"}]}}",
        "GET_QUOTA | {\"type\":\"GET_QUOTA\",\"get_quota\":{\"status\":{}}}"
      })
  void smallQuestionsOfOperatorsAreAnswered(String type, String expected) throws Exception {
    assertThat(operatorCall(type, "*/*").text()).isEqualTo(expected);
  }

  @Test
  void metricsAreSortedNumbers() throws Exception {
    JsonNode snapshot = Recordings.parse(get("/metrics/snapshot?timeout=5secs").body());
    List<String> names = new ArrayList<>();
    snapshot.fieldNames().forEachRemaining(names::add);
    assertThat(names)
        .isSorted()
        .contains("master/cpus_total", "master/slaves_active", "system/cpus_total");
    assertThat(snapshot.get("master/cpus_total").asDouble()).isEqualTo(4.0);
    RawClient.Answer nonsense = get("/metrics/snapshot?timeout=nonsense");
    assertThat(nonsense.status()).isEqualTo(400);
    assertThat(nonsense.text())
        .isEqualTo("Invalid timeout 'nonsense': Failed to convert '' to number.\n");
  }

  @Test
  void documentsOfOperatorsHaveTheirOldForms() throws Exception {
    assertThat(get("/quota").text()).isEqualTo("{}");
    assertThat(get("/maintenance/schedule").text()).isEqualTo("{}");
    assertThat(shape(get("/flags")))
        .isEqualTo(
            JsonTrees.shape(Recordings.of("busy/state").get("flags"))
                .transform(flags -> "{flags:" + flags + "}"));
    assertThat(shape(get("/system/stats.json")))
        .isEqualTo(JsonTrees.shape(Recordings.of("idle/system-stats")));
    assertThat(shape(get("/version")).replaceAll("git_(sha|branch):text, ", ""))
        .isEqualTo(
            JsonTrees.shape(Recordings.of("idle/version"))
                .replaceAll("git_(sha|branch):text, ", ""));
  }

  @Test
  void theLogCanBeRead() throws Exception {
    assertThat(get("/files/read?path=/master/log&offset=4&length=4").text())
        .isEqualTo("{\"data\":\"line\",\"offset\":4}");
    assertThat(get("/files/read?path=/master/log").text())
        .isEqualTo("{\"data\":\"\",\"offset\":17}");
    assertThat(get("/files/browse?path=/master/log").text()).isEqualTo("[]");
    assertThat(get("/files/download?path=/master/log").text()).isEqualTo("one line\nanother\n");
    assertThat(get("/files/read?path=/etc/passwd").status()).isEqualTo(404);
    assertThat(get("/files/browse").text()).isEqualTo("Expecting 'path=value' in query.\n");
    assertThat(get("/files/read?path=/master/log&offset=-2").text())
        .isEqualTo("Negative offset provided: -2.\n");
    assertThat(get("/files/read?path=/master/log&offset=x").text())
        .isEqualTo("Failed to parse offset: Failed to convert 'x' to number.\n");
    assertThat(get("/files/download?path=/nope").text()).isEqualTo("404 Not Found.");
  }

  @Test
  void whatIsNotThereIsNotFound() throws Exception {
    for (String path : new String[] {"/nonsense", "/master/version", "/redirect/some/path"}) {
      RawClient.Answer answer = get(path);
      assertThat(answer.status()).as(path).isEqualTo(404);
      assertThat(answer.text()).isEqualTo("404 Not Found.");
    }
  }

  @Test
  void theLeaderIsNamed() throws Exception {
    RawClient.Answer answer = get("/redirect");
    assertThat(answer.status()).isEqualTo(307);
    assertThat(answer.headers()).containsEntry("location", "//leader.test:5050");
    assertThat(get("/master/redirect").headers().get("location")).isEqualTo("//leader.test:5050");
  }

  @Test
  void peopleGetAPage() throws Exception {
    RawClient.Answer answer = get("/");
    assertThat(answer.headers().get("content-type")).startsWith("text/html");
    assertThat(answer.text()).contains("<title>");
    assertThat(get("/health").body()).isEmpty();
    assertThat(get("/health/live").status()).isEqualTo(200);
    assertThat(get("/health/ready").status()).isEqualTo(200);
  }

  @Test
  void prometheusGetsTheGatewayAndTheCluster() throws Exception {
    RawClient.Answer answer = get("/metrics");
    assertThat(answer.headers().get("content-type")).startsWith("text/plain; version=0.0.4");
    assertThat(answer.text())
        .contains("entresol_gateway_streams_open{process=\"gateway\",kind=\"scheduler\"} 0")
        .contains("entresol_cluster_leading_master 1")
        .contains("entresol_cluster_resource_total{resource=\"cpus\"} 4.0")
        .contains("jvm_threads");
  }
}
