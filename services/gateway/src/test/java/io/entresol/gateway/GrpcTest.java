package io.entresol.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Message;
import io.entresol.mesos.v1.FrameworkID;
import io.entresol.mesos.v1.FrameworkInfo;
import io.entresol.mesos.v1.scheduler.Call;
import io.entresol.mesos.v1.scheduler.Event;
import io.entresol.mesos.v1.scheduler.Response;
import io.entresol.proto.bus.CallReply;
import io.entresol.proto.bus.FrameworkEvents;
import io.entresol.proto.bus.MasterReply;
import io.entresol.proto.bus.OperatorEvents;
import io.entresol.proto.bus.OperatorReply;
import io.entresol.proto.bus.SchedulerCall;
import io.entresol.proto.bus.ToMaster;
import io.entresol.runtime.LeaderRole;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.reflection.v1.ServiceResponse;
import io.grpc.stub.StreamObserver;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The v1 APIs over gRPC, with the client of gRPC's own implementation, over a real bus. */
class GrpcTest {
  private static final String SUBSCRIBE = "entresol.edge.Scheduler/Subscribe";
  private static final String CALL = "entresol.edge.Scheduler/Call";
  private static final String OPERATE = "entresol.edge.Operator/Call";
  private static final String WATCH = "entresol.edge.Operator/Subscribe";
  private static final FrameworkID ID = FrameworkID.newBuilder().setValue("f-1").build();
  private static final Event HEARTBEAT = Event.newBuilder().setType(Event.Type.HEARTBEAT).build();
  private static final int MAX_REQUEST_BYTES = 100_000;
  private static final int MAX_BUFFER_BYTES = 1_000_000;

  @TempDir static Path directory;

  private static TestingGateway gateway;
  private static TestingLeader master;
  private static int port;
  private GrpcClient client;

