package io.entresol.simulation.load;

import com.google.protobuf.ByteString;
import io.entresol.agent.carrier.AgentCarrier;
import io.entresol.mesos.v1.AgentID;
import io.entresol.mesos.v1.AgentInfo;
import io.entresol.mesos.v1.FrameworkID;
import io.entresol.mesos.v1.FrameworkInfo;
import io.entresol.mesos.v1.Resource;
import io.entresol.mesos.v1.Task;
import io.entresol.mesos.v1.TaskInfo;
import io.entresol.mesos.v1.TaskState;
import io.entresol.mesos.v1.TaskStatus;
import io.entresol.proto.bus.AcknowledgeUpdate;
import io.entresol.proto.bus.AgentCommand;
import io.entresol.proto.bus.AgentMessage;
import io.entresol.proto.bus.AgentStatusUpdate;
import io.entresol.proto.bus.Endpoint;
import io.entresol.proto.bus.Pong;
import io.entresol.proto.bus.RegisterAgent;
import io.entresol.proto.bus.ReregisterAgent;
import io.vertx.core.Vertx;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * An agent that speaks to the master like any other, but only pretends to launch: a task runs at
 * once and finishes after its time. Used on one Vert.x context.
 */
final class SimulatedAgent implements AgentCarrier.Listener {
  private static final String HOSTNAME = "simulated-";
  private static final long FIRST_RETRY_MS = 2_000;
  private static final long MAX_RETRY_MS = 30_000;
  private static final long FIRST_REPEAT_NANOS = Duration.ofSeconds(10).toNanos();

  /** What all agents of a context have in common. */
  record Surroundings(
      Vertx vertx,
      LoadSettings settings,
      Ledger ledger,
      Progress progress,
      Latencies acknowledgements) {}

  private final Surroundings around;
  private final Progress progress;
  private final AgentCarrier carrier;
  private final Endpoint endpoint;
  private final int number;
  private final AgentInfo info;
  private final SplittableRandom random;

  private final Map<String, SimulatedTask> tasks = new HashMap<>();
  // Of all frameworks that have had a task here: a returning agent must name them.
  private final Map<String, FrameworkInfo> frameworks = new HashMap<>();
  private AgentID id;
  private long masterEpoch;
  private long lastSeq;
  private boolean registered;
  private boolean masterKnown;
  private long retryMs = FIRST_RETRY_MS;

  /**
   * @param number from 0, another one for each agent of a run
   * @param resources all that it has
   */
  SimulatedAgent(Surroundings around, AgentCarrier carrier, int number, List<Resource> resources) {
    this.around = around;
    this.progress = around.progress();
    this.carrier = carrier;
    this.number = number;
    this.info =
        AgentInfo.newBuilder()
            .setHostname(hostname(number))
            .setPort(5051)
            .addAllResources(resources)
            .build();
    this.random = new SplittableRandom(number);
    this.endpoint =
        Endpoint.newBuilder()
            .setNodeId(carrier.nodeId())
            .setId(UUID.randomUUID().toString())
            .build();
  }

  static String hostname(int number) {
    return HOSTNAME + number;
  }

  static int number(String hostname) {
    return Integer.parseInt(hostname.substring(HOSTNAME.length()));
  }

  void start() {
    carrier.open(endpoint.getId(), this);
  }

  @Override
  public void masterIs(Optional<AgentCarrier.MasterPlace> master) {
    masterKnown = master.isPresent();
    if (!masterKnown) {
      return;
    }
    if (registered) {
      comeBack();
    } else {
      register();
    }
  }

  @Override
  public void rejoined() {
    comeBack();
  }

  private void register() {
    if (registered || !masterKnown) {
      return;
    }
    AgentMessage.Builder message = AgentMessage.newBuilder();
    RegisterAgent.Builder registration = RegisterAgent.newBuilder().setVersion("1.11.0");
    for (AgentInfo.Capability.Type type :
        List.of(
            AgentInfo.Capability.Type.MULTI_ROLE,
            AgentInfo.Capability.Type.HIERARCHICAL_ROLE,
            AgentInfo.Capability.Type.RESERVATION_REFINEMENT)) {
      registration.addCapabilities(AgentInfo.Capability.newBuilder().setType(type));
    }
    if (id == null) {
      message.setRegister(registration.setInfo(info));
    } else {
      message.setReregister(reregistration(registration));
    }
    tell(message);
    around.vertx().setTimer(retryMs + random.nextLong(retryMs), timer -> register());
    retryMs = Math.min(2 * retryMs, MAX_RETRY_MS);
  }

  private ReregisterAgent.Builder reregistration(RegisterAgent.Builder registration) {
    ReregisterAgent.Builder message =
        ReregisterAgent.newBuilder()
            .setRegistration(registration.setInfo(info.toBuilder().setId(id)))
            .addAllFrameworks(frameworks.values());
    for (SimulatedTask task : tasks.values()) {
      message.addTasks(
          Task.newBuilder()
              .setName(task.info.getName())
              .setTaskId(task.info.getTaskId())
              .setFrameworkId(task.frameworkId)
              .setAgentId(id)
              .setState(task.state)
              .addAllResources(task.info.getResourcesList()));
    }
    return message;
  }

  private void tell(AgentMessage.Builder message) {
    if (id != null) {
      message.setAgentId(id);
    }
    carrier.tell(message.setAgent(endpoint).build());
  }

  @Override
  public void commanded(AgentCommand command) {
    if (command.getMasterEpoch() < masterEpoch) {
      return;
    }
    switch (command.getCommandCase()) {
      case REGISTERED -> accepted(command, command.getRegistered().getAgentId());
      case REREGISTERED -> accepted(command, command.getReregistered().getAgentId());
      case PING -> ping(command);
      case REFUSED -> progress.callsFailed.incrementAndGet();
      default -> obey(command);
    }
  }

