package io.entresol.agent.carrier;

import io.entresol.agent.core.edge.EdgeAddress;
import io.entresol.agent.core.edge.EdgeEffect;
import io.entresol.agent.core.edge.EdgeLink;
import io.entresol.domain.id.Epoch;
import io.entresol.proto.bus.AgentMessage;
import io.entresol.proto.edge.Alive;
import io.entresol.proto.edge.FromAgent;
import io.entresol.proto.edge.Hello;
import io.entresol.proto.edge.Leader;
import io.entresol.proto.edge.ToAgent;
import io.entresol.runtime.DeadlineTimer;
import io.entresol.runtime.JoinedWrites;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.grpc.client.GrpcClient;
import io.vertx.grpc.client.GrpcClientOptions;
import io.vertx.grpc.client.GrpcClientRequest;
import io.vertx.grpc.client.GrpcClientResponse;
import io.vertx.grpc.common.GrpcMessageDecoder;
import io.vertx.grpc.common.GrpcMessageEncoder;
import io.vertx.grpc.common.ServiceMethod;
import io.vertx.grpc.common.ServiceName;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** A stream to a gateway, for an agent that is no member of the cluster. */
public final class EdgeCarrier implements AgentCarrier, EdgeEffect.Runner {
  private static final Logger LOG = LoggerFactory.getLogger(EdgeCarrier.class);
  private static final ServiceMethod<ToAgent, FromAgent> CONNECT =
      ServiceMethod.client(
          ServiceName.create("entresol.edge.Agents"),
          "Connect",
          GrpcMessageEncoder.encoder(),
          GrpcMessageDecoder.decoder(ToAgent.newBuilder()));

  private static final long NONE = -1;

  /** What the gateway replaces. */
  private static final String EDGE = "edge";

  private static final int CONNECT_TIMEOUT_MS = 5_000;

  /** Of a message to the agent; what a gateway takes in is its own affair. */
  private static final int MAX_MESSAGE_BYTES = 32 << 20;

  /** How much may wait for a gateway that does not read before another one is tried. */
  private static final int MAX_WAITING_BYTES = 32 << 20;

  private final Vertx vertx;
  private final EdgeLink link;
  private final Clock clock;
  private final boolean ownsClient;
  // Nobody reads the same of ten thousand carriers.
  private final Level level;
  private Optional<GrpcClient> client;
  private DeadlineTimer timer;
  private String endpointId;
  private Listener listener;
  private long present = NONE;
  private Optional<GrpcClientRequest<FromAgent, ToAgent>> stream = Optional.empty();
  private long waitingBytes;

  /** A carrier with connections of its own. */
  public EdgeCarrier(Vertx vertx, EdgeLink link, Clock clock) {
    this(vertx, link, clock, Optional.empty());
  }

  private EdgeCarrier(Vertx vertx, EdgeLink link, Clock clock, Optional<GrpcClient> client) {
    this.vertx = vertx;
    this.link = link;
    this.clock = clock;
    this.client = client;
    this.ownsClient = client.isEmpty();
    this.level = ownsClient ? Level.INFO : Level.DEBUG;
  }

  /**
   * One of many carriers of a process, over the connections that a client has for them all. The
   * client stays open when the carrier is closed.
   */
  public static EdgeCarrier over(GrpcClient client, Vertx vertx, EdgeLink link, Clock clock) {
    return new EdgeCarrier(vertx, link, clock, Optional.of(client));
  }

  private static GrpcClient ownClient(Vertx vertx) {
    return GrpcClient.client(
        vertx,
        new GrpcClientOptions().setMaxMessageSize(MAX_MESSAGE_BYTES),
        new HttpClientOptions()
            .setConnectTimeout(CONNECT_TIMEOUT_MS)
            .setHttp2ClearTextUpgrade(false)
            .setTcpKeepAlive(true));
  }

  @Override
  public String nodeId() {
    return EDGE;
  }

  @Override
  public void open(String endpoint, Listener hears) {
    endpointId = endpoint;
    listener = hears;
    if (client.isEmpty()) {
      client = Optional.of(ownClient(vertx));
    }
    timer = new DeadlineTimer(vertx, clock, () -> step(link::tick));
    step(link::start);
  }

