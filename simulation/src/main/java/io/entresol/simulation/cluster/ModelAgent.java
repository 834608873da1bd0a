package io.entresol.simulation.cluster;

import com.google.protobuf.ByteString;
import io.entresol.mesos.v1.AgentID;
import io.entresol.mesos.v1.AgentInfo;
import io.entresol.mesos.v1.FrameworkID;
import io.entresol.mesos.v1.FrameworkInfo;
import io.entresol.mesos.v1.Resource;
import io.entresol.mesos.v1.Task;
import io.entresol.mesos.v1.TaskID;
import io.entresol.mesos.v1.TaskInfo;
import io.entresol.mesos.v1.TaskState;
import io.entresol.mesos.v1.TaskStatus;
import io.entresol.proto.bus.AcknowledgeUpdate;
import io.entresol.proto.bus.AgentCommand;
import io.entresol.proto.bus.AgentMessage;
import io.entresol.proto.bus.AgentStatusUpdate;
import io.entresol.proto.bus.Endpoint;
import io.entresol.proto.bus.Pong;
import io.entresol.proto.bus.ReconcileTasks;
import io.entresol.proto.bus.RegisterAgent;
import io.entresol.proto.bus.ReregisterAgent;
import io.entresol.proto.bus.ToMaster;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * A machine with an agent by the protocol's letter: it registers, comes back after a gap, keeps its
 * tasks and their updates through its own restarts, and repeats what is not acknowledged.
 */
final class ModelAgent {
  private static final Duration RETRY_LEAST = Duration.ofSeconds(1);
  private static final Duration RETRY_MOST = Duration.ofSeconds(3);
  private static final Duration TASK_LEAST = Duration.ofMillis(50);
  private static final Duration TASK_MOST = Duration.ofSeconds(40);

  private final World world;
  private final Bus bus;
  private final Coordination coordination;
  private final Truth truth;
  private final String name;
  private final String address;
  private final List<Resource> resources;

  // Kept on disk.
  private final Map<String, ModelTask> tasks = new LinkedHashMap<>();
  private final Map<String, FrameworkInfo> frameworks = new LinkedHashMap<>();
  private AgentID id;

  // Of one run of the process.
  private int run;
  private boolean up;
  private String node = "";
  private Endpoint endpoint = Endpoint.getDefaultInstance();
  private boolean registered;
  private long masterEpoch;
  private long lastSeq;
  private Instant lastHeard = Instant.MIN;
  private Duration silenceMost = Duration.ofSeconds(15);

  ModelAgent(
      World world,
      Bus bus,
      Coordination coordination,
      Truth truth,
      int number,
      List<Resource> resources) {
    this.world = world;
    this.bus = bus;
    this.coordination = coordination;
    this.truth = truth;
    this.name = "agent-" + number;
    this.address = "10.0.0." + (number + 1);
    this.resources = resources;
  }

  String node() {
    return node;
  }

  boolean isUp() {
    return up;
  }

  boolean isRegistered() {
    return up && registered;
  }

  /** As the master has named it; empty before. */
  String id() {
    return id == null ? "" : id.getValue();
  }

  /** Tasks that run here. */
  List<String> running() {
    return tasks.values().stream()
        .filter(task -> !task.isOver())
        .map(task -> task.id().getValue())
        .toList();
  }

  // ---- the process

  void start() {
    run++;
    up = true;
    registered = false;
    masterEpoch = 0;
    lastSeq = 0;
    node = name + "#" + run;
    endpoint = Endpoint.newBuilder().setNodeId(node).setId(world.uuid().toString()).build();
    coordination.join(node);
    bus.agent(node, this::receive);
    int ofRun = run;
    world.between(RETRY_LEAST.dividedBy(10), RETRY_LEAST, () -> register(ofRun));
    repeatLater(ofRun);
  }

  /** The process dies; its tasks do not. The cluster notices when its session ends. */
  void die(Network network) {
    up = false;
    registered = false;
    network.remove(node);
    String dead = node;
    world.between(Duration.ofSeconds(1), Duration.ofSeconds(4), () -> coordination.left(dead));
  }

  private void register(int ofRun) {
    if (ofRun != run || !up) {
      return;
    }
    boolean silent = lastHeard.isBefore(world.now().minus(silenceMost));
    if (!registered || silent) {
      registered = false;
      AgentMessage.Builder message = AgentMessage.newBuilder();
      if (id == null) {
        message.setRegister(registration());
      } else {
        message.setReregister(reregistration());
      }
      tell(message);
    }
    world.between(RETRY_LEAST, RETRY_MOST, () -> register(ofRun));
  }

