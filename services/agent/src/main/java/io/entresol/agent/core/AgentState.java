package io.entresol.agent.core;

import io.entresol.domain.id.Epoch;
import io.entresol.domain.resources.Resources;
import io.entresol.mesos.v1.AgentInfo;
import io.entresol.mesos.v1.ContainerID;
import io.entresol.mesos.v1.ContainerStatus;
import io.entresol.mesos.v1.DrainConfig;
import io.entresol.mesos.v1.ExecutorInfo;
import io.entresol.mesos.v1.FrameworkInfo;
import io.entresol.mesos.v1.Operation;
import io.entresol.mesos.v1.Task;
import io.entresol.mesos.v1.TaskInfo;
import io.entresol.proto.agent.ExecutorRun;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * What the agent has and does at one moment; immutable.
 *
 * @param registered whether the leading master counts on it
 * @param recovered whether it has found its earlier work and looks for a master
 * @param info without an id before the first registration
 * @param total its resources with reservations and volumes
 */
public record AgentState(
    boolean registered,
    boolean recovered,
    Optional<Epoch> leader,
    AgentInfo info,
    Resources total,
    Optional<DrainConfig> drain,
    List<OfFramework> frameworks,
    List<OfFramework> completedFrameworks,
    List<Operation> operations) {

  /** A framework and its executors. */
  public record OfFramework(
      FrameworkInfo info, List<OfExecutor> executors, List<OfExecutor> completedExecutors) {}

  /** Where an executor stands. */
  public enum ExecutorPhase {
    REGISTERING,
    RUNNING,
    TERMINATING,
    TERMINATED
  }

  /**
   * An executor's run and its tasks.
   *
   * @param status of its own container; empty until that runs
   * @param queued not yet started
   * @param launched started and not ended
   * @param terminated ended, which is not yet acknowledged
   * @param completed ended and acknowledged
   */
  public record OfExecutor(
      ExecutorInfo info,
      ExecutorRun.Kind kind,
      ExecutorPhase phase,
      ContainerID containerId,
      Optional<ContainerStatus> status,
      List<TaskInfo> queued,
      List<Task> launched,
      List<Task> terminated,
      List<Task> completed) {}

  static AgentState of(CoreState state, Registration registration, OperationLedger operations) {
    return new AgentState(
        registration.phase() == Registration.Phase.RUNNING,
        registration.phase() != Registration.Phase.RECOVERING,
        registration.leader(),
        state.info(),
        operations.total(),
        state.drain(),
        frameworks(state.frameworks().values()),
        frameworks(state.completedFrameworks().values()),
        operations.pending());
  }

  private static List<OfFramework> frameworks(Collection<Framework> frameworks) {
    return frameworks.stream()
        .map(
            framework ->
                new OfFramework(
                    framework.info(),
                    executors(framework.executors().values()),
                    executors(framework.completed())))
        .toList();
  }

  private static List<OfExecutor> executors(Collection<Executor> executors) {
    return executors.stream().map(AgentState::executor).toList();
  }

  private static OfExecutor executor(Executor executor) {
    List<TaskInfo> queued = new ArrayList<>();
    List<Task> launched = new ArrayList<>();
    List<Task> terminated = new ArrayList<>();
    for (AgentTask task : executor.tasks().values()) {
      if (task.ended()) {
        terminated.add(task.proto());
      } else if (executor.agentRuns() ? task.started().isPresent() : task.delivered()) {
        launched.add(task.proto());
      } else {
        queued.add(task.info());
      }
    }
    return new OfExecutor(
        executor.info(),
        executor.kind(),
        ExecutorPhase.valueOf(executor.state().name()),
        executor.containerId(),
        executor.container().flatMap(Container::status),
        List.copyOf(queued),
        List.copyOf(launched),
        List.copyOf(terminated),
        List.copyOf(executor.completedTasks()));
  }
}
