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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A framework that launches as many tasks as fit into each offer until all of its own have
 * finished, and acknowledges every update. Used on one Vert.x context.
 */
final class SimulatedFramework implements SchedulerLink.Listener {
  private static final Logger LOG = LoggerFactory.getLogger(SimulatedFramework.class);
  private static final Long RUNS = 0L;
  private static final double NEVER_AGAIN_SECONDS = 86_400;

  /** What all frameworks of a context have in common. */
  record Surroundings(
      LoadSettings settings, Ledger ledger, Progress progress, FrameworkLatencies latencies) {}

  private final SchedulerLink link;
  private final int number;
  private final String role;
  private final TaskShape shape;
  private final Ledger ledger;
  private final Progress progress;
  private final FrameworkLatencies latencies;

  // Of the tasks that have not ended; RUNS once they run.
  private final Map<String, Long> acceptedNanos = new HashMap<>();
  private final List<Resource> taskResources;
  private FrameworkID id;
  private long subscribedNanos;
  private boolean offered;
  private boolean suppressed;
  private int toLaunch;
  private int launched;

  SimulatedFramework(Surroundings around, SchedulerLink link, int number) {
    this.link = link;
    this.number = number;
    this.role = around.settings().roleOf(number);
    this.toLaunch = around.settings().tasksOf(number);
    this.shape = around.settings().taskShape();
    this.taskResources = shape.resources(role);
    this.ledger = around.ledger();
    this.progress = around.progress();
    this.latencies = around.latencies();
  }

  void start() {
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
    link.subscribe(
        Call.newBuilder()
            .setType(Call.Type.SUBSCRIBE)
            .setSubscribe(Call.Subscribe.newBuilder().setFrameworkInfo(info))
            .build(),
        this);
  }

  private void call(Call.Builder call) {
    link.call(call.setFrameworkId(id).build());
  }

  @Override
  public void failed(Call.Type type, String why) {
    if (progress.callsFailed.incrementAndGet() < 10) {
      LOG.warn("A call of type {} of framework {} failed: {}", type, number, why);
    }
  }

  @Override
  public void happened(Event event) {
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

  private void use(Offer offer) {
    long now = System.nanoTime();
    progress.offered(now);
    if (!offered) {
      offered = true;
      latencies.firstOffer().add(now - subscribedNanos);
    }
    Resources resources = ProtoResources.fromProto(offer.getResourcesList());
    int agent = SimulatedAgent.number(offer.getHostname());
    long cpus = resources.scalarMilli("cpus");
    long mem = resources.scalarMilli("mem");
    long freeSince = ledger.offered(agent, cpus, mem);
    if (freeSince != 0) {
      latencies.offer().add(now - freeSince);
    }
    int fitting = Math.min(toLaunch, shape.fitting(cpus, mem));
    ledger.released(agent, cpus - fitting * shape.cpusMilli(), mem - fitting * shape.memMilli());
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
        .addAllResources(taskResources)
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
        Long accepted = acceptedNanos.replace(task, RUNS);
        if (accepted == null || accepted.equals(RUNS)) {
          progress.updatesAgain.incrementAndGet();
        } else {
          latencies.launch().add(now - accepted);
          progress.tasksRunning.incrementAndGet();
          progress.lastRunningNanos.set(now);
        }
      }
      case TASK_FINISHED -> {
        if (acceptedNanos.remove(task) == null) {
          progress.updatesAgain.incrementAndGet();
        } else {
          progress.tasksFinished.incrementAndGet();
          progress.lastFinishedNanos.set(now);
        }
      }
      // Until it runs, which is next.
      case TASK_STAGING, TASK_STARTING -> {}
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

  void stop() {
    link.close();
  }
}
