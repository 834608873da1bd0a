package io.entresol.simulation.cluster;

import io.entresol.domain.resources.Resources;
import io.entresol.mesos.v1.AgentID;
import io.entresol.mesos.v1.CommandInfo;
import io.entresol.mesos.v1.Filters;
import io.entresol.mesos.v1.FrameworkID;
import io.entresol.mesos.v1.FrameworkInfo;
import io.entresol.mesos.v1.Offer;
import io.entresol.mesos.v1.TaskID;
import io.entresol.mesos.v1.TaskInfo;
import io.entresol.mesos.v1.TaskState;
import io.entresol.mesos.v1.TaskStatus;
import io.entresol.mesos.v1.scheduler.Call;
import io.entresol.mesos.v1.scheduler.Event;
import io.entresol.proto.ProtoResources;
import io.entresol.proto.bus.Endpoint;
import io.entresol.proto.bus.FrameworkEvents;
import io.entresol.proto.bus.SchedulerCall;
import io.entresol.proto.bus.StreamClosed;
import io.entresol.proto.bus.ToMaster;
import io.entresol.runtime.LeaderRole;
import io.entresol.simulation.cluster.Coordination.Leader;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A framework by the protocol's letter: it launches its tasks, answers every offer in one way or
 * another, acknowledges, reconciles, and subscribes again when its stream ends or falls silent.
 */
final class ModelFramework {
  private static final Duration SILENCE = Duration.ofSeconds(40);
  private static final Duration FAILOVER = Duration.ofHours(10);

  private final World world;
  private final Bus bus;
  private final Coordination coordination;
  private final Truth truth;
  private final String name;
  private final String role;
  private final String node;

  // Tasks that were launched, and where; those that have ended are taken out.
  private final Map<String, AgentID> live = new LinkedHashMap<>();
  private int toLaunch;
  private int launched;
  private boolean draining;

  private FrameworkID id;
  private Optional<Endpoint> stream = Optional.empty();
  private boolean subscribed;
  private long nextSeq;
  private Instant lastHeard = Instant.MIN;
  private Optional<Leader> subscribedAt = Optional.empty();

  ModelFramework(
      World world,
      Bus bus,
      Coordination coordination,
      Truth truth,
      String name,
      String role,
      int tasks) {
    this.world = world;
    this.bus = bus;
    this.coordination = coordination;
    this.truth = truth;
    this.name = name;
    this.role = role;
    this.node = "scheduler-" + name;
    this.toLaunch = tasks;
  }

  String node() {
    return node;
  }

  FrameworkID id() {
    return id;
  }

  boolean isSubscribed() {
    return subscribed;
  }

  /** Tasks that, as far as it knows, have not ended, and the ids of their agents. */
  Map<String, String> live() {
    Map<String, String> agents = new TreeMap<>();
    live.forEach((task, agent) -> agents.put(task, agent.getValue()));
    return agents;
  }

  int launched() {
    return launched;
  }

  /** Launches nothing more. */
  void drain() {
    draining = true;
  }

  void start() {
    coordination.join(node);
    bus.stream(node, this::receive);
    look();
    reconcileLater();
  }

  // ---- the stream

  /** Sees to it that it has a stream to whoever leads. */
  private void look() {
    Optional<Leader> leader = coordination.leader(LeaderRole.MASTER, node);
    boolean otherMaster = leader.isPresent() && !leader.equals(subscribedAt);
    boolean silent = lastHeard.isBefore(world.now().minus(SILENCE));
    if (leader.isPresent() && (stream.isEmpty() || otherMaster || silent)) {
      subscribe(leader.get());
    }
    world.between(Duration.ofMillis(200), Duration.ofSeconds(1), this::look);
  }

  private void subscribe(Leader leader) {
    subscribed = false;
    subscribedAt = Optional.of(leader);
    nextSeq = 1;
    lastHeard = world.now();
    Endpoint opened = Endpoint.newBuilder().setNodeId(node).setId(world.uuid().toString()).build();
    stream = Optional.of(opened);
    FrameworkInfo.Builder info =
        FrameworkInfo.newBuilder()
            .setUser("nobody")
            .setName(name)
            .addRoles(role)
            .setCheckpoint(true)
            .setFailoverTimeout((double) FAILOVER.toSeconds());
    for (FrameworkInfo.Capability.Type type :
        List.of(
            FrameworkInfo.Capability.Type.MULTI_ROLE,
            FrameworkInfo.Capability.Type.RESERVATION_REFINEMENT,
            FrameworkInfo.Capability.Type.PARTITION_AWARE)) {
      info.addCapabilities(FrameworkInfo.Capability.newBuilder().setType(type));
    }
    if (id != null) {
      info.setId(id);
    }
    call(
        Call.newBuilder()
            .setType(Call.Type.SUBSCRIBE)
            .setSubscribe(Call.Subscribe.newBuilder().setFrameworkInfo(info)),
        status -> {
          if (status != 200 && stream.equals(Optional.of(opened))) {
            stream = Optional.empty();
          }
        });
  }

  private interface Answered {
    /** 0: no answer came. */
    void with(int status);
  }

  private void call(Call.Builder call, Answered answered) {
    if (id != null) {
      call.setFrameworkId(id);
    }
    SchedulerCall.Builder message = SchedulerCall.newBuilder().setCall(call);
    stream.ifPresent(message::setStream);
    bus.askMaster(
        node,
        ToMaster.newBuilder().setSchedulerCall(message),
        reply -> answered.with(reply.map(r -> r.getCall().getStatus()).orElse(0)));
  }

