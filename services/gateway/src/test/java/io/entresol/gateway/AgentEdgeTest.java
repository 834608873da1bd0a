package io.entresol.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.entresol.mesos.v1.AgentID;
import io.entresol.proto.bus.AgentCommand;
import io.entresol.proto.bus.AgentMessage;
import io.entresol.proto.bus.Endpoint;
import io.entresol.proto.bus.Ping;
import io.entresol.proto.bus.Pong;
import io.entresol.proto.bus.ToMaster;
import io.entresol.proto.bus.ToNode;
import io.entresol.proto.edge.FromAgent;
import io.entresol.proto.edge.Hello;
import io.entresol.proto.edge.ToAgent;
import io.entresol.runtime.LeaderRole;
import io.grpc.Status;
import java.io.Closeable;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Agents at the edge, with gRPC's own client, over a real bus. */
class AgentEdgeTest {
  @TempDir static Path directory;

  private static TestingGateway gateway;
  private static TestingLeader master;
  private static int port;
  private GrpcClient client;

  @BeforeAll
  static void start() throws Exception {
    port = TestingGateway.freePort();
    gateway =
        TestingGateway.start(directory, new GatewayOptions().grpcPort(Integer.toString(port)));
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
    client = new GrpcClient(port);
  }

  @AfterEach
  void disconnect() {
    client.close();
  }

  private GrpcClient.Stream<FromAgent, ToAgent> stream() {
    return client.bothWays(
        "entresol.edge.Agents/Connect",
        FromAgent.getDefaultInstance(),
        ToAgent.getDefaultInstance());
  }

  private GrpcClient.Stream<FromAgent, ToAgent> agent(String id) throws Exception {
    GrpcClient.Stream<FromAgent, ToAgent> stream = stream();
    stream.send(hello(id));
    ToAgent first = stream.next();
    assertThat(first.getLeader().getEpoch()).isEqualTo(master.epoch());
    assertThat(first.getLeader().getHostname()).isEqualTo("leader.test");
    return stream;
  }

  private static FromAgent hello(String id) {
    return FromAgent.newBuilder().setHello(Hello.newBuilder().setEndpointId(id)).build();
  }

  private static FromAgent pong() {
    return FromAgent.newBuilder()
        .setAgentMessage(
            AgentMessage.newBuilder()
                .setAgent(Endpoint.newBuilder().setNodeId("anywhere").setId("somebody-else"))
                .setAgentId(AgentID.newBuilder().setValue("S0"))
                .setPong(Pong.getDefaultInstance()))
        .build();
  }

  private static void command(String endpoint, long seq) {
    gateway
        .node()
        .nodeBus()
        .tell(
            gateway.node().nodeId(),
            ToNode.newBuilder().setAgentCommand(ping(endpoint, seq)).build());
  }

  private static AgentCommand ping(String endpoint, long seq) {
    return AgentCommand.newBuilder()
        .setEndpointId(endpoint)
        .setMasterEpoch(master.epoch())
        .setSeq(seq)
        .setPing(Ping.newBuilder().setConnected(true))
        .build();
  }

  @Test
  void messagesAndCommandsAreCarried() throws Exception {
    try (GrpcClient.Stream<FromAgent, ToAgent> agent = agent("e-1")) {
      agent.send(pong());
      TestingGateway.eventually(
          "the master hears of it",
          () -> master.received().stream().anyMatch(ToMaster::hasAgentMessage));
      AgentMessage message = master.received().peek().getAgentMessage();
      assertThat(message.hasPong()).isTrue();
      assertThat(message.getAgent())
          .as("reached here, and nobody but itself")
          .isEqualTo(Endpoint.newBuilder().setNodeId(gateway.node().nodeId()).setId("e-1").build());

      command("e-1", 7);
      assertThat(agent.next().getCommand()).isEqualTo(ping("e-1", 7));
      assertThat(gateway.node().scrape()).contains("entresol_gateway_edge_agents 1.0");
    }
    TestingGateway.eventually(
        "it is gone", () -> gateway.node().scrape().contains("entresol_gateway_edge_agents 0.0"));
  }

  @Test
  void theAgentIsToldWhoLeads() throws Exception {
    try (GrpcClient.Stream<FromAgent, ToAgent> agent = agent("e-1")) {
      master.beginNewTerm();
      assertThat(agent.next().getLeader().hasEpoch()).isFalse();
      assertThat(agent.next().getLeader().getEpoch()).isEqualTo(master.epoch());
    }
  }

  @Test
  void anAgentThatComesBackEndsItsEarlierStream() throws Exception {
    try (GrpcClient.Stream<FromAgent, ToAgent> earlier = agent("e-1");
        GrpcClient.Stream<FromAgent, ToAgent> later = agent("e-1")) {
      assertThat(earlier.status().getCode()).isEqualTo(Status.Code.ABORTED);
      command("e-1", 1);
      assertThat(later.next().getCommand().getSeq()).isEqualTo(1);
    }
  }

  @Test
  void whoeverHasNoNameIsRefused() throws Exception {
    try (GrpcClient.Stream<FromAgent, ToAgent> nameless = stream();
        GrpcClient.Stream<FromAgent, ToAgent> hasty = stream();
        GrpcClient.Stream<FromAgent, ToAgent> usurper = stream();
        GrpcClient.Stream<FromAgent, ToAgent> twice = agent("e-2")) {
      nameless.send(hello(""));
      assertThat(nameless.status().getDescription())
          .isEqualTo("hello.endpoint_id: expecting 1 to 64 characters");
      hasty.send(pong());
      assertThat(hasty.status().getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION);
      Closeable local = gateway.node().inbox().agent("on-the-bus", ignored -> {});
      usurper.send(hello("on-the-bus"));
      assertThat(usurper.status().getCode()).isEqualTo(Status.Code.ALREADY_EXISTS);
      local.close();
      twice.send(hello("e-3"));
      assertThat(twice.status().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    }
    assertThat(master.received()).noneMatch(ToMaster::hasAgentMessage);
  }
}
