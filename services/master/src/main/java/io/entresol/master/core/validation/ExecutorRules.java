package io.entresol.master.core.validation;

import io.entresol.domain.resources.Resources;
import io.entresol.mesos.v1.ContainerInfo;
import io.entresol.mesos.v1.ExecutorInfo;
import java.util.Optional;

/** What executors may look like, whoever's tasks they run. */
final class ExecutorRules {
  private static final String RULE = "-".repeat(60) + "\n";

  private ExecutorRules() {}

  /** Why a framework cannot have that executor there, or empty if it can. */
  static Optional<String> check(ExecutorInfo executor, Resources resources, Place place) {
    return Checks.first(
        () -> checkType(executor),
        () -> IdRules.check(executor.getExecutorId().getValue()),
        () ->
            Checks.when(
                executor.getShutdownGracePeriod().getNanoseconds() < 0,
                "ExecutorInfo's 'shutdown_grace_period' must be non-negative"),
        () ->
            Checks.prefixed(
                "Executor's `CommandInfo` is invalid: ", CommandRules.check(executor.getCommand())),
        () -> checkContainer(executor),
        () -> checkFramework(executor, place.framework().id()),
        () -> checkResources(resources),
        () -> checkSame(executor, place));
  }

  private static Optional<String> checkType(ExecutorInfo executor) {
    return switch (executor.getType()) {
      case DEFAULT -> checkDefault(executor);
      case CUSTOM -> Checks.unless(executor.hasCommand(), "'ExecutorInfo.command' must be set");
      case UNKNOWN -> Optional.empty();
    };
  }

  private static Optional<String> checkDefault(ExecutorInfo executor) {
    if (executor.hasCommand()) {
      return Optional.of("'ExecutorInfo.command' must not be set for a DEFAULT executor");
    }
    if (!executor.hasContainer()) {
      return Optional.empty();
    }
    return Checks.unless(
        executor.getContainer().getType() == ContainerInfo.Type.MESOS
            && !executor.getContainer().getMesos().hasImage(),
        "'ExecutorInfo.container' of a DEFAULT executor must be of type MESOS and without image");
  }

  private static Optional<String> checkContainer(ExecutorInfo executor) {
    return executor.hasContainer()
        ? Checks.prefixed(
            "Executor's `ContainerInfo` is invalid: ",
            ContainerRules.check(executor.getContainer()))
        : Optional.empty();
  }

  private static Optional<String> checkFramework(ExecutorInfo executor, String frameworkId) {
    return Checks.unless(
        executor.getFrameworkId().getValue().equals(frameworkId),
        "ExecutorInfo has an invalid FrameworkID (Actual: "
            + executor.getFrameworkId().getValue()
            + " vs Expected: "
            + frameworkId
            + ")");
  }

  private static Optional<String> checkResources(Resources resources) {
    return Checks.prefixed(
        "Executor uses invalid resources: ",
        Checks.first(
            () -> ResourceRules.check(resources),
            () -> ResourceRules.checkPersistenceIds(resources),
            () -> ResourceRules.checkOneRole(resources),
            () -> ResourceRules.checkRevocable(resources)));
  }

  private static Optional<String> checkSame(ExecutorInfo executor, Place place) {
    String id = executor.getExecutorId().getValue();
    ExecutorInfo running = place.agent().executor(place.framework().id(), id);
    return running == null || running.equals(executor)
        ? Optional.empty()
        : Optional.of(
            "ExecutorInfo is not compatible with existing ExecutorInfo with same ExecutorID.\n"
                + RULE
                + "Existing ExecutorInfo:\n"
                + running
                + "\n"
                + RULE
                + "ExecutorInfo:\n"
                + executor
                + "\n"
                + RULE);
  }
}
