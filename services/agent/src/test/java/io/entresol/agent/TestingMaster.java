package io.entresol.agent;

import io.entresol.domain.id.Epoch;
import io.entresol.mesos.v1.AgentID;
import io.entresol.mesos.v1.FrameworkID;
import io.entresol.mesos.v1.TaskStatus;
import io.entresol.proto.bus.AcknowledgeUpdate;
import io.entresol.proto.bus.AgentCommand;
import io.entresol.proto.bus.AgentMessage;
import io.entresol.proto.bus.AgentRegistered;
import io.entresol.proto.bus.AgentReregistered;
import io.entresol.proto.bus.AgentStatusUpdate;
import io.entresol.proto.bus.Endpoint;
import io.entresol.proto.bus.MasterReply;
import io.entresol.proto.bus.Received;
import io.entresol.proto.bus.ToMaster;
import io.entresol.proto.bus.ToNode;
import io.entresol.runtime.Announcement;
import io.entresol.runtime.Candidate;
import io.entresol.runtime.ClusterNode;
import io.entresol.runtime.Election;
import io.entresol.runtime.LeaderRole;
import io.vertx.core.Future;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/** A leader on the real bus that admits every agent, and shows a test what the agent says. */
final class TestingMaster implements Candidate {
  static final AgentID AGENT = AgentID.newBuilder().setValue("master-S0").build();

  private static final long LIMIT_SECONDS = 20;

  private final ClusterNode node;
  private final BlockingQueue<AgentMessage> received = new LinkedBlockingQueue<>();
  private volatile Epoch epoch;
  private volatile Endpoint agent;
  private final AtomicLong seq = new AtomicLong();
  private MessageConsumer<ToMaster> consumer;
  private Election election;

  TestingMaster(ClusterNode node) {
    this.node = node;
  }

  TestingMaster contend() {
    election =
        Election.contend(
            node,
            LeaderRole.MASTER,
            new Announcement("master", "master.example", "127.0.0.1", 5050, "{}"),
            this);
    return this;
  }

  Future<Void> resign() {
    return election.resign();
  }

  @Override
  public Future<Void> elected(Epoch term) {
    epoch = term;
    consumer = node.vertx().eventBus().consumer(LeaderRole.MASTER.busAddress(term), this::hear);
    return consumer.completion();
  }

  @Override
  public Future<Void> deposed(String why) {
    return consumer.unregister();
  }

  private void hear(Message<ToMaster> message) {
    AgentMessage body = message.body().getAgentMessage();
    message.reply(MasterReply.newBuilder().setReceived(Received.getDefaultInstance()).build());
    agent = body.getAgent();
    if (body.hasRegister()) {
      seq.set(0);
      send(
          AgentCommand.newBuilder()
              .setRegistered(
                  AgentRegistered.newBuilder().setAgentId(AGENT).setTotalPingTimeoutMs(75_000)));
    } else if (body.hasReregister()) {
      seq.set(0);
      send(
          AgentCommand.newBuilder()
              .setReregistered(
                  AgentReregistered.newBuilder()
                      .setAgentId(body.getAgentId())
                      .setTotalPingTimeoutMs(75_000)));
    }
    received.add(body);
  }

  /** Sends the next command. */
  void send(AgentCommand.Builder command) {
    node.nodeBus()
        .tell(
            agent.getNodeId(),
            ToNode.newBuilder()
                .setAgentCommand(
                    command
                        .setEndpointId(agent.getId())
                        .setMasterEpoch(epoch.number())
                        .setSeq(seq.incrementAndGet()))
                .build());
  }

  /** The next message that fits; those before it are dropped. */
  AgentMessage await(String what, Predicate<AgentMessage> wanted) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
    while (true) {
      AgentMessage message = received.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (message == null) {
        throw new AssertionError("the agent did not send " + what);
      }
      if (wanted.test(message)) {
        return message;
      }
    }
  }

  /** The next status update, acknowledged. */
  TaskStatus update() throws InterruptedException {
    AgentStatusUpdate update =
        await("a status update", AgentMessage::hasStatusUpdate).getStatusUpdate();
    acknowledge(update.getFrameworkId(), update.getStatus());
    return update.getStatus();
  }

  void acknowledge(FrameworkID framework, TaskStatus status) {
    send(
        AgentCommand.newBuilder()
            .setAcknowledgeUpdate(
                AcknowledgeUpdate.newBuilder()
                    .setFrameworkId(framework)
                    .setTaskId(status.getTaskId())
                    .setUuid(status.getUuid())));
  }
}
