package io.entresol.agent.core;

import io.entresol.domain.resources.Resources;
import io.entresol.mesos.v1.CommandInfo;
import io.entresol.mesos.v1.ContainerID;
import io.entresol.mesos.v1.ContainerInfo;
import io.entresol.mesos.v1.ExecutorInfo;
import io.entresol.mesos.v1.FrameworkInfo;
import io.entresol.mesos.v1.TaskInfo;
import io.entresol.mesos.v1.TaskState;
import io.entresol.mesos.v1.TaskStatus;
import io.entresol.mesos.v1.executor.Event;
import io.entresol.proto.ProtoResources;
import io.entresol.proto.agent.ExecutorRun;
import io.entresol.proto.bus.RunTask;
import io.entresol.proto.bus.RunTaskGroup;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Starts tasks and, where they have one, their executors. */
final class Launches {
  private final CoreState state;
  private final StatusUpdates updates;
  private final Removals removals;
  private final Admission admission;

  Launches(CoreState state, StatusUpdates updates, Removals removals) {
    this.state = state;
    this.updates = updates;
    this.removals = removals;
    this.admission = new Admission(state);
  }

  void runTask(Turn turn, RunTask run) {
    TaskInfo task = run.getTask();
    boolean command = !task.hasExecutor();
    ExecutorInfo executor =
        command
            ? CommandExecutor.info(run.getFramework(), task)
            : completed(run.getFramework(), task.getExecutor());
    ExecutorRun.Kind kind =
        command
            ? ExecutorRun.Kind.COMMAND
            : executor.getType() == ExecutorInfo.Type.DEFAULT
                ? ExecutorRun.Kind.DEFAULT
                : ExecutorRun.Kind.CUSTOM;
    launch(turn, run.getFramework(), executor, kind, List.of(task), false);
  }

  void runTaskGroup(Turn turn, RunTaskGroup run) {
    ExecutorInfo executor = completed(run.getFramework(), run.getExecutor());
    ExecutorRun.Kind kind =
        executor.getType() == ExecutorInfo.Type.DEFAULT
            ? ExecutorRun.Kind.DEFAULT
            : ExecutorRun.Kind.CUSTOM;
    launch(turn, run.getFramework(), executor, kind, run.getTaskGroup().getTasksList(), true);
  }

  private static ExecutorInfo completed(FrameworkInfo framework, ExecutorInfo executor) {
    return executor.hasFrameworkId()
        ? executor
        : executor.toBuilder().setFrameworkId(framework.getId()).build();
  }

  private void launch(
      Turn turn,
      FrameworkInfo frameworkInfo,
      ExecutorInfo info,
      ExecutorRun.Kind kind,
      List<TaskInfo> tasks,
      boolean group) {
    Framework framework = state.framework(frameworkInfo);
    if (framework.terminating()) {
      turn.note("Ignored tasks of framework " + framework.id().getValue() + " that is shut down");
      return;
    }
    Optional<Admission.Refusal> refusal = admission.check(framework, info, kind, tasks);
    if (refusal.isPresent()) {
      tasks.forEach(task -> drop(turn, framework, info, task, refusal.get()));
      removals.settle(turn, framework);
      return;
    }
    Executor executor = framework.executors().get(info.getExecutorId());
    if (executor == null) {
      executor = newExecutor(turn, framework, info, kind);
    }
    addTasks(turn, executor, tasks, group);
  }

  private void drop(
      Turn turn,
      Framework framework,
      ExecutorInfo executor,
      TaskInfo task,
      Admission.Refusal refusal) {
    if (framework.task(task.getTaskId()).isPresent()) {
      // Updates go by the task's id: this one would be taken for the end of the task that is here.
      turn.note("Ignored another task with the id " + task.getTaskId().getValue());
      return;
    }
    TaskStatus.Builder status =
        StatusUpdates.fromAgent(refusal.state(framework), refusal.reason(), refusal.message())
            .setTaskId(task.getTaskId());
    if (refusal.namesExecutor()) {
      status.setExecutorId(executor.getExecutorId());
    }
    if (updates.reportStray(turn, framework.id(), status)) {
      state.metrics().taskEnded(status.getState());
    }
  }

  private Executor newExecutor(
      Turn turn, Framework framework, ExecutorInfo info, ExecutorRun.Kind kind) {
    ContainerID containerId = ContainerID.newBuilder().setValue(state.newId().toString()).build();
    Executor executor = new Executor(framework, info, kind, containerId);
    framework.executors().put(executor.id(), executor);
    if (kind == ExecutorRun.Kind.DEFAULT) {
      executor.state(Executor.State.RUNNING);
    }
    if (state.checkpoints(framework)) {
      String agentId = state.agentId().getValue();
      turn.put(RecordKeys.framework(agentId, framework), framework.info());
      turn.put(RecordKeys.run(agentId, executor), executor.record());
    }
    if (kind == ExecutorRun.Kind.CUSTOM) {
      Container container = new Container(containerId, executor, Optional.empty());
      executor.container(container);
      start(turn, container);
    }
    return executor;
  }

