package io.entresol.agent.core;

import io.entresol.domain.id.Epoch;
import io.entresol.mesos.v1.AgentID;
import io.entresol.proto.ProtoResources;
import io.entresol.proto.agent.ExecutorRun;
import io.entresol.proto.bus.AgentCommand;
import io.entresol.proto.bus.AgentExecutor;
import io.entresol.proto.bus.Ping;
import io.entresol.proto.bus.Pong;
import io.entresol.proto.bus.RegisterAgent;
import io.entresol.proto.bus.ReregisterAgent;
import java.time.Duration;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/**
 * The agent's standing with the leading master. It registers until the master says that it is, and
 * again when a new master leads, when a command is missing, when the master has forgotten it, or
 * when no ping has come for too long.
 */
final class Registration {
  /** Where the agent stands. */
  enum Phase {
    RECOVERING,
    DISCONNECTED,
    RUNNING,
    TERMINATING
  }

  private static final Duration LONGEST_BACKOFF = Duration.ofMinutes(1);
  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(50);

  private final CoreState state;
  private final StatusUpdates updates;
  private final OperationLedger operations;
  private final DoubleSupplier jitter;
  private Phase phase = Phase.RECOVERING;
  private Optional<Epoch> leader = Optional.empty();
  private Duration backoff;
  private long lastSeq;
  private Duration pingTimeout = Duration.ofSeconds(75);

  Registration(
      CoreState state, StatusUpdates updates, OperationLedger operations, DoubleSupplier jitter) {
    this.state = state;
    this.updates = updates;
    this.operations = operations;
    this.jitter = jitter;
    this.backoff = state.policy().registrationBackoffFactor();
  }

  Phase phase() {
    return phase;
  }

  Optional<Epoch> leader() {
    return leader;
  }

  /** Everything of an earlier life has been found or given up. */
  void recovered(Turn turn) {
    if (phase == Phase.RECOVERING) {
      phase = Phase.DISCONNECTED;
      begin(turn);
    }
  }

  void masterDetected(Turn turn, Optional<Epoch> newLeader) {
    if (newLeader.equals(leader)) {
      return;
    }
    leader = newLeader;
    if (phase == Phase.RUNNING || phase == Phase.DISCONNECTED) {
      disconnect();
      begin(turn);
    }
  }

  /** The first attempt is spread out, so that not all agents come to a new master at once. */
  private void begin(Turn turn) {
    backoff = state.policy().registrationBackoffFactor();
    if (leader.isPresent()) {
      state.deadlines().set(new Due.Registration(), turn.now().plus(pause()));
    }
  }

  private Duration pause() {
    Duration pause = Duration.ofNanos((long) (backoff.toNanos() * jitter.getAsDouble()));
    return pause.compareTo(SHORTEST_PAUSE) < 0 ? SHORTEST_PAUSE : pause;
  }

  private void disconnect() {
    phase = Phase.DISCONNECTED;
    updates.streams().pause();
    operations.pause();
    state.deadlines().cancel(new Due.Registration());
    state.deadlines().cancel(new Due.PingTimeout());
  }

  /** The agent is to end: it registers no more. */
  void terminate() {
    disconnect();
    phase = Phase.TERMINATING;
  }

  /** One attempt, and the next some time later. */
  void attempt(Turn turn) {
    if (phase != Phase.DISCONNECTED || leader.isEmpty()) {
      return;
    }
    turn.effect(
        new AgentEffect.SendToMaster(
            state.hasAgentId()
                ? state.message().setReregister(reregister()).build()
                : state.message().setRegister(register()).build()));
    Duration next = backoff.multipliedBy(2);
    backoff = next.compareTo(LONGEST_BACKOFF) < 0 ? next : LONGEST_BACKOFF;
    state.deadlines().set(new Due.Registration(), turn.now().plus(pause()));
  }

  private RegisterAgent.Builder register() {
    return RegisterAgent.newBuilder()
        .setInfo(state.info())
        .addAllCheckpointedResources(ProtoResources.toProto(state.checkpointed()))
        .setVersion(state.identity().version())
        .addAllCapabilities(state.identity().capabilities())
        .setPid(state.identity().pid());
  }

