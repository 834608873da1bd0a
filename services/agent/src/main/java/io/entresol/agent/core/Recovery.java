package io.entresol.agent.core;

import com.google.protobuf.ByteString;
import io.entresol.mesos.v1.AgentInfo;
import io.entresol.mesos.v1.ContainerStatus;
import io.entresol.mesos.v1.TaskState;
import io.entresol.mesos.v1.TaskStatus;
import io.entresol.proto.agent.ExecutorRun;
import io.entresol.proto.agent.TaskProgress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds the work of an earlier life again: first what was written down, then what still runs. */
final class Recovery {
  /** A container that ought to be there. */
  private record Expected(Container container, ContainerStatus status, boolean started) {}

  private final CoreState state;
  private final StatusUpdates updates;
  private final OperationLedger operations;
  private final Kills kills;
  private final Exits exits;
  private final Probing probing;
  private final Removals removals;
  private final Registration registration;
  private final List<Expected> expected = new ArrayList<>();
  private boolean containersKnown;

  Recovery(
      CoreState state,
      StatusUpdates updates,
      OperationLedger operations,
      Kills kills,
      Exits exits,
      Probing probing,
      Removals removals,
      Registration registration) {
    this.state = state;
    this.updates = updates;
    this.operations = operations;
    this.kills = kills;
    this.exits = exits;
    this.probing = probing;
    this.removals = removals;
    this.registration = registration;
  }

  /** Takes over the records, then asks for the containers. */
  void records(Turn turn, Map<String, byte[]> records) {
    RecordReader reader = new RecordReader(records);
    reader
        .resources()
        .flatMap(operations::restore)
        .ifPresent(
            problem -> {
              throw new RecoveryException(problem);
            });
    if (reader.agent().isEmpty()) {
      registration.recovered(turn);
      return;
    }
    AgentInfo before = reader.agent().get();
    Reconfiguration.problem(before, state.info(), state.policy().additiveReconfiguration())
        .ifPresent(
            problem -> {
              throw new RecoveryException(
                  "This agent was configured differently when it registered: "
                      + problem
                      + ". Configure it as before, or remove meta/slaves/latest in its work"
                      + " directory to start as a new agent; its running tasks are then ended");
            });
    boolean changed = !before.toBuilder().clearId().build().equals(state.info());
    state.agentId(before.getId());
    if (changed) {
      turn.put(RecordKeys.agent(before.getId().getValue()), state.info());
    }
    state.drain(reader.drain());
    reader.operations().forEach(operations::restore);
    reader.frameworks().forEach(state::framework);
    reader.runs().forEach(this::restoreRun);
    turn.effect(new AgentEffect.RecoverContainers(before.getId().getValue()));
  }

  private void restoreRun(RecordReader.RunRecord record) {
    Framework framework = state.frameworks().get(record.framework());
    if (framework == null) {
      throw new RecoveryException(
          "The framework " + record.framework().getValue() + " of an executor is not recorded");
    }
    Executor executor =
        new Executor(framework, record.run().getInfo(), record.run().getKind(), record.container());
    executor.restore(record.run());
    framework.executors().put(executor.id(), executor);
    if (!executor.agentRuns()) {
      Container container = new Container(record.container(), executor, Optional.empty());
      executor.container(container);
      expect(container, record.run().getContainerStatus(), record.run().hasContainerStatus());
    }
    record.tasks().forEach(task -> restoreTask(executor, task));
  }

  private void restoreTask(Executor executor, RecordReader.TaskRecord record) {
    TaskProgress progress = record.progress();
    AgentTask task = new AgentTask(executor, record.info(), Tasks.staging(executor, record.info()));
    task.restore(progress);
    executor.tasks().put(task.id(), task);
    updates.streams().restore(task.stream(), progress.getStatusesList(), progress.getPendingList());
    if (executor.agentRuns()) {
      Container container =
          new Container(
              progress.hasContainerId() ? progress.getContainerId() : executor.containerId(),
              executor,
              Optional.of(task));
      task.container(container);
      if (executor.kind() == ExecutorRun.Kind.COMMAND) {
        executor.container(container);
      }
      expect(container, progress.getContainerStatus(), progress.hasStartedMs());
    }
  }