  private RegisterAgent.Builder registration() {
    AgentInfo.Builder info =
        AgentInfo.newBuilder().setHostname(name).setPort(5051).addAllResources(resources);
    if (id != null) {
      info.setId(id);
    }
    RegisterAgent.Builder message =
        RegisterAgent.newBuilder()
            .setInfo(info)
            .setVersion("1.11.0")
            .setPid("slave(1)@" + address + ":5051");
    for (AgentInfo.Capability.Type type :
        List.of(
            AgentInfo.Capability.Type.MULTI_ROLE,
            AgentInfo.Capability.Type.HIERARCHICAL_ROLE,
            AgentInfo.Capability.Type.RESERVATION_REFINEMENT)) {
      message.addCapabilities(AgentInfo.Capability.newBuilder().setType(type));
    }
    return message;
  }

  private ReregisterAgent.Builder reregistration() {
    ReregisterAgent.Builder message = ReregisterAgent.newBuilder().setRegistration(registration());
    Set<String> reportedFrameworks = new LinkedHashSet<>();
    for (ModelTask task : tasks.values()) {
      String framework = task.frameworkId.getValue();
      if (!frameworks.containsKey(framework)) {
        // One that never ran here: only its update waits to be acknowledged.
        continue;
      }
      if (reportedFrameworks.add(framework)) {
        message.addFrameworks(frameworks.get(framework));
      }
      Task.Builder reported =
          Task.newBuilder()
              .setName(task.info.getName())
              .setTaskId(task.id())
              .setFrameworkId(task.frameworkId)
              .setAgentId(id)
              .setState(task.state)
              .addAllResources(task.info.getResourcesList());
      if (!task.updates.isEmpty()) {
        reported
            .setStatusUpdateState(task.updates.peek().getState())
            .setStatusUpdateUuid(task.updates.peek().getUuid());
      }
      message.addTasks(reported);
    }
    return message;
  }

  private void tell(AgentMessage.Builder message) {
    if (id != null) {
      message.setAgentId(id);
    }
    bus.tellMaster(node, ToMaster.newBuilder().setAgentMessage(message.setAgent(endpoint)));
  }

  // ---- commands

  private void receive(AgentCommand command) {
    if (!up
        || !command.getEndpointId().equals(endpoint.getId())
        || command.getMasterEpoch() < masterEpoch) {
      return;
    }
    switch (command.getCommandCase()) {
      case REGISTERED ->
          accepted(
              command,
              command.getRegistered().getAgentId(),
              command.getRegistered().getTotalPingTimeoutMs());
      case REREGISTERED ->
          accepted(
              command,
              command.getReregistered().getAgentId(),
              command.getReregistered().getTotalPingTimeoutMs());
      case PING -> ping(command);
      case REFUSED ->
          Truth.require(
              !command.getRefused().getShutdown(),
              name + " was refused for good: " + command.getRefused().getMessage());
      default -> obey(command);
    }
  }

  private void accepted(AgentCommand command, AgentID given, long totalPingTimeoutMs) {
    Truth.require(id == null || id.equals(given), name + " was given a second id");
    masterEpoch = command.getMasterEpoch();
    lastSeq = command.getSeq();
    id = given;
    registered = true;
    lastHeard = world.now();
    silenceMost = Duration.ofMillis(totalPingTimeoutMs);
    tasks.values().forEach(this::send);
  }

  private void ping(AgentCommand command) {
    if (command.getMasterEpoch() != masterEpoch
        || !registered
        || !command.getPing().getConnected()
        || command.getSeq() != lastSeq) {
      registered = false;
      return;
    }
    lastHeard = world.now();
    tell(AgentMessage.newBuilder().setPong(Pong.getDefaultInstance()));
  }

