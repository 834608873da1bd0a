package io.entresol.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entresol.gateway.core.access.Realm;
import io.entresol.gateway.core.route.MesosEndpoint;
import io.entresol.mesos.v1.FrameworkID;
import io.entresol.mesos.v1.scheduler.Call;
import io.entresol.mesos.v1.scheduler.Response;
import io.entresol.proto.bus.CallReply;
import io.entresol.proto.bus.Guard;
import io.entresol.proto.bus.MasterReply;
import io.entresol.proto.bus.OperatorReply;
import io.entresol.proto.bus.ToMaster;
import io.entresol.runtime.LeaderRole;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A gateway that wants to know who its clients are. */
class AccessTest {
  private static final String CREDENTIALS =
      "{\"credentials\": [{\"principal\": \"alice\", \"secret\": \"wonder\"}]}";
  private static final String JSON = "Content-Type: application/json\r\n";
  private static final String REVIVE =
      "{\"type\":\"REVIVE\",\"framework_id\":{\"value\":\"f-0000\"}}";

  @TempDir static Path directory;

  private static TestingGateway gateway;
  private static TestingLeader master;
  private static int grpcPort;

  @BeforeAll
  static void start() throws Exception {
    grpcPort = TestingGateway.freePort();
    GatewayOptions options = new GatewayOptions().grpcPort(Integer.toString(grpcPort));
    options.access().authenticates(true, true, true, CREDENTIALS);
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
    master.answersAsMaster(
        message ->
            message.hasOperatorCall()
                ? MasterReply.newBuilder()
                    .setOperator(OperatorReply.newBuilder().setStatus(200))
                    .build()
                : MasterReply.newBuilder().setCall(CallReply.newBuilder().setStatus(202)).build());
  }