  private void expect(Container container, ContainerStatus status, boolean started) {
    state.containers().put(container.name(), container);
    expected.add(new Expected(container, status, started));
  }

  /** Whether it has been seen which containers still run. */
  boolean containersKnown() {
    return containersKnown;
  }

  /** Compares what ought to be there with what is. */
  void containers(Turn turn, List<FoundContainer> found) {
    Map<String, FoundContainer> byId = new HashMap<>();
    found.forEach(container -> byId.put(container.id().getValue(), container));
    for (Expected one : expected) {
      reconcile(turn, one, Optional.ofNullable(byId.remove(one.container().name())));
    }
    expected.clear();
    containersKnown = true;
    byId.values().forEach(orphan -> turn.effect(new AgentEffect.DiscardContainer(orphan.id())));
    List.copyOf(state.frameworks().values()).forEach(framework -> removals.settle(turn, framework));
    boolean waiting = executorsAway().findAny().isPresent();
    if (waiting) {
      state
          .deadlines()
          .set(
              new Due.ExecutorReregistration(),
              turn.now().plus(state.policy().executorReregistrationTimeout()));
    } else {
      registration.recovered(turn);
    }
  }

  private void reconcile(Turn turn, Expected expectation, Optional<FoundContainer> found) {
    Container container = expectation.container();
    if (found.isEmpty()) {
      gone(turn, expectation);
      return;
    }
    ContainerStatus status = expectation.started() ? expectation.status() : found.get().status();
    container.launched(status);
    if (found.get().exit().isPresent()) {
      exits.terminated(turn, container, found.get().exit().get());
      return;
    }
    container.task().ifPresent(task -> goOn(turn, task, container, expectation.started()));
    if (!container.executor().agentRuns() && !container.executor().subscribed()) {
      state
          .deadlines()
          .set(
              new Due.ExecutorRegistration(container.name()),
              turn.now().plus(state.policy().executorRegistrationTimeout()));
    }
  }

  /** The task has outlived the agent's process. */
  private void goOn(Turn turn, AgentTask task, Container container, boolean known) {
    task.executor().state(Executor.State.RUNNING);
    if (task.ended()) {
      kills.destroy(turn, container);
      return;
    }
    if (!known) {
      // The agent died between the start of the container and the record of it.
      exits.taskStarted(turn, task, container, ByteString.EMPTY);
      return;
    }
    kills.resume(turn, task, container);
    if (task.kill().isEmpty()) {
      if (task.info().hasMaxCompletionTime()) {
        exits.awaitCompletion(task, container);
      }
      probing.start(turn, task, container);
    }
  }

  private void gone(Turn turn, Expected expectation) {
    Container container = expectation.container();
    Executor executor = container.executor();
    if (expectation.started()) {
      exits.terminated(
          turn, container, Exit.unknown("The container was gone when the agent came back"));
    } else {
      exits.terminated(
          turn,
          container,
          Exit.failed(
              Exits.dropped(executor.framework()),
              TaskStatus.Reason.REASON_AGENT_RESTARTED,
              "The agent was restarted before the container had started"));
    }
  }

  /** Executors that were there and have not yet come back. */
  private Stream<Executor> executorsAway() {
    return state.frameworks().values().stream()
        .flatMap(framework -> framework.executors().values().stream())
        .filter(
            executor ->
                !executor.agentRuns()
                    && executor.subscribed()
                    && executor.state() == Executor.State.REGISTERING);
  }

  /** Gives up the executors that have not come back; then the agent registers. */
  void giveUpExecutors(Turn turn) {
    for (Executor executor : executorsAway().toList()) {
      executor.state(Executor.State.TERMINATING);
      executor.container().ifPresent(container -> giveUp(turn, executor, container));
    }
    registration.recovered(turn);
  }

  private void giveUp(Turn turn, Executor executor, Container container) {
    container.pendingExit(
        Exit.failed(
            executor.framework().partitionAware() ? TaskState.TASK_GONE : TaskState.TASK_LOST,
            TaskStatus.Reason.REASON_EXECUTOR_REREGISTRATION_TIMEOUT,
            "The executor did not come back to the restarted agent within "
                + state.policy().executorReregistrationTimeout()));
    kills.destroy(turn, container);
  }
}
