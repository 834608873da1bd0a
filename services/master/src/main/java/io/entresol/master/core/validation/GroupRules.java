package io.entresol.master.core.validation;

import io.entresol.domain.resources.Resources;
import io.entresol.master.core.book.LiveTask;
import io.entresol.mesos.v1.ContainerInfo;
import io.entresol.mesos.v1.ExecutorInfo;
import io.entresol.mesos.v1.HealthCheck;
import io.entresol.mesos.v1.TaskInfo;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleFunction;

/** What groups of tasks may look like that run together under one executor, or not at all. */
public final class GroupRules {
  private static final long MIN_CPUS_MILLI = 10;
  private static final long MIN_MEM_MILLI = 32_000;

  private GroupRules() {}

  /** Why these tasks cannot run there together, or empty if they can. */
  public static Optional<String> check(
      List<Candidate> tasks, ExecutorInfo executor, Resources executorResources, Place place) {
    Set<String> ids = new HashSet<>();
    for (Candidate task : tasks) {
      String id = task.info().getTaskId().getValue();
      Optional<String> objection =
          Checks.first(
              () -> checkTask(task, executor, place),
              () -> Checks.unless(ids.add(id), "Task has duplicate ID: " + id));
      if (objection.isPresent()) {
        return objection.map(text -> "Task '" + id + "' is invalid: " + text);
      }
    }
    return Checks.first(
        () -> ExecutorRules.check(executor, executorResources, place),
        () -> checkExecutorOfGroup(executor, executorResources),
        () -> checkTogether(tasks, executor, executorResources, place),
        () -> checkCgroups(tasks, executor, place));
  }

  private static Optional<String> checkTask(Candidate task, ExecutorInfo executor, Place place) {
    TaskInfo info = task.info();
    return Checks.first(
        () -> TaskRules.checkTask(task, place),
        () -> checkContainer(info),
        () ->
            Checks.when(
                info.getLimitsCount() > 0 && ContainerRules.sharesCgroups(info.getContainer()),
                "limits need 'share_cgroups' to be false"),
        () ->
            Checks.unless(
                !info.hasExecutor() || info.getExecutor().equals(executor),
                "The task's ExecutorInfo is different from the group's"));
  }

  private static Optional<String> checkContainer(TaskInfo task) {
    HealthCheck.Type check = task.getHealthCheck().getType();
    boolean network = check == HealthCheck.Type.HTTP || check == HealthCheck.Type.TCP;
    return Checks.first(
        () ->
            Checks.when(
                network && task.getContainer().getNetworkInfosCount() > 0,
                "a task with a network of its own can have no HTTP or TCP health check"),
        () ->
            Checks.when(
                task.hasContainer() && task.getContainer().getType() == ContainerInfo.Type.DOCKER,
                "a task of a group cannot be a Docker container"));
  }

  private static Optional<String> checkExecutorOfGroup(ExecutorInfo executor, Resources resources) {
    String id = executor.getExecutorId().getValue();
    return Checks.first(
        () ->
            Checks.when(
                executor.getType() == ExecutorInfo.Type.UNKNOWN,
                "the group's executor needs a type"),
        () ->
            Checks.when(
                executor.hasContainer()
                    && executor.getContainer().getType() == ContainerInfo.Type.DOCKER,
                "the group's executor cannot be a Docker container"),
        () -> checkLeast(id, "CPUs", resources.scalarMilli("cpus"), MIN_CPUS_MILLI, NumberText::of),
        () ->
            checkLeast(
                id, "memory", resources.scalarMilli("mem"), MIN_MEM_MILLI, NumberText::ofMegabytes),
        () ->
            Checks.when(resources.scalarMilli("disk") == 0, "Executor '" + id + "' uses no disk"));
  }

  private static Optional<String> checkLeast(
      String executorId,
      String what,
      long usedMilli,
      long leastMilli,
      DoubleFunction<String> text) {
    return Checks.unless(
        usedMilli >= leastMilli,
        "Executor '"
            + executorId
            + "' uses less "
            + what
            + " ("
            + (usedMilli == 0 ? "None" : text.apply(usedMilli / 1000.0))
            + ") than the minimum required ("
            + text.apply(leastMilli / 1000.0)
            + ")");
  }

  private static Optional<String> checkTogether(
      List<Candidate> tasks, ExecutorInfo executor, Resources executorResources, Place place) {
    Resources sum = executorResources;
    for (Candidate task : tasks) {
      if (ResourceRules.overlap(sum, task.resources())) {
        return Optional.of("tasks or executor of the group use the same resources");
      }
      sum = sum.plus(task.resources());
    }
    Resources all = sum;
    Resources needed =
        place.hasExecutor(executor.getExecutorId().getValue()) ? all.minus(executorResources) : all;
    return Checks.first(
        () -> Checks.prefixed("group: ", ResourceRules.checkPersistenceIds(all)),
        () -> Checks.prefixed("group: ", ResourceRules.checkRevocable(all)),
        () -> TaskRules.checkOffered(needed, place.offered()));
  }

  private static Optional<String> checkCgroups(
      List<Candidate> tasks, ExecutorInfo executor, Place place) {
    if (ContainerRules.claimsSharedCgroups(executor.getContainer())) {
      return Optional.of("an executor cannot share cgroups");
    }
    Set<Boolean> kinds = new HashSet<>();
    tasks.forEach(task -> kinds.add(ContainerRules.sharesCgroups(task.info().getContainer())));
    for (LiveTask running : place.agent().tasksOf(place.framework().id())) {
      if (running.identity().getExecutorId().equals(executor.getExecutorId())) {
        kinds.add(ContainerRules.sharesCgroups(running.identity().getContainer()));
      }
    }
    return Checks.unless(
        kinds.size() <= 1, "all tasks of an executor must have the same 'share_cgroups'");
  }
}