  @BeforeAll
  static void start() throws Exception {
    port = TestingGateway.freePort();
    GatewayOptions options = new GatewayOptions().grpcPort(Integer.toString(port));
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
  void connect() {
    master.received().clear();
    master.answersAsMaster(GrpcTest::accepting);
    client = new GrpcClient(port);
  }

  @AfterEach
  void disconnect() {
    client.close();
  }

  /** Takes every framework and says so on its stream. */
  private static MasterReply accepting(ToMaster message) {
    if (message.hasSchedulerCall() && message.getSchedulerCall().getCall().hasSubscribe()) {
      master.send(events(message.getSchedulerCall(), 1, subscribed()));
    }
    return reply(200, "");
  }

  private static MasterReply reply(int status, String message) {
    CallReply.Builder reply = CallReply.newBuilder().setStatus(status);
    if (!message.isEmpty()) {
      reply.setMessage(message);
    }
    return MasterReply.newBuilder().setCall(reply).build();
  }

  private static Event subscribed() {
    return Event.newBuilder()
        .setType(Event.Type.SUBSCRIBED)
        .setSubscribed(
            Event.Subscribed.newBuilder().setFrameworkId(ID).setHeartbeatIntervalSeconds(15))
        .build();
  }

  private static FrameworkEvents events(SchedulerCall subscription, long first, Event... events) {
    return FrameworkEvents.newBuilder()
        .setStreamId(subscription.getStream().getId())
        .setSubscription(subscription.getSubscription())
        .setFirstSeq(first)
        .setMasterEpoch(master.epoch())
        .addAllEvents(List.of(events))
        .build();
  }

  private static SchedulerCall lastCall() {
    return master.received().stream()
        .filter(ToMaster::hasSchedulerCall)
        .map(ToMaster::getSchedulerCall)
        .reduce((first, last) -> last)
        .orElseThrow();
  }

  private static Call subscribe() {
    return Call.newBuilder()
        .setType(Call.Type.SUBSCRIBE)
        .setSubscribe(
            Call.Subscribe.newBuilder()
                .setFrameworkInfo(FrameworkInfo.newBuilder().setUser("u").setName("n")))
        .build();
  }

  private static Call revive() {
    return Call.newBuilder().setType(Call.Type.REVIVE).setFrameworkId(ID).build();
  }

  private GrpcClient.Stream<Call, Event> subscription() throws Exception {
    GrpcClient.Stream<Call, Event> stream =
        client.stream(SUBSCRIBE, subscribe(), Event.getDefaultInstance());
    assertThat(stream.next()).isEqualTo(subscribed());
    return stream;
  }

  private Response call(Message call, String streamId) {
    Metadata headers = new Metadata();
    headers.put(GrpcClient.STREAM_ID, streamId);
    return client.call(CALL, call, Response.getDefaultInstance(), headers);
  }

  private static Status failure(Runnable call) {
    return catchThrowableOfType(StatusRuntimeException.class, call::run).getStatus();
  }

  @Test
  void aSubscriptionIsAStreamOfEvents() throws Exception {
    try (GrpcClient.Stream<Call, Event> stream = subscription()) {
      String streamId = lastCall().getStream().getId();
      assertThat(stream.headers().get(GrpcClient.STREAM_ID)).isEqualTo(streamId);
      FrameworkEvents last = events(lastCall(), 2, HEARTBEAT).toBuilder().setLast(true).build();

      assertThat(call(revive(), streamId)).isEqualTo(Response.getDefaultInstance());
      assertThat(lastCall().getStream().getId()).isEqualTo(streamId);
      assertThat(lastCall().getCall()).isEqualTo(revive());

      master.send(last);
      assertThat(stream.next()).isEqualTo(HEARTBEAT);
      assertThat(stream.status().getCode()).isEqualTo(Status.Code.OK);
    }
  }

  @Test
  void theMasterHearsOfAClientThatHasGone() throws Exception {
    GrpcClient.Stream<Call, Event> stream = subscription();
    String streamId = lastCall().getStream().getId();
    stream.close();
    TestingGateway.eventually("the master knows", () -> endOf(streamId));
  }

  @Test
  void theMasterHearsOfAConnectionThatHasBroken() throws Exception {
    subscription();
    String streamId = lastCall().getStream().getId();
    client.close();
    TestingGateway.eventually("the master knows", () -> endOf(streamId));
  }

  private static boolean endOf(String streamId) {
    return master.received().stream()
        .anyMatch(
            message ->
                message.hasStreamClosed()
                    && message.getStreamClosed().getStream().getId().equals(streamId));
  }

  @Test
  void theStreamSurvivesAMastersFailover() throws Exception {
    try (GrpcClient.Stream<Call, Event> stream = subscription()) {
      master.beginNewTerm();
      assertThat(stream.next()).isEqualTo(subscribed());
      assertThat(lastCall().getCall().getFrameworkId()).isEqualTo(ID);
    }
  }

  @Test
  void aClientThatDoesNotReadIsDisconnected() throws Exception {
    try (GrpcClient.Stream<Call, Event> stream = subscription()) {
      double before = slowClients();
      Event large =
          Event.newBuilder()
              .setType(Event.Type.ERROR)
              .setError(Event.Error.newBuilder().setMessage("x".repeat(200_000)))
              .build();
      SchedulerCall subscription = lastCall();
      for (int seq = 2; seq < 20; seq++) {
        master.send(events(subscription, seq, large));
      }
      TestingGateway.eventually("it is too slow", () -> slowClients() > before);
      stream.readOn();
      assertThat(stream.status().getCode()).isEqualTo(Status.Code.CANCELLED);
    }
  }

  private static double slowClients() {
    return gateway.counter("entresol_gateway_streams_ended_total", "reason", "slow_client");
  }

  @Test
  void refusalsOfTheMasterAreStatuses() {
    assertThat(refused(400, "no").getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(refused(403, "Framework is not subscribed").getDescription())
        .isEqualTo("Framework is not subscribed");
    assertThat(refused(403, "no").getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
    assertThat(refused(409, "no").getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION);
    assertThat(refused(501, "no").getCode()).isEqualTo(Status.Code.UNIMPLEMENTED);
    assertThat(refused(503, "no").getCode()).isEqualTo(Status.Code.UNAVAILABLE);
  }

  private Status refused(int status, String message) {
    master.answersAsMaster(ignored -> reply(status, message));
    return failure(() -> call(revive(), "s-1"));
  }

  @Test
  void aRefusedSubscriptionIsNoStream() throws Exception {
    master.answersAsMaster(ignored -> reply(403, "Not you"));
    try (GrpcClient.Stream<Call, Event> stream =
        client.stream(SUBSCRIBE, subscribe(), Event.getDefaultInstance())) {
      assertThat(stream.status().getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
      assertThat(stream.status().getDescription()).isEqualTo("Not you");
    }
  }

  @Test
  void badCallsNeverReachTheMaster() throws Exception {
    try (GrpcClient.Stream<Call, Event> stream =
        client.stream(SUBSCRIBE, revive(), Event.getDefaultInstance())) {
      assertThat(stream.status().getDescription())
          .isEqualTo("Subscribe takes SUBSCRIBE, not REVIVE");
    }
    assertThat(failure(() -> call(subscribe(), "s-1")).getCode())
        .isEqualTo(Status.Code.INVALID_ARGUMENT);
    Call incomplete = Call.newBuilder().setType(Call.Type.REVIVE).build();
    assertThat(failure(() -> call(incomplete, "s-1")).getDescription())
        .startsWith("Failed to validate scheduler::Call: ");
    HealthCheckRequest garbage = HealthCheckRequest.newBuilder().setService("not a call").build();
    assertThat(failure(() -> call(garbage, "s-1")).getCode())
        .isEqualTo(Status.Code.INVALID_ARGUMENT);
    Call large =
        revive().toBuilder()
            .setFrameworkId(FrameworkID.newBuilder().setValue("x".repeat(MAX_REQUEST_BYTES)))
            .build();
    assertThat(failure(() -> call(large, "s-1")).getCode())
        .isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    assertThat(master.received()).noneMatch(ToMaster::hasSchedulerCall);
  }

  private io.entresol.mesos.v1.master.Response operate(io.entresol.mesos.v1.master.Call.Type type) {
    return client.call(
        OPERATE,
        io.entresol.mesos.v1.master.Call.newBuilder().setType(type).build(),
        io.entresol.mesos.v1.master.Response.getDefaultInstance(),
        new Metadata());
  }

  @Test
  void operatorsAreAnswered() {
    assertThat(
            operate(io.entresol.mesos.v1.master.Call.Type.GET_HEALTH).getGetHealth().getHealthy())
        .isTrue();
    assertThat(
            operate(io.entresol.mesos.v1.master.Call.Type.GET_VERSION)
                .getGetVersion()
                .getVersionInfo()
                .getVersion())
        .isNotEmpty();
    master.answersAsMaster(
        message ->
            MasterReply.newBuilder()
                .setOperator(OperatorReply.newBuilder().setStatus(202))
                .build());
    assertThat(operate(io.entresol.mesos.v1.master.Call.Type.GET_WEIGHTS))
        .isEqualTo(io.entresol.mesos.v1.master.Response.getDefaultInstance());
  }

  @Test
  void operatorsStreamsCarryEventsToo() throws Exception {
    io.entresol.mesos.v1.master.Event heartbeat =
        io.entresol.mesos.v1.master.Event.newBuilder()
            .setType(io.entresol.mesos.v1.master.Event.Type.HEARTBEAT)
            .build();
    master.answersAsMaster(
        message -> {
          if (message.hasOperatorSubscribe()) {
            master.send(
                OperatorEvents.newBuilder()
                    .setStreamId(message.getOperatorSubscribe().getStream().getId())
                    .setFirstSeq(1)
                    .setMasterEpoch(master.epoch())
                    .addEvents(heartbeat)
                    .build());
          }
          return reply(200, "");
        });
    try (GrpcClient.Stream<io.entresol.mesos.v1.master.Call, io.entresol.mesos.v1.master.Event>
        stream =
            client.stream(
                WATCH,
                io.entresol.mesos.v1.master.Call.newBuilder()
                    .setType(io.entresol.mesos.v1.master.Call.Type.SUBSCRIBE)
                    .build(),
                io.entresol.mesos.v1.master.Event.getDefaultInstance())) {
      assertThat(stream.next()).isEqualTo(heartbeat);
      master.beginNewTerm();
      assertThat(stream.status().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
      assertThat(stream.status().getDescription()).contains("leader_change");
    }
  }

  @Test
  void healthFollowsTheLeader() throws Exception {
    assertThat(health("entresol.edge.Scheduler")).isEqualTo(ServingStatus.SERVING);
    assertThat(health("")).isEqualTo(ServingStatus.SERVING);
    master.resign();
    assertThat(health("entresol.edge.Scheduler")).isEqualTo(ServingStatus.NOT_SERVING);
    assertThat(failure(() -> call(revive(), "s-1")).getDescription())
        .isEqualTo("No leader elected");
    master.contend();
  }

  private ServingStatus health(String service) {
    HealthCheckResponse response =
        HealthGrpc.newBlockingStub(client.channel())
            .withDeadlineAfter(20, TimeUnit.SECONDS)
            .check(HealthCheckRequest.newBuilder().setService(service).build());
    return response.getStatus();
  }

  @Test
  void reflectionSaysWhatThereIs() throws Exception {
    ServerReflectionResponse services =
        reflect(ServerReflectionRequest.newBuilder().setListServices("").build());
    assertThat(services.getListServicesResponse().getServiceList())
        .extracting(ServiceResponse::getName)
        .contains(
            "entresol.edge.Scheduler",
            "entresol.edge.Operator",
            "grpc.health.v1.Health",
            "grpc.reflection.v1.ServerReflection");
    ServerReflectionResponse files =
        reflect(
            ServerReflectionRequest.newBuilder()
                .setFileContainingSymbol("entresol.edge.Scheduler")
                .build());
    List<com.google.protobuf.ByteString> protos =
        files.getFileDescriptorResponse().getFileDescriptorProtoList();
    FileDescriptorProto first = FileDescriptorProto.parseFrom(protos.get(0));
    assertThat(first.getService(0).getMethod(0).getOutputType())
        .isEqualTo(".mesos.v1.scheduler.Event");
    assertThat(protos).hasSizeGreaterThan(1);
  }

  private ServerReflectionResponse reflect(ServerReflectionRequest request) throws Exception {
    CompletableFuture<ServerReflectionResponse> answer = new CompletableFuture<>();
    StreamObserver<ServerReflectionRequest> requests =
        ServerReflectionGrpc.newStub(client.channel())
            .serverReflectionInfo(
                new StreamObserver<>() {
                  @Override
                  public void onNext(ServerReflectionResponse response) {
                    answer.complete(response);
                  }

                  @Override
                  public void onError(Throwable failure) {
                    answer.completeExceptionally(failure);
                  }

                  @Override
                  public void onCompleted() {
                    answer.completeExceptionally(new AssertionError("no answer"));
                  }
                });
    requests.onNext(request);
    requests.onCompleted();
    return answer.get(20, TimeUnit.SECONDS);
  }
}