  private ReregisterAgent.Builder reregister() {
    ReregisterAgent.Builder message =
        ReregisterAgent.newBuilder()
            .setRegistration(register())
            .addAllOperations(operations.pending());
    for (Framework framework : state.frameworks().values()) {
      message.addFrameworks(framework.info());
      for (Executor executor : framework.executors().values()) {
        executor.tasks().values().forEach(task -> message.addTasks(task.proto()));
        // The master does not know the executors that the agent makes up for commands.
        if (executor.kind() != ExecutorRun.Kind.COMMAND
            && executor.state() != Executor.State.TERMINATED) {
          message.addExecutors(
              AgentExecutor.newBuilder().setFrameworkId(framework.id()).setInfo(executor.info()));
        }
      }
    }
    return message;
  }

  /**
   * Decides whether a command is the next in order. A gap leads to a new registration.
   *
   * @return whether the command is to be obeyed
   */
  boolean accepts(Turn turn, AgentCommand command) {
    if (!fromLeader(command) || phase != Phase.RUNNING || command.getSeq() <= lastSeq) {
      return false;
    }
    if (command.getSeq() > lastSeq + 1) {
      reconnect(
          turn,
          "Commands are missing: "
              + command.getSeq()
              + " came after "
              + lastSeq
              + "; registering again");
      return false;
    }
    lastSeq = command.getSeq();
    return true;
  }

  /** Whether the command comes from the master that leads now. */
  boolean fromLeader(AgentCommand command) {
    return leader.map(epoch -> epoch.number() == command.getMasterEpoch()).orElse(false)
        && phase != Phase.TERMINATING;
  }

  /** Registers again at once, and keeps trying. */
  private void reconnect(Turn turn, String why) {
    turn.note(why);
    disconnect();
    backoff = state.policy().registrationBackoffFactor();
    attempt(turn);
  }

  void registered(Turn turn, long seq, AgentID id, long pingTimeoutMs, boolean again) {
    if (phase == Phase.RECOVERING) {
      return;
    }
    if (state.hasAgentId() && !state.agentId().equals(id)) {
      turn.note(
          "Ignored a registration as "
              + id.getValue()
              + ": this agent is "
              + state.agentId().getValue());
      return;
    }
    boolean first = !state.hasAgentId();
    if (first) {
      state.agentId(id);
      turn.put(RecordKeys.agent(id.getValue()), state.info());
    }
    if (again && phase != Phase.RUNNING) {
      state.metrics().reregistered();
    }
    lastSeq = seq;
    pingTimeout = Duration.ofMillis(Math.max(1, pingTimeoutMs));
    state.deadlines().cancel(new Due.Registration());
    awaitPing(turn);
    if (phase != Phase.RUNNING) {
      phase = Phase.RUNNING;
      turn.note((again ? "Registered again as " : "Registered as ") + state.agentId().getValue());
      updates.streams().resume(turn);
      operations.resume(turn);
    }
  }

  private void awaitPing(Turn turn) {
    state.deadlines().set(new Due.PingTimeout(), turn.now().plus(pingTimeout));
  }

  void pinged(Turn turn, AgentCommand command, Ping ping) {
    turn.effect(
        new AgentEffect.SendToMaster(state.message().setPong(Pong.getDefaultInstance()).build()));
    if (phase != Phase.RUNNING) {
      return;
    }
    if (!ping.getConnected()) {
      reconnect(turn, "The master does not count this agent as registered; registering again");
    } else if (command.getSeq() > lastSeq) {
      reconnect(
          turn,
          "Commands are missing: the master has sent "
              + command.getSeq()
              + ", the last to arrive was "
              + lastSeq
              + "; registering again");
    } else {
      awaitPing(turn);
    }
  }

  /** This process was taken for dead: the master has let go of the agent. */
  void rejoined(Turn turn) {
    if (phase == Phase.RUNNING) {
      reconnect(turn, "This process was away from the cluster; registering again");
    }
  }

  void pingTimedOut(Turn turn) {
    if (phase == Phase.RUNNING) {
      reconnect(turn, "No ping from the master for " + pingTimeout + "; registering again");
    }
  }
}
