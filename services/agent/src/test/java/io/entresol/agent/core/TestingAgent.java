package io.entresol.agent.core;

import com.google.protobuf.ByteString;
import io.entresol.domain.frame.Frame;
import io.entresol.domain.frame.StoreChange;
import io.entresol.domain.id.Epoch;
import io.entresol.domain.resources.ResourceParser;
import io.entresol.mesos.v1.AgentID;
import io.entresol.mesos.v1.AgentInfo;
import io.entresol.mesos.v1.CommandInfo;
import io.entresol.mesos.v1.ContainerID;
import io.entresol.mesos.v1.ContainerInfo;
import io.entresol.mesos.v1.ContainerStatus;
import io.entresol.mesos.v1.DurationInfo;
import io.entresol.mesos.v1.ExecutorID;
import io.entresol.mesos.v1.ExecutorInfo;
import io.entresol.mesos.v1.FrameworkID;
import io.entresol.mesos.v1.FrameworkInfo;
import io.entresol.mesos.v1.FrameworkInfo.Capability;
import io.entresol.mesos.v1.KillPolicy;
import io.entresol.mesos.v1.TaskID;
import io.entresol.mesos.v1.TaskInfo;
import io.entresol.mesos.v1.TaskState;
import io.entresol.mesos.v1.TaskStatus;
import io.entresol.mesos.v1.executor.Call;
import io.entresol.proto.ProtoResources;
import io.entresol.proto.bus.AcknowledgeUpdate;
import io.entresol.proto.bus.AgentCommand;
import io.entresol.proto.bus.AgentMessage;
import io.entresol.proto.bus.AgentRegistered;
import io.entresol.proto.bus.AgentReregistered;
import io.entresol.proto.bus.AgentStatusUpdate;
import io.entresol.proto.bus.Endpoint;
import io.entresol.proto.bus.KillTask;
import io.entresol.proto.bus.Ping;
import io.entresol.proto.bus.RunTask;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * An agent core with a clock, a master and a disk for tests. Every command's effects are kept until
 * {@link #effects} takes them; its records go to {@link #disk}.
 */
final class TestingAgent {
  static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  static final AgentID AGENT = AgentID.newBuilder().setValue("M-S0").build();
  static final Endpoint ENDPOINT =
      Endpoint.newBuilder().setNodeId("node").setId("agent-run").build();
  static final FrameworkID FRAMEWORK = FrameworkID.newBuilder().setValue("M-0000").build();
  static final Epoch EPOCH = new Epoch(7);

  /** What there is on disk; a second agent on it is a restart of the first. */
  final Map<String, byte[]> disk;

  private final AgentCore core;
  private final List<AgentEffect> effects = new ArrayList<>();
  private Instant now;
  private long seq;
  private long nextId;

  private TestingAgent(Map<String, byte[]> disk, AgentPolicy policy, AgentInfo info, Instant now) {
    this.disk = disk;
    this.now = now;
    AgentIdentity identity =
        new AgentIdentity(ENDPOINT, "slave(1)@10.0.0.1:5051", "10.0.0.1", info, "0.1", List.of());
    nextId = disk.size() * 1000L;
    core =
        new AgentCore(identity, policy, () -> new UUID(0, ++nextId), () -> 0.5, AgentMetrics.NONE);
  }

  static AgentInfo info() {
    return AgentInfo.newBuilder()
        .setHostname("host")
        .setPort(5051)
        .addAllResources(ProtoResources.toProto(ResourceParser.parse("cpus:4;mem:4096;disk:10000")))
        .build();
  }

  /** A new agent that has looked at its empty disk. */
  static TestingAgent started() {
    return started(new HashMap<>(), AgentPolicy.DEFAULT);
  }

  static TestingAgent started(Map<String, byte[]> disk, AgentPolicy policy) {
    TestingAgent agent = new TestingAgent(disk, policy, info(), START);
    agent.run(agent.core.recover(Map.copyOf(disk), agent.now));
    return agent;
  }

  static TestingAgent configured(Map<String, byte[]> disk, AgentPolicy policy, AgentInfo info) {
    TestingAgent agent = new TestingAgent(disk, policy, info, START);
    agent.run(agent.core.recover(Map.copyOf(disk), agent.now));
    return agent;
  }

  /** A new agent that the master has registered. */
  static TestingAgent registered() {
    return registered(AgentPolicy.DEFAULT);
  }

  static TestingAgent registered(AgentPolicy policy) {
    TestingAgent agent = started(new HashMap<>(), policy);
    agent.register();
    return agent;
  }

  TestingAgent register() {
    detect(EPOCH);
    registeredByMaster();
    effects();
    return this;
  }

  /** The same disk, another process. */
  TestingAgent restarted() {
    TestingAgent agent = new TestingAgent(disk, AgentPolicy.DEFAULT, info(), now);
    agent.run(agent.core.recover(Map.copyOf(disk), now));
    return agent;
  }

  AgentCore core() {
    return core;
  }

  Instant now() {
    return now;
  }

  // ------------------------------------------------------------------ time

  /** Lets time pass, looking at each deadline when it is due. */
  TestingAgent pass(Duration time) {
    Instant end = now.plus(time);
    while (core.nextDeadline().filter(next -> !next.isAfter(end)).isPresent()) {
      Instant next = core.nextDeadline().orElseThrow();
      now = next.isAfter(now) ? next : now;
      run(core.tick(now));
    }
    now = end;
    return this;
  }

  // ------------------------------------------------------------------ master

  TestingAgent detect(Epoch leader) {
    run(core.masterDetected(Optional.of(leader), now));
    return this;
  }

  TestingAgent loseMaster() {
    run(core.masterDetected(Optional.empty(), now));
    return this;
  }

  TestingAgent registeredByMaster() {
    seq = 1;
    AgentRegistered registered =
        AgentRegistered.newBuilder().setAgentId(AGENT).setTotalPingTimeoutMs(75_000).build();
    return command(envelope(seq).setRegistered(registered));
  }

  TestingAgent reregisteredByMaster(Epoch epoch) {
    seq = 1;
    AgentReregistered registered =
        AgentReregistered.newBuilder().setAgentId(AGENT).setTotalPingTimeoutMs(75_000).build();
    return command(envelope(seq).setMasterEpoch(epoch.number()).setReregistered(registered));
  }

  /** The next numbered command. */
  AgentCommand.Builder next() {
    return envelope(++seq);
  }

  AgentCommand.Builder envelope(long number) {
    return AgentCommand.newBuilder()
        .setEndpointId(ENDPOINT.getId())
        .setMasterEpoch(EPOCH.number())
        .setSeq(number);
  }

  TestingAgent command(AgentCommand.Builder command) {
    run(core.commanded(command.build(), now));
    return this;
  }

  TestingAgent ping(boolean connected) {
    return command(envelope(seq).setPing(Ping.newBuilder().setConnected(connected)));
  }

  TestingAgent launch(FrameworkInfo framework, TaskInfo task) {
    return command(next().setRunTask(RunTask.newBuilder().setFramework(framework).setTask(task)));
  }

  TestingAgent kill(String task) {
    return command(next().setKillTask(killTask(task)));
  }

  TestingAgent kill(String task, Duration grace) {
    return command(
        next()
            .setKillTask(
                killTask(task)
                    .setKillPolicy(
                        KillPolicy.newBuilder()
                            .setGracePeriod(
                                DurationInfo.newBuilder().setNanoseconds(grace.toNanos())))));
  }

  private static KillTask.Builder killTask(String task) {
    return KillTask.newBuilder().setFrameworkId(FRAMEWORK).setTaskId(taskId(task));
  }

  /** Acknowledges the update of that task that was sent last. */
  TestingAgent acknowledge(TaskStatus status) {
    return command(
        next()
            .setAcknowledgeUpdate(
                AcknowledgeUpdate.newBuilder()
                    .setFrameworkId(FRAMEWORK)
                    .setTaskId(status.getTaskId())
                    .setUuid(status.getUuid())));
  }

  /** Acknowledges whatever update is sent until none is; returns the states, in order. */
  List<TaskState> acknowledgeAll() {
    List<TaskState> states = new ArrayList<>();
    List<TaskStatus> sent = statuses(effects());
    while (!sent.isEmpty()) {
      for (TaskStatus status : sent) {
        states.add(status.getState());
        acknowledge(status);
      }
      sent = statuses(effects());
    }
    return states;
  }

  // ------------------------------------------------------------------ containers

  TestingAgent containerRuns(ContainerID id) {
    return containerRuns(id, ContainerStatus.newBuilder().setContainerId(id).build());
  }

  TestingAgent containerRuns(ContainerID id, ContainerStatus status) {
    run(core.launched(id, status, ByteString.EMPTY, now));
    return this;
  }

  TestingAgent launchFails(ContainerID id, LaunchFailure.Stage stage, String message) {
    run(core.launchFailed(id, new LaunchFailure(stage, message), now));
    return this;
  }

  TestingAgent containerEnds(ContainerID id, int waitStatus) {
    return containerEnds(id, Exit.status(waitStatus));
  }

  TestingAgent containerEnds(ContainerID id, Exit exit) {
    run(core.terminated(id, exit, now));
    return this;
  }

  TestingAgent finds(FoundContainer... found) {
    run(core.containersRecovered(List.of(found), now));
    return this;
  }

  TestingAgent probed(Probe probe, Probe.Result result) {
    run(core.probed(probe, result, now));
    return this;
  }

  TestingAgent executorCalls(Call call) {
    run(core.executorCalled(call, now));
    return this;
  }

  TestingAgent run(Frame<AgentEffect> frame) {
    for (StoreChange change : frame.records()) {
      if (change instanceof StoreChange.Put put) {
        disk.put(put.key(), put.value());
      } else {
        disk.remove(change.key());
      }
    }
    effects.addAll(frame.effects());
    return this;
  }

  // ------------------------------------------------------------------ what was done

  /** What has been done since the last time this was asked. */
  List<AgentEffect> effects() {
    List<AgentEffect> taken = List.copyOf(effects);
    effects.clear();
    return taken;
  }

  static <E extends AgentEffect> List<E> effectsOf(Class<E> kind, List<AgentEffect> effects) {
    return effects.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  static Stream<AgentMessage> messages(List<AgentEffect> effects) {
    return effectsOf(AgentEffect.SendToMaster.class, effects).stream()
        .map(AgentEffect.SendToMaster::message);
  }

  static List<AgentStatusUpdate> updates(List<AgentEffect> effects) {
    return messages(effects)
        .filter(AgentMessage::hasStatusUpdate)
        .map(AgentMessage::getStatusUpdate)
        .toList();
  }

  static List<TaskStatus> statuses(List<AgentEffect> effects) {
    return updates(effects).stream().map(AgentStatusUpdate::getStatus).toList();
  }

  /** The container that was to be launched last. */
  ContainerID launchedContainer() {
    List<AgentEffect.LaunchContainer> launches =
        effectsOf(AgentEffect.LaunchContainer.class, effects);
    return launches.get(launches.size() - 1).launch().id();
  }

  // ------------------------------------------------------------------ things

  static FrameworkInfo framework(Capability.Type... capabilities) {
    FrameworkInfo.Builder framework =
        FrameworkInfo.newBuilder()
            .setId(FRAMEWORK)
            .setUser("root")
            .setName("framework")
            .setCheckpoint(true);
    for (Capability.Type capability : capabilities) {
      framework.addCapabilities(Capability.newBuilder().setType(capability));
    }
    return framework.build();
  }

  static FrameworkInfo aware() {
    return framework(Capability.Type.PARTITION_AWARE, Capability.Type.TASK_KILLING_STATE);
  }

  static TaskID taskId(String id) {
    return TaskID.newBuilder().setValue(id).build();
  }

  static TaskInfo.Builder task(String id) {
    return TaskInfo.newBuilder()
        .setName(id)
        .setTaskId(taskId(id))
        .setAgentId(AGENT)
        .addAllResources(
            ProtoResources.toProto(ResourceParser.parse("cpus:0.1;mem:32").allocatedTo("role")))
        .setCommand(CommandInfo.newBuilder().setValue("sleep 1000"));
  }

  static TaskInfo.Builder dockerTask(String id) {
    return task(id)
        .setContainer(
            ContainerInfo.newBuilder()
                .setType(ContainerInfo.Type.DOCKER)
                .setDocker(
                    ContainerInfo.DockerInfo.newBuilder()
                        .setImage("busybox")
                        .setNetwork(ContainerInfo.DockerInfo.Network.BRIDGE)));
  }

  static ExecutorInfo customExecutor(String id) {
    return ExecutorInfo.newBuilder()
        .setType(ExecutorInfo.Type.CUSTOM)
        .setExecutorId(ExecutorID.newBuilder().setValue(id))
        .setFrameworkId(FRAMEWORK)
        .setCommand(CommandInfo.newBuilder().setValue("run-executor"))
        .build();
  }

  static FoundContainer running(ContainerID id) {
    return new FoundContainer(
        id, ContainerStatus.newBuilder().setContainerId(id).build(), Optional.empty());
  }
}