  private static String authorization(String pair) {
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  private static RawClient.Answer get(String path, String pair) throws IOException {
    return pair.isEmpty()
        ? RawClient.get(gateway.port(), path)
        : RawClient.get(gateway.port(), path, "Authorization: " + authorization(pair));
  }

  private static RawClient.Answer post(String path, String pair, String body) throws IOException {
    String head = pair.isEmpty() ? "" : "Authorization: " + authorization(pair) + "\r\n";
    return RawClient.exchange(gateway.port(), "POST " + path + " HTTP/1.1\r\n" + JSON + head, body);
  }

  @ParameterizedTest
  @EnumSource(MesosEndpoint.class)
  void eachEndpointNamesItsRealm(MesosEndpoint endpoint) throws Exception {
    RawClient.Answer answer = get("/" + endpoint.path(), "");
    if (endpoint.realm() == Realm.NONE) {
      assertThat(answer.status()).isNotEqualTo(401);
    } else {
      assertThat(answer.status()).isEqualTo(401);
      assertThat(answer.headers())
          .containsEntry("www-authenticate", "Basic realm=\"" + endpoint.realm().text() + "\"");
      assertThat(answer.text()).isEqualTo("401 Unauthorized.");
    }
    assertThat(master.received()).as("the master hears nothing of it").isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/health", "/master/health", "/version", "/redirect", "/help"})
  void someNeedNoPrincipal(String path) throws Exception {
    assertThat(get(path, "").status()).isIn(200, 307);
  }

  @Test
  void theFiguresForPrometheusAreRead() throws Exception {
    assertThat(get("/metrics", "").status()).isEqualTo(401);
    assertThat(get("/metrics", "alice:wonder").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"alice:wondex", "alice:", "bob:wonder", "alice"})
  void badCredentialsAreAsGoodAsNone(String pair) throws Exception {
    assertThat(get("/slaves", pair).status()).isEqualTo(401);
    assertThat(post("/api/v1/scheduler", pair, REVIVE).status()).isEqualTo(401);
    assertThat(post("/api/v1", pair, "{\"type\":\"GET_HEALTH\"}").status()).isEqualTo(401);
    assertThat(master.received()).isEmpty();
  }

  @Test
  void thePrincipalTravelsWithTheCall() throws Exception {
    assertThat(post("/api/v1/scheduler", "alice:wonder", REVIVE).status()).isEqualTo(202);
    ToMaster call = master.received().remove();
    assertThat(call.getSchedulerCall().getPrincipal()).isEqualTo("alice");
    assertThat(call.getGuard())
        .isEqualTo(
            Guard.newBuilder().setFrameworks(true).setReadonly(true).setReadwrite(true).build());
    assertThat(post("/api/v1", "alice:wonder", "{\"type\":\"GET_MAINTENANCE_STATUS\"}").status())
        .isEqualTo(200);
    assertThat(master.received().remove().getOperatorCall().getPrincipal()).isEqualTo("alice");
    assertThat(post("/teardown", "alice:wonder", "frameworkId=f-0000").status()).isEqualTo(200);
    assertThat(master.received().remove().getOperatorCall().getPrincipal()).isEqualTo("alice");
  }

  @Test
  void thePrincipalOfAStreamIsThatOfWhoOpenedIt() throws Exception {
    String subscribe =
        "{\"type\":\"SUBSCRIBE\",\"subscribe\":"
            + "{\"framework_info\":{\"user\":\"u\",\"name\":\"n\"}}}";
    master.answersAsMaster(
        message -> MasterReply.newBuilder().setCall(CallReply.newBuilder().setStatus(200)).build());
    try (RawClient client = new RawClient(gateway.port())) {
      client.send(
          "POST /api/v1/scheduler HTTP/1.1\r\n"
              + JSON
              + "Authorization: "
              + authorization("alice:wonder")
              + "\r\n",
          subscribe.getBytes(StandardCharsets.UTF_8));
      assertThat(client.readStatus()).isEqualTo(200);
      assertThat(master.received().remove().getSchedulerCall().getPrincipal()).isEqualTo("alice");
    }
  }

  @Test
  void theMastersRefusalToAnswerIsPassedOn() throws Exception {
    String why = "The leading master is started with --x, this gateway is not";
    master.answersAsMaster(
        message ->
            MasterReply.newBuilder()
                .setCall(CallReply.newBuilder().setStatus(401).setMessage(why))
                .build());
    RawClient.Answer answer = get("/slaves", "alice:wonder");
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.text()).isEqualTo(why);
  }

  private static Status.Code rpc(String method, Metadata headers) {
    Call revive =
        Call.newBuilder()
            .setType(Call.Type.REVIVE)
            .setFrameworkId(FrameworkID.newBuilder().setValue("f-0000"))
            .build();
    try (GrpcClient client = new GrpcClient(grpcPort)) {
      client.call(method, revive, Response.getDefaultInstance(), headers);
      return Status.Code.OK;
    } catch (StatusRuntimeException e) {
      return e.getStatus().getCode();
    }
  }

  private static Metadata metadata(String pair) {
    Metadata headers = new Metadata();
    headers.put(
        Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), authorization(pair));
    return headers;
  }

  @Test
  void overGrpcTheSameHolds() {
    String call = "entresol.edge.Scheduler/Call";
    assertThat(rpc(call, new Metadata())).isEqualTo(Status.Code.UNAUTHENTICATED);
    assertThat(rpc(call, metadata("alice:wondex"))).isEqualTo(Status.Code.UNAUTHENTICATED);
    assertThat(rpc("entresol.edge.Operator/Call", new Metadata()))
        .isEqualTo(Status.Code.UNAUTHENTICATED);
    assertThat(master.received()).isEmpty();
    assertThat(rpc(call, metadata("alice:wonder"))).isEqualTo(Status.Code.OK);
    assertThat(master.received().remove().getSchedulerCall().getPrincipal()).isEqualTo("alice");
  }

  @Test
  void whatIsMissingIsSaidAtTheStart() {
    assertThatThrownBy(() -> new AccessOptions().authenticates(true, false, false, null).access())
        .hasMessageStartingWith("--credentials is required");
    assertThatThrownBy(() -> new AccessOptions().authenticates(true, false, false, "{}").access())
        .hasMessage("--credentials: the field 'credentials' is missing");
  }
}
