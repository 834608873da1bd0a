package io.entresol.gateway.grpc;

import io.entresol.proto.bus.AgentCommand;
import io.entresol.proto.bus.AgentMessage;
import io.entresol.proto.bus.Endpoint;
import io.entresol.proto.bus.ToMaster;
import io.entresol.proto.edge.Alive;
import io.entresol.proto.edge.FromAgent;
import io.entresol.proto.edge.Leader;
import io.entresol.proto.edge.Rejoined;
import io.entresol.proto.edge.ToAgent;
import io.entresol.runtime.ClusterNode;
import io.entresol.runtime.LeaderInfo;
import io.vertx.grpc.common.GrpcStatus;
import io.vertx.grpc.server.GrpcServerRequest;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One agent's stream. What the agent says goes to the leading master with this process as the place
 * where it is reached; commands for it come here and go on. Lives on the server's context.
 */
final class AgentStream {
  private static final Logger LOG = LoggerFactory.getLogger(AgentStream.class);

  /** An endpoint's id is a UUID. */
  private static final int MAX_ID_LENGTH = 64;

  private static final ToAgent ALIVE =
      ToAgent.newBuilder().setAlive(Alive.getDefaultInstance()).build();

  /** How many beats an agent may be silent. */
  private static final int MAX_SILENT_BEATS = 3;

  private final ClusterNode node;
  private final AgentStreams streams;
  private final GrpcServerRequest<FromAgent, ToAgent> request;
  private final int maxBufferBytes;
  private final int part;
  private Optional<String> endpointId = Optional.empty();
  private Optional<Closeable> inbox = Optional.empty();
  private int silentBeats;
  private boolean spoken;
  private boolean ended;
  private long waitingBytes;

  /**
   * A stream that waits for the agent's name.
   *
   * @param part which part of all streams it beats with
   */
  AgentStream(
      ClusterNode node,
      AgentStreams streams,
      GrpcServerRequest<FromAgent, ToAgent> request,
      int maxBufferBytes,
      int part) {
    this.node = node;
    this.streams = streams;
    this.request = request;
    this.maxBufferBytes = maxBufferBytes;
    this.part = part;
  }

  int part() {
    return part;
  }

  void open() {
    request.errorHandler(ignored -> close());
    request.exceptionHandler(ignored -> close());
    request.response().exceptionHandler(ignored -> close());
    request.endHandler(ignored -> end(GrpcStatus.OK, "the agent has ended the stream"));
    request.handler(this::received);
  }

  /** Empty until the agent has said who it is. */
  Optional<String> endpointId() {
    return endpointId;
  }

  private void received(FromAgent message) {
    if (ended) {
      return;
    }
    silentBeats = 0;
    switch (message.getMessageCase()) {
      case HELLO -> hello(message.getHello().getEndpointId());
      case AGENT_MESSAGE -> relay(message.getAgentMessage());
      case ALIVE, MESSAGE_NOT_SET -> {
        // Heard of it, which is what counts.
      }
    }
  }

  private void hello(String id) {
    if (endpointId.isPresent()) {
      end(GrpcStatus.INVALID_ARGUMENT, "hello: it has been said already");
    } else if (id.isEmpty() || id.length() > MAX_ID_LENGTH) {
      end(GrpcStatus.INVALID_ARGUMENT, "hello.endpoint_id: expecting 1 to 64 characters");
    } else {
      enter(id);
    }
  }

  private void enter(String id) {
    streams.endOf(id);
    try {
      inbox = Optional.of(node.inbox().agent(id, this::command));
    } catch (IllegalStateException e) {
      LOG.warn("An agent connects under the id of one that is in this process: {}", id);
      end(GrpcStatus.ALREADY_EXISTS, "hello.endpoint_id: an agent of this process has it");
      return;
    }
    endpointId = Optional.of(id);
    streams.opened(this);
    leaderIs(streams.leader());
  }

  private void relay(AgentMessage message) {
    if (endpointId.isEmpty()) {
      end(GrpcStatus.FAILED_PRECONDITION, "agent_message: hello comes first");
      return;
    }
    Endpoint here = Endpoint.newBuilder().setNodeId(node.nodeId()).setId(endpointId.get()).build();
    node.masterBus()
        .tell(ToMaster.newBuilder().setAgentMessage(message.toBuilder().setAgent(here)));
  }

  private void command(AgentCommand command) {
    send(ToAgent.newBuilder().setCommand(command).build());
  }

  void leaderIs(Optional<LeaderInfo> leader) {
    Leader.Builder told = Leader.newBuilder();
    leader.ifPresent(info -> told.setEpoch(info.epoch().number()).setHostname(info.hostname()));
    send(ToAgent.newBuilder().setLeader(told).build());
  }

  void rejoined() {
    send(ToAgent.newBuilder().setRejoined(Rejoined.getDefaultInstance()).build());
  }

  /**
   * Says that this side lives, unless something has been sent since the last beat; and ends the
   * stream if the other side has not for too long.
   */
  void beat() {
    if (silentBeats >= MAX_SILENT_BEATS) {
      LOG.warn("Nothing is heard of agent {}", endpointId.orElse("without a name"));
      cancel();
      return;
    }
    silentBeats++;
    if (!spoken) {
      send(ALIVE);
    }
    spoken = false;
  }

  private void send(ToAgent message) {
    if (ended) {
      return;
    }
    int size = message.getSerializedSize();
    if (waitingBytes > 0 && waitingBytes + size > maxBufferBytes) {
      // It connects again, and the master and it compare what they know.
      LOG.warn("Agent {} is {} bytes behind", endpointId.orElse("without a name"), waitingBytes);
      cancel();
      return;
    }
    spoken = true;
    waitingBytes += size;
    request.response().write(message).onComplete(ignored -> waitingBytes -= size);
  }

  private void cancel() {
    if (!ended) {
      close();
      request.response().cancel();
    }
  }

  void end(GrpcStatus status, String why) {
    if (!ended) {
      close();
      request.response().status(status).statusMessage(why);
      request.response().end();
    }
  }

  private void close() {
    if (ended) {
      return;
    }
    ended = true;
    inbox.ifPresent(AgentStream::close);
    streams.closed(this);
  }

  private static void close(Closeable closeable) {
    try {
      closeable.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
