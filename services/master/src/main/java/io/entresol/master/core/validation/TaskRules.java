package io.entresol.master.core.validation;

import io.entresol.domain.resources.ResourceKey;
import io.entresol.domain.resources.Resources;
import io.entresol.master.core.book.ResourcePhrase;
import io.entresol.mesos.v1.AgentInfo;
import io.entresol.mesos.v1.ExecutorInfo;
import io.entresol.mesos.v1.TaskInfo;
import io.entresol.mesos.v1.Value;
import java.util.Map;
import java.util.Optional;

/** What tasks may look like that are launched one by one, and what every task may look like. */
public final class TaskRules {
  private TaskRules() {}

  /** Why that task cannot run there, or empty if it can. */
  public static Optional<String> check(Candidate task, Place place) {
    return Checks.first(
        () -> checkTask(task, place),
        () ->
            Checks.when(
                task.info().hasExecutor() == task.info().hasCommand(),
                "Task should have at least one (but not both) of CommandInfo or ExecutorInfo"
                    + " present"),
        () -> checkExecutor(task, place),
        () -> checkTogether(task, place),
        () ->
            Checks.unless(
                ContainerRules.sharesCgroups(task.info().getContainer()),
                "Only tasks in a task group may have 'share_cgroups' set to 'false'"));
  }

  /** The rules for every task, which leave its executor out. */
  static Optional<String> checkTask(Candidate candidate, Place place) {
    TaskInfo task = candidate.info();
    return Checks.first(
        () -> IdRules.check(task.getTaskId().getValue()),
        () -> checkNew(task, place),
        () -> checkAgent(task, place),
        () ->
            Checks.when(
                task.getKillPolicy().getGracePeriod().getNanoseconds() < 0,
                "Task's 'kill_policy.grace_period' must be non-negative"),
        () ->
            Checks.when(
                task.getMaxCompletionTime().getNanoseconds() < 0,
                "Task's 'max_completion_time' must be non-negative"),
        () ->
            task.hasCheck()
                ? Checks.prefixed("Task uses invalid check: ", CheckRules.check(task.getCheck()))
                : Optional.empty(),
        () ->
            task.hasHealthCheck()
                ? Checks.prefixed(
                    "Task uses invalid health check: ", CheckRules.check(task.getHealthCheck()))
                : Optional.empty(),
        () -> checkResources(candidate.resources()),
        () ->
            Checks.prefixed(
                "Task's `CommandInfo` is invalid: ", CommandRules.check(task.getCommand())),
        () ->
            task.hasContainer()
                ? Checks.prefixed(
                    "Task's `ContainerInfo` is invalid: ",
                    ContainerRules.check(task.getContainer()))
                : Optional.empty(),
        () -> checkLimits(candidate, place));
  }

  private static Optional<String> checkNew(TaskInfo task, Place place) {
    String id = task.getTaskId().getValue();
    if (place.framework().task(id) != null) {
      return Optional.of("Task has duplicate ID: " + id);
    }
    return place.framework().unreachableTasks().containsKey(id)
        ? Optional.of("Task reuses the ID of an unreachable task: " + id)
        : Optional.empty();
  }

  private static Optional<String> checkAgent(TaskInfo task, Place place) {
    String named = task.getAgentId().getValue();
    return named.equals(place.agent().id())
        ? Optional.empty()
        : Optional.of(
            "Task uses invalid agent "
                + named
                + " while agent "
                + place.agent().id()
                + " is expected");
  }

  private static Optional<String> checkResources(Resources resources) {
    return Checks.first(
        () -> Checks.when(resources.isEmpty(), "Task uses no resources"),
        () ->
            Checks.prefixed(
                "Task uses invalid resources: ",
                Checks.first(
                    () -> ResourceRules.check(resources),
                    () -> ResourceRules.checkPersistenceIds(resources),
                    () -> ResourceRules.checkOneRole(resources),
                    () -> ResourceRules.checkRevocable(resources))));
  }

  private static Optional<String> checkLimits(Candidate task, Place place) {
    Map<String, Value.Scalar> limits = task.info().getLimitsMap();
    if (limits.isEmpty()) {
      return Optional.empty();
    }
    if (!place.agent().can(AgentInfo.Capability.Type.TASK_RESOURCE_LIMITS)) {
      return Optional.of("The agent cannot limit the resources of tasks");
    }
    for (Map.Entry<String, Value.Scalar> limit : limits.entrySet()) {
      String name = limit.getKey();
      if (!name.equals("cpus") && !name.equals("mem")) {
        return Optional.of("Only cpus and mem may be included in a task's resource limits");
      }
      String singular = name.equals("cpus") ? "cpu" : name;
      double requested = task.resources().scalarMilli(name) / 1000.0;
      if (requested == 0) {
        return Optional.of("A limit on " + name + " needs a request for " + name);
      }
      if (!(limit.getValue().getValue() >= requested)) {
        return Optional.of(
            "The "
                + singular
                + " limit must be greater than or equal to the "
                + singular
                + " request");
      }
    }
    return Optional.empty();
  }

  private static Optional<String> checkExecutor(Candidate task, Place place) {
    if (!task.info().hasExecutor()) {
      return Optional.empty();
    }
    ExecutorInfo executor = task.info().getExecutor();
    return Checks.first(
        () -> ExecutorRules.check(executor, task.executorResources(), place),
        () ->
            Checks.when(
                executor.hasType() && executor.getType() != ExecutorInfo.Type.CUSTOM,
                "The executor of a single task must be CUSTOM"),
        () -> Checks.unless(executor.hasCommand(), "'ExecutorInfo.command' must be set"),
        () ->
            Checks.when(
                task.executorResources().held().keySet().stream().anyMatch(ResourceKey::shared),
                "Executor resources must not be shared"),
        () ->
            Checks.when(
                ContainerRules.claimsSharedCgroups(executor.getContainer()),
                "An executor must not have 'share_cgroups' set to 'true'"));
  }

  private static Optional<String> checkTogether(Candidate task, Place place) {
    Resources both = task.resources().plus(task.executorResources());
    boolean newExecutor =
        task.info().hasExecutor()
            && !place.hasExecutor(task.info().getExecutor().getExecutorId().getValue());
    Resources needed = newExecutor ? both : task.resources();
    return Checks.first(
        () ->
            Checks.when(
                ResourceRules.overlap(task.resources(), task.executorResources()),
                "Task and its executor use the same resources"),
        () ->
            Checks.prefixed(
                "Task and its executor use invalid resources: ", ResourceRules.check(both)),
        () ->
            Checks.prefixed(
                "Task and its executor use invalid resources: ",
                ResourceRules.checkPersistenceIds(both)),
        () ->
            Checks.prefixed(
                "Task and its executor use invalid resources: ",
                ResourceRules.checkRevocable(both)),
        () -> checkOffered(needed, place.offered()));
  }

  static Optional<String> checkOffered(Resources needed, Resources offered) {
    // The words only when they are needed: this is asked of every task.
    return offered.contains(needed)
        ? Optional.empty()
        : Optional.of(
            "Total resources "
                + ResourcePhrase.of(needed)
                + " required by task and its executor is more than available "
                + ResourcePhrase.of(offered));
  }
}