  private void step(Function<Instant, List<EdgeEffect>> command) {
    command.apply(clock.instant()).forEach(effect -> effect.run(this));
    timer.arm(link.nextDeadline());
  }

  @Override
  public void connect(long attempt, EdgeAddress address) {
    present = attempt;
    LOG.atLevel(level).log("Connects to the gateway at {}", address);
    client
        .orElseThrow()
        .request(SocketAddress.inetSocketAddress(address.port(), address.host()), CONNECT)
        .onSuccess(request -> connected(attempt, request))
        .onFailure(failure -> lost(attempt, failure.getMessage()));
  }

  private void connected(long attempt, GrpcClientRequest<FromAgent, ToAgent> request) {
    if (attempt != present) {
      request.cancel();
      return;
    }
    JoinedWrites.on(request.connection());
    stream = Optional.of(request);
    waitingBytes = 0;
    request.exceptionHandler(failure -> lost(attempt, failure.getMessage()));
    request
        .response()
        .onSuccess(response -> answered(attempt, response))
        .onFailure(failure -> lost(attempt, failure.getMessage()));
    write(FromAgent.newBuilder().setHello(Hello.newBuilder().setEndpointId(endpointId)).build());
  }

  private void answered(long attempt, GrpcClientResponse<FromAgent, ToAgent> response) {
    response.exceptionHandler(failure -> lost(attempt, failure.getMessage()));
    response.errorHandler(error -> lost(attempt, error.toString()));
    response.endHandler(
        ignored -> lost(attempt, response.status() + " " + response.statusMessage()));
    response.handler(message -> received(attempt, message));
  }

  private void lost(long attempt, String why) {
    if (attempt == present) {
      present = NONE;
      stream = Optional.empty();
      LOG.atLevel(level).log("No connection to the gateway: {}", why);
    }
    step(now -> link.lost(attempt, now));
  }

  private void received(long attempt, ToAgent message) {
    if (!link.heard(attempt, clock.instant())) {
      return;
    }
    timer.arm(link.nextDeadline());
    switch (message.getMessageCase()) {
      case LEADER -> listener.masterIs(place(message.getLeader()));
      case COMMAND -> listener.commanded(message.getCommand());
      case REJOINED -> listener.rejoined();
      case ALIVE, MESSAGE_NOT_SET -> {
        // Heard of it, which is what counts.
      }
    }
  }

  private static Optional<MasterPlace> place(Leader leader) {
    return leader.hasEpoch()
        ? Optional.of(new MasterPlace(new Epoch(leader.getEpoch()), leader.getHostname()))
        : Optional.empty();
  }

  @Override
  public void tell(AgentMessage message) {
    if (link.isConnected()) {
      write(FromAgent.newBuilder().setAgentMessage(message).build());
    }
  }

  @Override
  public void sayAlive() {
    write(FromAgent.newBuilder().setAlive(Alive.getDefaultInstance()).build());
  }

  private void write(FromAgent message) {
    if (stream.isEmpty()) {
      return;
    }
    int size = message.getSerializedSize();
    if (waitingBytes > 0 && waitingBytes + size > MAX_WAITING_BYTES) {
      LOG.warn("The gateway does not read: {} bytes wait for it", waitingBytes);
      long attempt = present;
      drop(attempt);
      lost(attempt, "it was too slow");
      return;
    }
    GrpcClientRequest<FromAgent, ToAgent> to = stream.get();
    waitingBytes += size;
    to.write(message)
        .onComplete(
            ignored -> {
              if (stream.isPresent() && stream.get() == to) {
                waitingBytes -= size;
              }
            });
  }

  @Override
  public void drop(long attempt) {
    if (attempt == present) {
      present = NONE;
      stream.ifPresent(GrpcClientRequest::cancel);
      stream = Optional.empty();
    }
  }

  /** Registers again when the next gateway says who leads. */
  @Override
  public void cutOff() {
    listener.masterIs(Optional.empty());
  }

  @Override
  public void close() {
    if (client.isEmpty()) {
      return;
    }
    step(ignored -> link.stop());
    if (ownsClient) {
      client
          .get()
          .close()
          .onFailure(failure -> LOG.warn("The client could not be closed", failure));
    }
    client = Optional.empty();
  }
}
