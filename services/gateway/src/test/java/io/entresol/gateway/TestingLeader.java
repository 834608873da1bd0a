package io.entresol.gateway;

import io.entresol.domain.id.Epoch;
import io.entresol.proto.bus.AllocatorReply;
import io.entresol.proto.bus.FrameworkEvents;
import io.entresol.proto.bus.MarathonEvents;
import io.entresol.proto.bus.MarathonRequest;
import io.entresol.proto.bus.MarathonResponse;
import io.entresol.proto.bus.MasterReply;
import io.entresol.proto.bus.OperatorEvents;
import io.entresol.proto.bus.ToAllocator;
import io.entresol.proto.bus.ToMaster;
import io.entresol.proto.bus.ToNode;
import io.entresol.runtime.Announcement;
import io.entresol.runtime.Candidate;
import io.entresol.runtime.ClusterNode;
import io.entresol.runtime.Election;
import io.entresol.runtime.LeaderRole;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.eventbus.MessageConsumer;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;

/** A leader on the real bus that says what a test wants it to say. */
final class TestingLeader implements Candidate {
  private final ClusterNode node;
  private final LeaderRole role;
  private final Context context;
  private final Queue<ToMaster> received = new ConcurrentLinkedQueue<>();
  private final Queue<MarathonRequest> requests = new ConcurrentLinkedQueue<>();
  private volatile Function<ToMaster, MasterReply> master =
      message -> MasterReply.getDefaultInstance();
  private volatile Function<MarathonRequest, MarathonResponse> marathon =
      request -> MarathonResponse.newBuilder().setStatus(404).build();
  private volatile Function<ToAllocator, AllocatorReply> allocator =
      message -> AllocatorReply.getDefaultInstance();
  private volatile Epoch epoch;
  private Election election;
  private MessageConsumer<ToMaster> consumer;
  private MessageConsumer<ToAllocator> allocatorConsumer;
  private Closeable registration;

  private TestingLeader(ClusterNode node, LeaderRole role) {
    this.node = node;
    this.role = role;
    this.context = node.vertx().getOrCreateContext();
  }

  /** Leads from when the returned object is there. */
  static TestingLeader elect(ClusterNode node, LeaderRole role) throws Exception {
    TestingLeader leader = new TestingLeader(node, role);
    leader.contend();
    return leader;
  }

  /** Leads, in a new term, from when it returns. */
  void contend() throws Exception {
    election =
        Election.contend(
            node,
            role,
            new Announcement("the-" + role.id(), "leader.test", "127.0.0.1", 5050, ""),
            this);
    TestingGateway.eventually(
        "a " + role.id() + " leads",
        () -> node.leaders().leader(role).isPresent() && election.leading());
  }

  @Override
  public Future<Void> elected(Epoch term) {
    epoch = term;
    if (role == LeaderRole.MARATHON) {
      registration =
          node.inbox()
              .marathonRequests(
                  request -> {
                    requests.add(request);
                    return Future.succeededFuture(marathon.apply(request));
                  });
      return Future.succeededFuture();
    }
    if (role == LeaderRole.ALLOCATOR) {
      allocatorConsumer =
          node.vertx()
              .eventBus()
              .consumer(
                  role.busAddress(term), message -> message.reply(allocator.apply(message.body())));
      return allocatorConsumer.completion();
    }
    consumer =
        node.vertx()
            .eventBus()
            .consumer(
                role.busAddress(term),
                message -> {
                  received.add(message.body());
                  message.reply(master.apply(message.body()));
                });
    return consumer.completion();
  }

  @Override
  public Future<Void> deposed(String why) {
    if (role == LeaderRole.MARATHON) {
      try {
        registration.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return Future.succeededFuture();
    }
    return role == LeaderRole.ALLOCATOR ? allocatorConsumer.unregister() : consumer.unregister();
  }

  /** Nobody leads when it returns. */
  void resign() throws Exception {
    TestingGateway.await(election.resign());
    TestingGateway.eventually("nobody leads", () -> node.leaders().leader(role).isEmpty());
  }

  /** Gives up and leads again, in a new term. */
  void beginNewTerm() throws Exception {
    Epoch before = epoch;
    election.stepDown("the test wants it");
    TestingGateway.eventually(
        "a new term",
        () -> node.leaders().leader(role).filter(it -> !it.epoch().equals(before)).isPresent());
  }

  long epoch() {
    return epoch.number();
  }

  void answersAsMaster(Function<ToMaster, MasterReply> answer) {
    master = answer;
  }

  void answersAsAllocator(Function<ToAllocator, AllocatorReply> answer) {
    allocator = answer;
  }

  void answersAsMarathon(Function<MarathonRequest, MarathonResponse> answer) {
    marathon = answer;
  }

  /** What came to the master. */
  Queue<ToMaster> received() {
    return received;
  }

  /** What came to Marathon. */
  Queue<MarathonRequest> requests() {
    return requests;
  }

  void send(FrameworkEvents events) {
    tell(ToNode.newBuilder().setFrameworkEvents(events).build());
  }

  void send(OperatorEvents events) {
    tell(ToNode.newBuilder().setOperatorEvents(events).build());
  }

  void send(MarathonEvents events) {
    tell(ToNode.newBuilder().setMarathonEvents(events).build());
  }

  /** From one context, as a leader does: the bus keeps the order of one sender. */
  private void tell(ToNode message) {
    context.runOnContext(ignored -> node.nodeBus().tell(node.nodeId(), message));
  }
}
