package io.entresol.simulation.load;

import com.google.protobuf.ByteString;
import io.entresol.domain.resources.Resources;
import io.entresol.mesos.v1.AgentID;
import io.entresol.mesos.v1.CommandInfo;
import io.entresol.mesos.v1.Filters;
import io.entresol.mesos.v1.FrameworkID;
import io.entresol.mesos.v1.FrameworkInfo;
import io.entresol.mesos.v1.Offer;
import io.entresol.mesos.v1.Resource;
import io.entresol.mesos.v1.TaskID;
import io.entresol.mesos.v1.TaskInfo;
import io.entresol.mesos.v1.TaskStatus;
import io.entresol.mesos.v1.scheduler.Call;
import io.entresol.mesos.v1.scheduler.Event;
import io.entresol.proto.ProtoResources;
import io.entresol.proto.bus.Endpoint;
import io.entresol.proto.bus.FrameworkEvents;
import io.entresol.proto.bus.SchedulerCall;
import io.entresol.proto.bus.ToMaster;
import io.entresol.runtime.ClusterNode;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A framework that launches as many tasks as fit into each offer until all of its own have
 * finished, and acknowledges every update. Used on one Vert.x context.
 */
final class SimulatedFramework {
  private static final Logger LOG = LoggerFactory.getLogger(SimulatedFramework.class);
  private static final Duration CALL_LIMIT = Duration.ofSeconds(30);
  private static final double NEVER_AGAIN_SECONDS = 86_400;

  private final ClusterNode node;
  private final int number;
  private final String role;
  private final TaskShape shape;
  private final Progress progress;
  private final FrameworkLatencies latencies;
  private final Endpoint stream;

  private final Map<String, Long> acceptedNanos = new HashMap<>();
  private FrameworkID id;
  private long nextSeq = 1;
  private long subscribedNanos;
  private boolean offered;
  private boolean suppressed;
  private int toLaunch;
  private int launched;

  SimulatedFramework(
      ClusterNode node,
      int number,
      String role,
      int tasks,
      TaskShape shape,
      Progress progress,
      FrameworkLatencies latencies) {
    this.node = node;
    this.number = number;
    this.role = role;
    this.toLaunch = tasks;
    this.shape = shape;
    this.progress = progress;
    this.latencies = latencies;
    this.stream =
        Endpoint.newBuilder().setNodeId(node.nodeId()).setId(UUID.randomUUID().toString()).build();
  }

  /** What one task needs. */
  record TaskShape(double cpus, double mem) {
    int fitting(Resources offered) {
      double byCpus = offered.scalarMilli("cpus") / 1000.0 / cpus;
      double byMem = offered.scalarMilli("mem") / 1000.0 / mem;
      return (int) (Math.min(byCpus, byMem) + 1e-9);
    }

    List<Resource> resources(String role) {
      return ProtoResources.toProto(
          Resources.scalar("cpus", cpus).plus(Resources.scalar("mem", mem)).allocatedTo(role));
    }
  }

  void start() {
    node.inbox().frameworkStream(stream.getId(), this::receive);
    subscribedNanos = System.nanoTime();
    FrameworkInfo.Builder info =
        FrameworkInfo.newBuilder()
            .setUser("nobody")
            .setName("simulated-" + number)
            .addRoles(role)
            .setFailoverTimeout(3600)
            .addCapabilities(
                FrameworkInfo.Capability.newBuilder()
                    .setType(FrameworkInfo.Capability.Type.MULTI_ROLE))
            .addCapabilities(
                FrameworkInfo.Capability.newBuilder()
                    .setType(FrameworkInfo.Capability.Type.RESERVATION_REFINEMENT))
            .addCapabilities(
                FrameworkInfo.Capability.newBuilder()
                    .setType(FrameworkInfo.Capability.Type.PARTITION_AWARE));
    call(
        Call.newBuilder()
            .setType(Call.Type.SUBSCRIBE)
            .setSubscribe(Call.Subscribe.newBuilder().setFrameworkInfo(info)));
  }

  private void call(Call.Builder call) {
    if (id != null) {
      call.setFrameworkId(id);
    }
    Call.Type type = call.getType();
    node.masterBus()
        .ask(
            ToMaster.newBuilder()
                .setSchedulerCall(SchedulerCall.newBuilder().setCall(call).setStream(stream)),
            CALL_LIMIT)
        .onSuccess(
            reply -> {
              if (reply.getCall().getStatus() >= 300) {
                failed(type, reply.getCall().getStatus() + " " + reply.getCall().getMessage());
              }
            })
        .onFailure(failure -> failed(type, failure.toString()));
  }

  private void failed(Call.Type type, String why) {
    if (progress.callsFailed.incrementAndGet() < 10) {
      LOG.warn("A call of type {} failed: {}", type, why);
    }
  }

