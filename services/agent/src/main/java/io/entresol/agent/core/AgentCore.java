package io.entresol.agent.core;

import com.google.protobuf.ByteString;
import io.entresol.domain.frame.Frame;
import io.entresol.domain.id.Epoch;
import io.entresol.mesos.v1.ContainerID;
import io.entresol.mesos.v1.ContainerStatus;
import io.entresol.mesos.v1.executor.Call;
import io.entresol.proto.bus.AgentCommand;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/**
 * The agent: what runs on one machine, and what its master and its executors are told of it. One
 * command at a time, by one thread; each answers with what is to be recorded and done.
 */
public final class AgentCore {
  private final CoreState state;
  private final OperationLedger operations;
  private final Registration registration;
  private final Exits exits;
  private final Recovery recovery;
  private final Probing probing;
  private final ExecutorCalls executorCalls;
  private final MasterCommands masterCommands;
  private final Ticks ticks;
  private final Farewell farewell;

  /**
   * @param ids where the ids of containers and status updates come from
   * @param jitter from 0 to 1; spreads registrations out
   */
  public AgentCore(
      AgentIdentity identity,
      AgentPolicy policy,
      Supplier<UUID> ids,
      DoubleSupplier jitter,
      AgentMetrics metrics) {
    state = new CoreState(identity, policy, ids, metrics);
    operations = new OperationLedger(state);
    StatusUpdates updates = new StatusUpdates(state);
    Removals removals = new Removals(state, updates.streams());
    registration = new Registration(state, updates, operations, jitter);
    Kills kills = new Kills(state, updates, removals);
    probing = new Probing(state, updates, kills);
    exits = new Exits(state, updates, removals, kills, probing);
    Launches launches = new Launches(state, updates, removals);
    executorCalls = new ExecutorCalls(state, updates, launches, kills, registration);
    recovery =
        new Recovery(state, updates, operations, kills, exits, probing, removals, registration);
    farewell = new Farewell(state, operations, registration, kills);
    masterCommands =
        new MasterCommands(
            state,
            registration,
            launches,
            updates,
            removals,
            kills,
            executorCalls,
            operations,
            farewell);
    ticks = new Ticks(state, registration, updates, operations, kills, probing, recovery, exits);
  }

  /**
   * The first command: what an earlier life has written down. No records at all is a new agent.
   *
   * @throws RecoveryException if the agent cannot go on with these records
   */
  public Frame<AgentEffect> recover(Map<String, byte[]> records, Instant now) {
    Turn turn = new Turn(now);
    recovery.records(turn, records);
    return finish(turn);
  }

  /** All containers that there are. */
  public Frame<AgentEffect> containersRecovered(List<FoundContainer> found, Instant now) {
    Turn turn = new Turn(now);
    recovery.containers(turn, found);
    return finish(turn);
  }

  /** Who leads now; empty if nobody does. */
  public Frame<AgentEffect> masterDetected(Optional<Epoch> leader, Instant now) {
    Turn turn = new Turn(now);
    registration.masterDetected(turn, leader);
    return finish(turn);
  }

  /** The process is back in the cluster after the others took it for dead. */
  public Frame<AgentEffect> rejoined(Instant now) {
    Turn turn = new Turn(now);
    registration.rejoined(turn);
    return finish(turn);
  }

  /** A command from a master; one that does not lead is not heard. */
  public Frame<AgentEffect> commanded(AgentCommand command, Instant now) {
    Turn turn = new Turn(now);
    masterCommands.obey(turn, command);
    return finish(turn);
  }

  /**
   * A container runs.
   *
   * @param data what the first TASK_RUNNING carries; may be empty
   */
  public Frame<AgentEffect> launched(
      ContainerID id, ContainerStatus status, ByteString data, Instant now) {
    Turn turn = new Turn(now);
    find(id).ifPresent(container -> exits.launched(turn, container, status, data));
    return finish(turn);
  }

  /** A container could not be started. */
  public Frame<AgentEffect> launchFailed(ContainerID id, LaunchFailure failure, Instant now) {
    Turn turn = new Turn(now);
    find(id).ifPresent(container -> exits.launchFailed(turn, container, failure));
    return finish(turn);
  }

  /** A container has ended. */
  public Frame<AgentEffect> terminated(ContainerID id, Exit exit, Instant now) {
    Turn turn = new Turn(now);
    find(id).ifPresent(container -> exits.terminated(turn, container, exit));
    return finish(turn);
  }

  /** What came of a probe. */
  public Frame<AgentEffect> probed(Probe probe, Probe.Result result, Instant now) {
    Turn turn = new Turn(now);
    find(probe.container())
        .ifPresent(
            container ->
                container
                    .task()
                    .ifPresent(
                        task -> probing.result(turn, task, container, probe.purpose(), result)));
    return finish(turn);
  }

  /** Why an executor's call would not be taken; empty if it would. Changes nothing. */
  public Optional<CallRefusal> refusal(Call call) {
    return registration.phase() == Registration.Phase.RECOVERING && !recovery.containersKnown()
        ? Optional.of(new CallRefusal(503, "Agent has not finished recovery"))
        : executorCalls.refusal(call);
  }

  /** A call of an executor that would be taken. */
  public Frame<AgentEffect> executorCalled(Call call, Instant now) {
    Turn turn = new Turn(now);
    executorCalls.call(turn, call);
    return finish(turn);
  }

  /** Leaves the cluster for good: tasks end, and the id is not used again. */
  public Frame<AgentEffect> unregister(Instant now) {
    Turn turn = new Turn(now);
    farewell.unregister(turn);
    return finish(turn);
  }

  /** Looks at what has fallen due. */
  public Frame<AgentEffect> tick(Instant now) {
    Turn turn = new Turn(now);
    ticks.tick(turn);
    return finish(turn);
  }

  /** When {@link #tick} is next to be called; empty if nothing is due. */
  public Optional<Instant> nextDeadline() {
    return state.deadlines().next();
  }

  /** Whether the earlier work has been found or given up. */
  public boolean recovered() {
    return registration.phase() != Registration.Phase.RECOVERING;
  }

  /** Empty before the first registration. */
  public String agentId() {
    return state.agentId().getValue();
  }

  /** What there is, for those who ask. */
  public AgentState state() {
    return AgentState.of(state, registration, operations);
  }

  private Optional<Container> find(ContainerID id) {
    return Optional.ofNullable(state.containers().get(id.getValue()));
  }

  private Frame<AgentEffect> finish(Turn turn) {
    farewell.check(turn);
    return turn.frame();
  }
}