  private void accepted(AgentCommand command, AgentID given) {
    masterEpoch = command.getMasterEpoch();
    lastSeq = command.getSeq();
    id = given;
    if (!registered) {
      registered = true;
      retryMs = FIRST_RETRY_MS;
      progress.agentsRegistered.incrementAndGet();
    }
  }

  private void ping(AgentCommand command) {
    if (command.getPing().getConnected() && command.getSeq() == lastSeq) {
      tell(AgentMessage.newBuilder().setPong(Pong.getDefaultInstance()));
    } else {
      comeBack();
    }
  }

  private void comeBack() {
    if (registered) {
      registered = false;
      progress.agentsRegistered.decrementAndGet();
      progress.reregistrations.incrementAndGet();
      register();
    }
  }

  private void obey(AgentCommand command) {
    if (command.getSeq() != lastSeq + 1) {
      if (command.getSeq() > lastSeq) {
        comeBack();
      }
      return;
    }
    lastSeq++;
    switch (command.getCommandCase()) {
      case RUN_TASK -> run(command.getRunTask().getFramework(), command.getRunTask().getTask());
      case KILL_TASK -> {
        SimulatedTask task =
            tasks.get(
                SimulatedTask.key(
                    command.getKillTask().getFrameworkId().getValue(),
                    command.getKillTask().getTaskId().getValue()));
        if (task != null && task.outstanding == null) {
          update(task, TaskState.TASK_KILLED);
        }
      }
      case ACKNOWLEDGE_UPDATE -> acknowledged(command.getAcknowledgeUpdate());
      case SHUTDOWN_FRAMEWORK -> {
        FrameworkID gone = command.getShutdownFramework().getFrameworkId();
        tasks.values().removeIf(task -> task.frameworkId.equals(gone));
      }
      // The rest is of no consequence to tasks that do not exist.
      default -> {}
    }
  }

  private void run(FrameworkInfo framework, TaskInfo info) {
    frameworks.put(framework.getId().getValue(), framework);
    SimulatedTask task = new SimulatedTask(framework.getId(), info);
    tasks.put(task.key(), task);
    update(task, TaskState.TASK_RUNNING);
  }

  private void update(SimulatedTask task, TaskState state) {
    long now = System.nanoTime();
    task.state = state;
    task.outstanding =
        TaskStatus.newBuilder()
            .setTaskId(task.info.getTaskId())
            .setState(state)
            .setSource(TaskStatus.Source.SOURCE_EXECUTOR)
            .setAgentId(id)
            .setTimestamp(System.currentTimeMillis() / 1000.0)
            .setUuid(uuid())
            // When it was sent, for whoever measures.
            .setData(ByteString.copyFrom(ByteBuffer.allocate(Long.BYTES).putLong(0, now)))
            .build();
    task.firstSentNanos = now;
    task.repeatAfterNanos = FIRST_REPEAT_NANOS;
    if (state != TaskState.TASK_RUNNING) {
      around.ledger().taskEnded(number, now);
    }
    progress.updatesSent.incrementAndGet();
    send(task, now);
  }

  /** A random one, version 4, variant 2. */
  private ByteString uuid() {
    ByteBuffer bytes = ByteBuffer.allocate(16);
    bytes.putLong((random.nextLong() & ~0xF000L) | 0x4000L);
    bytes.putLong((random.nextLong() & ~(3L << 62)) | (2L << 62)).flip();
    return ByteString.copyFrom(bytes);
  }

  private void send(SimulatedTask task, long now) {
    task.lastSentNanos = now;
    tell(
        AgentMessage.newBuilder()
            .setStatusUpdate(
                AgentStatusUpdate.newBuilder()
                    .setFrameworkId(task.frameworkId)
                    .setStatus(task.outstanding)
                    .setLatestState(task.state)));
  }

  private void acknowledged(AcknowledgeUpdate acknowledgement) {
    SimulatedTask task =
        tasks.get(
            SimulatedTask.key(
                acknowledgement.getFrameworkId().getValue(),
                acknowledgement.getTaskId().getValue()));
    if (task == null
        || task.outstanding == null
        || !task.outstanding.getUuid().equals(acknowledgement.getUuid())) {
      progress.strayAcknowledgements.incrementAndGet();
      return;
    }
    around.acknowledgements().add(System.nanoTime() - task.firstSentNanos);
    progress.updatesAcknowledged.incrementAndGet();
    task.outstanding = null;
    Duration duration = around.settings().taskDuration();
    if (task.state != TaskState.TASK_RUNNING) {
      tasks.remove(task.key());
    } else if (duration.isZero()) {
      update(task, TaskState.TASK_FINISHED);
    } else {
      around.vertx().setTimer(duration.toMillis(), ignored -> finish(task));
    }
  }

  private void finish(SimulatedTask task) {
    if (tasks.get(task.key()) == task && task.outstanding == null) {
      update(task, TaskState.TASK_FINISHED);
    }
  }

  /** Sends again what has had no acknowledgement for long; ever more seldom, as real agents do. */
  void repeatUpdates() {
    long now = System.nanoTime();
    for (SimulatedTask task : tasks.values()) {
      if (task.outstanding != null && now - task.lastSentNanos > task.repeatAfterNanos) {
        progress.updatesRepeated.incrementAndGet();
        task.repeatAfterNanos *= 2;
        send(task, now);
      }
    }
  }

  void stop() {
    carrier.close();
  }
}