  private void receive(FrameworkEvents events) {
    if (events.getFirstSeq() != nextSeq) {
      LOG.warn("Framework {} missed events from {} on", number, nextSeq);
    }
    nextSeq = events.getFirstSeq() + events.getEventsCount();
    for (Event event : events.getEventsList()) {
      switch (event.getType()) {
        case SUBSCRIBED -> {
          id = event.getSubscribed().getFrameworkId();
          progress.frameworksSubscribed.incrementAndGet();
        }
        case OFFERS -> event.getOffers().getOffersList().forEach(this::use);
        case UPDATE -> update(event.getUpdate().getStatus());
        case ERROR -> failed(Call.Type.SUBSCRIBE, event.getError().getMessage());
        // Nothing of it changes what is to be launched.
        default -> {}
      }
    }
  }

  private void use(Offer offer) {
    progress.offers.incrementAndGet();
    if (!offered) {
      offered = true;
      latencies.firstOffer().add(System.nanoTime() - subscribedNanos);
    }
    int fitting =
        Math.min(toLaunch, shape.fitting(ProtoResources.fromProto(offer.getResourcesList())));
    if (fitting > 0) {
      accept(offer, fitting);
    } else {
      decline(offer);
    }
    if (toLaunch == 0 && !suppressed) {
      suppressed = true;
      call(Call.newBuilder().setType(Call.Type.SUPPRESS));
    }
  }

  private void accept(Offer offer, int count) {
    Offer.Operation.Launch.Builder launch = Offer.Operation.Launch.newBuilder();
    long now = System.nanoTime();
    for (int i = 0; i < count; i++) {
      TaskInfo task = task(offer.getAgentId());
      acceptedNanos.put(task.getTaskId().getValue(), now);
      launch.addTaskInfos(task);
    }
    toLaunch -= count;
    progress.tasksLaunched.addAndGet(count);
    progress.firstAcceptNanos.compareAndSet(0, now);
    call(
        Call.newBuilder()
            .setType(Call.Type.ACCEPT)
            .setAccept(
                Call.Accept.newBuilder()
                    .addOfferIds(offer.getId())
                    .addOperations(
                        Offer.Operation.newBuilder()
                            .setType(Offer.Operation.Type.LAUNCH)
                            .setLaunch(launch))));
  }

  private TaskInfo task(AgentID agent) {
    String name = "task-" + number + "-" + launched++;
    return TaskInfo.newBuilder()
        .setName(name)
        .setTaskId(TaskID.newBuilder().setValue(name))
        .setAgentId(agent)
        .addAllResources(shape.resources(role))
        .setCommand(CommandInfo.newBuilder().setValue("true"))
        .build();
  }

  private void decline(Offer offer) {
    Call.Decline.Builder decline = Call.Decline.newBuilder().addOfferIds(offer.getId());
    if (toLaunch == 0) {
      decline.setFilters(Filters.newBuilder().setRefuseSeconds(NEVER_AGAIN_SECONDS));
    }
    call(Call.newBuilder().setType(Call.Type.DECLINE).setDecline(decline));
  }

  private void update(TaskStatus status) {
    long now = System.nanoTime();
    String task = status.getTaskId().getValue();
    switch (status.getState()) {
      case TASK_RUNNING -> {
        Long accepted = acceptedNanos.remove(task);
        if (accepted != null) {
          latencies.launch().add(now - accepted);
          progress.tasksRunning.incrementAndGet();
          progress.lastRunningNanos.set(now);
        }
      }
      case TASK_FINISHED -> {
        progress.tasksFinished.incrementAndGet();
        progress.lastFinishedNanos.set(now);
      }
      default -> launchAgain(status);
    }
    if (status.getData().size() == Long.BYTES) {
      latencies.update().add(now - status.getData().asReadOnlyByteBuffer().getLong());
    }
    if (status.hasUuid()) {
      acknowledge(status.getAgentId(), status.getTaskId(), status.getUuid());
    }
  }

  private void launchAgain(TaskStatus status) {
    acceptedNanos.remove(status.getTaskId().getValue());
    if (progress.tasksFailed.incrementAndGet() < 10) {
      LOG.warn(
          "Task {} is {}: {} {}",
          status.getTaskId().getValue(),
          status.getState(),
          status.getReason(),
          status.getMessage());
    }
    toLaunch++;
    if (suppressed) {
      suppressed = false;
      call(Call.newBuilder().setType(Call.Type.REVIVE));
    }
  }

  private void acknowledge(AgentID agent, TaskID task, ByteString uuid) {
    call(
        Call.newBuilder()
            .setType(Call.Type.ACKNOWLEDGE)
            .setAcknowledge(
                Call.Acknowledge.newBuilder().setAgentId(agent).setTaskId(task).setUuid(uuid)));
  }
}