  private void addTasks(Turn turn, Executor executor, List<TaskInfo> infos, boolean group) {
    String groupId = group ? state.newId().toString() : "";
    List<AgentTask> added =
        infos.stream()
            .map(
                info -> {
                  AgentTask task = newTask(executor, info);
                  if (group) {
                    task.group(groupId);
                  }
                  executor.tasks().put(task.id(), task);
                  checkpoint(turn, task);
                  return task;
                })
            .toList();
    if (executor.agentRuns()) {
      added.forEach(task -> startTask(turn, task));
    } else if (executor.state() == Executor.State.RUNNING) {
      deliver(turn, executor, added);
    }
  }

  private AgentTask newTask(Executor executor, TaskInfo info) {
    return new AgentTask(executor, info, Tasks.staging(executor, info));
  }

  private void checkpoint(Turn turn, AgentTask task) {
    if (state.checkpoints(task.executor().framework())) {
      turn.put(RecordKeys.taskInfo(state.agentId().getValue(), task), task.info());
      updates.checkpoint(turn, task);
    }
  }

  private void startTask(Turn turn, AgentTask task) {
    Executor executor = task.executor();
    boolean command = executor.kind() == ExecutorRun.Kind.COMMAND;
    ContainerID id =
        command
            ? executor.containerId()
            : ContainerID.newBuilder()
                .setValue(state.newId().toString())
                .setParent(executor.containerId())
                .build();
    Container container = new Container(id, executor, Optional.of(task));
    task.container(container);
    if (command) {
      executor.container(container);
    } else {
      updates.report(turn, task, Exits.started(task, TaskState.TASK_STARTING));
    }
    start(turn, container);
  }

  private void start(Turn turn, Container container) {
    Executor executor = container.executor();
    state.containers().put(container.name(), container);
    state
        .deadlines()
        .set(
            new Due.ExecutorRegistration(container.name()),
            turn.now().plus(state.policy().executorRegistrationTimeout()));
    turn.effect(
        new AgentEffect.LaunchContainer(
            new ContainerLaunch(
                state.agentId(),
                container.id(),
                executor.framework().info(),
                executor.info(),
                executor.kind(),
                container.task().map(AgentTask::info),
                command(container),
                containerInfo(container),
                resources(container))));
  }

  private static CommandInfo command(Container container) {
    return container
        .task()
        .map(task -> task.info().getCommand())
        .orElse(container.executor().info().getCommand());
  }

  private static Optional<ContainerInfo> containerInfo(Container container) {
    Optional<ContainerInfo> own =
        container
            .task()
            .map(AgentTask::info)
            .filter(TaskInfo::hasContainer)
            .map(TaskInfo::getContainer);
    ExecutorInfo executor = container.executor().info();
    return own.or(
        () -> executor.hasContainer() ? Optional.of(executor.getContainer()) : Optional.empty());
  }

  /**
   * A process may use what the command executor of Mesos adds to it; Docker gets the task's own.
   */
  private static Resources resources(Container container) {
    Resources executor = ProtoResources.fromProto(container.executor().info().getResourcesList());
    if (container.task().isEmpty()) {
      return Resources.sum(
          Stream.concat(
                  Stream.of(executor),
                  container.executor().tasks().values().stream()
                      .map(task -> ProtoResources.fromProto(task.info().getResourcesList())))
              .toList());
    }
    AgentTask task = container.task().get();
    Resources own = ProtoResources.fromProto(task.info().getResourcesList());
    boolean overhead = container.executor().kind() == ExecutorRun.Kind.COMMAND && !task.inDocker();
    return overhead ? own.plus(executor) : own;
  }

  /** Hands tasks to an executor that is there; those of a group together. */
  void deliver(Turn turn, Executor executor, List<AgentTask> tasks) {
    tasks.stream()
        .filter(task -> task.group().isEmpty())
        .forEach(
            task ->
                Kills.send(
                    turn,
                    executor,
                    Event.newBuilder()
                        .setType(Event.Type.LAUNCH)
                        .setLaunch(Event.Launch.newBuilder().setTask(task.info()))
                        .build()));
    tasks.stream()
        .flatMap(task -> task.group().stream())
        .distinct()
        .forEach(group -> Kills.send(turn, executor, groupEvent(group, tasks)));
    for (AgentTask task : tasks) {
      executor.markUsed();
      task.markDelivered();
      updates.checkpoint(turn, task);
    }
  }

  private static Event groupEvent(String group, List<AgentTask> tasks) {
    Event.Builder event = Event.newBuilder().setType(Event.Type.LAUNCH_GROUP);
    for (AgentTask task : tasks) {
      if (task.group().equals(Optional.of(group))) {
        event.getLaunchGroupBuilder().getTaskGroupBuilder().addTasks(task.info());
      }
    }
    return event.build();
  }
}