  private void obey(AgentCommand command) {
    if (!registered || command.getMasterEpoch() != masterEpoch) {
      return;
    }
    if (command.getSeq() != lastSeq + 1) {
      registered = command.getSeq() <= lastSeq;
      return;
    }
    lastSeq++;
    switch (command.getCommandCase()) {
      case RUN_TASK -> {
        know(command.getRunTask().getFramework());
        launch(command.getRunTask().getFramework().getId(), command.getRunTask().getTask());
      }
      case UPDATE_FRAMEWORK -> know(command.getUpdateFramework().getFramework());
      case KILL_TASK ->
          kill(command.getKillTask().getFrameworkId(), command.getKillTask().getTaskId());
      case ACKNOWLEDGE_UPDATE -> acknowledged(command.getAcknowledgeUpdate());
      case SHUTDOWN_FRAMEWORK -> {
        FrameworkID gone = command.getShutdownFramework().getFrameworkId();
        tasks.values().removeIf(task -> task.frameworkId.equals(gone));
      }
      case RECONCILE_TASKS -> reconcile(command.getReconcileTasks());
      // Of the rest nothing is ever sent here.
      default -> {}
    }
  }

  // ---- tasks

  private void know(FrameworkInfo framework) {
    frameworks.put(framework.getId().getValue(), framework);
  }

  private static String key(FrameworkID framework, TaskID task) {
    return framework.getValue() + "/" + task.getValue();
  }

  private void launch(FrameworkID framework, TaskInfo info) {
    truth.started(info.getTaskId().getValue(), name);
    ModelTask task = new ModelTask(framework, info);
    tasks.put(key(framework, info.getTaskId()), task);
    update(task, TaskState.TASK_RUNNING, "");
    boolean fails = world.chance(0.05);
    world.between(
        TASK_LEAST,
        TASK_MOST,
        () -> {
          if (!task.isOver()) {
            update(task, fails ? TaskState.TASK_FAILED : TaskState.TASK_FINISHED, "");
          }
        });
  }

  private void kill(FrameworkID framework, TaskID taskId) {
    ModelTask task = tasks.get(key(framework, taskId));
    if (task != null && !task.isOver()) {
      update(task, TaskState.TASK_KILLED, "");
    }
  }

  private void reconcile(ReconcileTasks unknown) {
    for (TaskID taskId : unknown.getTaskIdsList()) {
      String key = key(unknown.getFrameworkId(), taskId);
      if (!tasks.containsKey(key)) {
        TaskInfo info =
            TaskInfo.newBuilder()
                .setName(taskId.getValue())
                .setTaskId(taskId)
                .setAgentId(id)
                .build();
        ModelTask task = new ModelTask(unknown.getFrameworkId(), info);
        tasks.put(key, task);
        update(task, TaskState.TASK_DROPPED, "unknown to the agent");
      }
    }
  }

  private void update(ModelTask task, TaskState state, String message) {
    task.state = state;
    UUID uuid = world.uuid();
    ByteBuffer bytes = ByteBuffer.allocate(16);
    bytes.putLong(uuid.getMostSignificantBits()).putLong(uuid.getLeastSignificantBits()).flip();
    task.updates.add(
        TaskStatus.newBuilder()
            .setTaskId(task.id())
            .setState(state)
            .setMessage(message)
            .setSource(TaskStatus.Source.SOURCE_EXECUTOR)
            .setAgentId(id)
            .setTimestamp(world.now().toEpochMilli() / 1000.0)
            .setUuid(ByteString.copyFrom(bytes))
            .build());
    if (task.updates.size() == 1) {
      send(task);
    }
  }

  private void send(ModelTask task) {
    if (up && registered && !task.updates.isEmpty()) {
      tell(
          AgentMessage.newBuilder()
              .setStatusUpdate(
                  AgentStatusUpdate.newBuilder()
                      .setFrameworkId(task.frameworkId)
                      .setStatus(task.updates.peek())
                      .setLatestState(task.state)));
    }
  }

  private void acknowledged(AcknowledgeUpdate acknowledgement) {
    String key = key(acknowledgement.getFrameworkId(), acknowledgement.getTaskId());
    ModelTask task = tasks.get(key);
    if (task != null && task.acknowledge(acknowledgement.getUuid())) {
      truth.acknowledged(task.id().getValue(), acknowledgement.getUuid());
      if (task.isOver() && task.updates.isEmpty()) {
        tasks.remove(key);
      } else {
        send(task);
      }
    }
  }

  private void repeatLater(int ofRun) {
    world.between(
        Duration.ofSeconds(3),
        Duration.ofSeconds(5),
        () -> {
          if (ofRun == run && up) {
            tasks.values().forEach(this::send);
            repeatLater(ofRun);
          }
        });
  }
}
