package io.entresol.marathon;

import io.entresol.domain.id.Epoch;
import io.entresol.marathon.core.TestingMaster;
import io.entresol.mesos.v1.scheduler.Call;
import io.entresol.proto.bus.CallReply;
import io.entresol.proto.bus.Endpoint;
import io.entresol.proto.bus.FrameworkEvents;
import io.entresol.proto.bus.MasterReply;
import io.entresol.proto.bus.SchedulerCall;
import io.entresol.proto.bus.ToMaster;
import io.entresol.proto.bus.ToNode;
import io.entresol.runtime.Announcement;
import io.entresol.runtime.Candidate;
import io.entresol.runtime.ClusterNode;
import io.entresol.runtime.Election;
import io.entresol.runtime.LeaderRole;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/** A master that leads on a real bus, with agents in memory. */
final class BusMaster implements Candidate {
  private final ClusterNode node;
  private final Context context;
  private final TestingMaster master = new TestingMaster();
  private Election election;
  private Endpoint stream = Endpoint.getDefaultInstance();
  private Optional<MessageConsumer<ToMaster>> consumer = Optional.empty();

  BusMaster(ClusterNode node) {
    this.node = node;
    this.context = node.vertx().getOrCreateContext();
  }

  Future<Void> lead() {
    Promise<Void> contending = Promise.promise();
    Announcement announcement = new Announcement("test", "localhost", "127.0.0.1", 5050, "{}");
    context.runOnContext(
        ignored -> {
          election = Election.contend(node, LeaderRole.MASTER, announcement, this);
          contending.complete();
        });
    return contending.future();
  }

  Future<Void> resign() {
    return election.resign();
  }

  /** Asks or tells the master something, on its own thread. */
  <T> Future<T> with(Function<TestingMaster, T> action) {
    Promise<T> result = Promise.promise();
    context.runOnContext(
        ignored -> {
          master.at(Instant.now());
          result.complete(action.apply(master));
          deliver();
        });
    return result.future();
  }

  @Override
  public Future<Void> elected(Epoch epoch) {
    MessageConsumer<ToMaster> registered =
        node.vertx().eventBus().consumer(LeaderRole.MASTER.busAddress(epoch), this::received);
    consumer = Optional.of(registered);
    return registered.completion();
  }

  @Override
  public Future<Void> deposed(String why) {
    master.disconnect();
    return consumer.map(MessageConsumer::unregister).orElseGet(Future::succeededFuture);
  }

  private void received(Message<ToMaster> message) {
    if (message.body().hasSchedulerCall()) {
      SchedulerCall call = message.body().getSchedulerCall();
      master.at(Instant.now());
      if (call.getCall().getType() == Call.Type.SUBSCRIBE) {
        stream = call.getStream();
        master.subscribe(stream.getId(), call.getCall());
      } else {
        master.call(call.getStream().getId(), call.getCall());
      }
      message.reply(
          MasterReply.newBuilder().setCall(CallReply.newBuilder().setStatus(200)).build());
      deliver();
    }
  }

  private void deliver() {
    master.allocate();
    Optional<FrameworkEvents> events = master.take();
    events.ifPresent(
        batch ->
            node.nodeBus()
                .tell(stream.getNodeId(), ToNode.newBuilder().setFrameworkEvents(batch).build()));
  }
}