  private void call(Call.Builder call) {
    call(call, status -> {});
  }

  private void receive(FrameworkEvents events) {
    if (stream.isEmpty() || !events.getStreamId().equals(stream.get().getId())) {
      return;
    }
    if (events.getFirstSeq() != nextSeq) {
      hangUp();
      return;
    }
    nextSeq += events.getEventsCount();
    lastHeard = world.now();
    events.getEventsList().forEach(this::take);
    if (events.getLast()) {
      stream = Optional.empty();
      subscribed = false;
    }
  }

  /** Some events were lost: it begins anew. */
  private void hangUp() {
    Endpoint closed = stream.orElseThrow();
    stream = Optional.empty();
    subscribed = false;
    bus.askMaster(
        node,
        ToMaster.newBuilder().setStreamClosed(StreamClosed.newBuilder().setStream(closed)),
        reply -> {});
  }

  private void take(Event event) {
    switch (event.getType()) {
      case SUBSCRIBED -> {
        FrameworkID given = event.getSubscribed().getFrameworkId();
        Truth.require(id == null || id.equals(given), name + " was given a second id");
        id = given;
        subscribed = true;
      }
      case OFFERS -> event.getOffers().getOffersList().forEach(this::answer);
      case UPDATE -> update(event.getUpdate().getStatus());
      // Rescinded offers show themselves as lost tasks; the rest is of no consequence.
      default -> {}
    }
  }

  // ---- offers

  private void answer(Offer offer) {
    Resources resources = ProtoResources.fromProto(offer.getResourcesList());
    int fitting =
        (int)
            Math.min(resources.scalarMilli("cpus") / 1000, resources.scalarMilli("mem") / 256_000);
    int count = draining ? 0 : Math.min(fitting, Math.min(toLaunch, 1 + world.below(4)));
    boolean forgets = !draining && world.chance(0.02);
    if (forgets) {
      return;
    }
    if (count > 0) {
      accept(offer, count);
    } else {
      decline(offer);
    }
  }

  private Filters.Builder filters() {
    return Filters.newBuilder().setRefuseSeconds(draining ? 86_400 : world.below(8));
  }

  private void decline(Offer offer) {
    call(
        Call.newBuilder()
            .setType(Call.Type.DECLINE)
            .setDecline(
                Call.Decline.newBuilder().addOfferIds(offer.getId()).setFilters(filters())));
  }

  private void accept(Offer offer, int count) {
    Offer.Operation.Launch.Builder launch = Offer.Operation.Launch.newBuilder();
    for (int i = 0; i < count; i++) {
      String task = name + "-" + launched++;
      live.put(task, offer.getAgentId());
      launch.addTaskInfos(
          TaskInfo.newBuilder()
              .setName(task)
              .setTaskId(TaskID.newBuilder().setValue(task))
              .setAgentId(offer.getAgentId())
              .addAllResources(
                  ProtoResources.toProto(
                      Resources.scalar("cpus", 1)
                          .plus(Resources.scalar("mem", 256))
                          .allocatedTo(role)))
              .setCommand(CommandInfo.newBuilder().setValue("true")));
    }
    toLaunch -= count;
    // Without an answer nobody knows whether they run: reconciliation will say.
    call(
        Call.newBuilder()
            .setType(Call.Type.ACCEPT)
            .setAccept(
                Call.Accept.newBuilder()
                    .addOfferIds(offer.getId())
                    .setFilters(filters())
                    .addOperations(
                        Offer.Operation.newBuilder()
                            .setType(Offer.Operation.Type.LAUNCH)
                            .setLaunch(launch))));
  }

  // ---- tasks

  private void update(TaskStatus status) {
    String task = status.getTaskId().getValue();
    truth.delivered(task, status.getState(), status.getUuid());
    if (Truth.isTerminal(status.getState()) && live.remove(task) != null) {
      boolean done =
          status.getState() == TaskState.TASK_FINISHED
              || status.getState() == TaskState.TASK_KILLED;
      toLaunch += done ? 0 : 1;
    } else if (live.containsKey(task)
        && status.getState() == TaskState.TASK_RUNNING
        && world.chance(0.03)) {
      call(
          Call.newBuilder()
              .setType(Call.Type.KILL)
              .setKill(
                  Call.Kill.newBuilder().setTaskId(status.getTaskId()).setAgentId(live.get(task))));
    }
    if (status.hasUuid()) {
      call(
          Call.newBuilder()
              .setType(Call.Type.ACKNOWLEDGE)
              .setAcknowledge(
                  Call.Acknowledge.newBuilder()
                      .setAgentId(status.getAgentId())
                      .setTaskId(status.getTaskId())
                      .setUuid(status.getUuid())));
    }
  }

  private void reconcileLater() {
    world.between(
        Duration.ofSeconds(5),
        Duration.ofSeconds(15),
        () -> {
          if (subscribed && !live.isEmpty()) {
            Call.Reconcile.Builder asked = Call.Reconcile.newBuilder();
            live.forEach(
                (task, agent) ->
                    asked.addTasks(
                        Call.Reconcile.Task.newBuilder()
                            .setTaskId(TaskID.newBuilder().setValue(task))
                            .setAgentId(agent)));
            call(Call.newBuilder().setType(Call.Type.RECONCILE).setReconcile(asked));
          }
          reconcileLater();
        });
  }
}
