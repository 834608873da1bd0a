package io.entresol.master.core.validation;

import io.entresol.domain.resources.Disk;
import io.entresol.domain.resources.Reservation;
import io.entresol.domain.resources.ResourceKey;
import io.entresol.domain.resources.Resources;
import io.entresol.mesos.v1.AgentInfo;
import io.entresol.mesos.v1.FrameworkInfo;
import io.entresol.mesos.v1.Operation;
import io.entresol.mesos.v1.Resource;
import io.entresol.mesos.v1.Task;
import io.entresol.proto.ProtoResources;
import io.entresol.proto.bus.AgentExecutor;
import io.entresol.proto.bus.RegisterAgent;
import io.entresol.proto.bus.ReregisterAgent;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What agents may say of themselves and of what runs on them. */
public final class AgentRules {
  private AgentRules() {}

  /** Why that is no agent, or empty if it is. */
  public static Optional<String> check(RegisterAgent registration) {
    AgentInfo info = registration.getInfo();
    return Checks.first(
        () ->
            info.hasId()
                ? Checks.prefixed("agent: ", IdRules.check(info.getId().getValue()))
                : Optional.empty(),
        () -> Checks.when(info.getHostname().isEmpty(), "an agent needs a hostname"),
        () -> ResourceRules.checkForm(info.getResourcesList()),
        () -> ResourceRules.checkForm(registration.getCheckpointedResourcesList()),
        () -> checkFits(info, registration.getCheckpointedResourcesList()));
  }

  /** Dynamic reservations and volumes must be made of what the agent has. */
  private static Optional<String> checkFits(AgentInfo info, List<Resource> checkpointed) {
    Resources total = ProtoResources.fromProto(info.getResourcesList());
    for (Resource resource : checkpointed) {
      Resources made = ProtoResources.fromProto(resource);
      Resources source = made.mapKeys(AgentRules::source);
      if (!total.contains(source)) {
        return Optional.of("it has [" + made + "], but not what that is made of");
      }
      total = total.minus(source);
    }
    return Optional.empty();
  }

  /**
   * All that an agent has: what it was given, with its dynamic reservations and volumes. The
   * registration was checked before.
   */
  public static Resources total(RegisterAgent registration) {
    Resources total = ProtoResources.fromProto(registration.getInfo().getResourcesList());
    for (Resource resource : registration.getCheckpointedResourcesList()) {
      Resources made = ProtoResources.fromProto(resource);
      total = total.minus(made.mapKeys(AgentRules::source)).plus(made);
    }
    return total;
  }

  /** Without the volume, and without what was reserved dynamically. */
  private static ResourceKey source(ResourceKey made) {
    ResourceKey plain =
        new ResourceKey(
            made.name(),
            List.of(),
            Optional.empty(),
            made.disk()
                .flatMap(Disk::source)
                .map(source -> new Disk(Optional.empty(), Optional.empty(), Optional.of(source))),
            made.revocable(),
            false,
            made.provider());
    boolean statically =
        made.isReserved() && made.reservations().get(0).type() == Reservation.Type.STATIC;
    return statically ? plain.withReservations(made.reservations().subList(0, 1)) : plain;
  }

  /** Why a returning agent's report cannot be believed, or empty if it can. */
  public static Optional<String> check(ReregisterAgent report) {
    Set<String> frameworks = new HashSet<>();
    for (FrameworkInfo framework : report.getFrameworksList()) {
      Optional<String> objection = IdRules.check(framework.getId().getValue());
      if (objection.isPresent()) {
        return objection.map(text -> "framework: " + text);
      }
      frameworks.add(framework.getId().getValue());
    }
    return Checks.first(
        () -> check(report.getRegistration()),
        () ->
            Checks.unless(
                report.getRegistration().getInfo().hasId(), "a returning agent needs its id"),
        () -> checkTasks(report.getTasksList(), frameworks),
        () -> checkExecutors(report.getExecutorsList(), frameworks),
        () -> checkOperations(report.getOperationsList()));
  }

  private static Optional<String> checkTasks(List<Task> tasks, Set<String> frameworks) {
    Set<String> seen = new HashSet<>();
    for (Task task : tasks) {
      String id = task.getTaskId().getValue();
      String framework = task.getFrameworkId().getValue();
      Optional<String> objection =
          Checks.first(
              () -> IdRules.check(id),
              () -> Checks.unless(frameworks.contains(framework), "its framework is not reported"),
              () -> Checks.unless(seen.add(framework + "\n" + id), "it is reported twice"),
              () -> ResourceRules.checkForm(task.getResourcesList()));
      if (objection.isPresent()) {
        return objection.map(text -> "task '" + id + "': " + text);
      }
    }
    return Optional.empty();
  }

  private static Optional<String> checkExecutors(
      List<AgentExecutor> executors, Set<String> frameworks) {
    Set<String> seen = new HashSet<>();
    for (AgentExecutor executor : executors) {
      String id = executor.getInfo().getExecutorId().getValue();
      String framework = executor.getFrameworkId().getValue();
      Optional<String> objection =
          Checks.first(
              () -> IdRules.check(id),
              () -> Checks.unless(frameworks.contains(framework), "its framework is not reported"),
              () -> Checks.unless(seen.add(framework + "\n" + id), "it is reported twice"),
              () -> ResourceRules.checkForm(executor.getInfo().getResourcesList()));
      if (objection.isPresent()) {
        return objection.map(text -> "executor '" + id + "': " + text);
      }
    }
    return Optional.empty();
  }

  private static Optional<String> checkOperations(List<Operation> operations) {
    for (Operation operation : operations) {
      Optional<String> objection = OperationRules.checkForm(operation.getInfo());
      if (objection.isPresent()) {
        return objection.map(text -> "operation: " + text);
      }
    }
    return Optional.empty();
  }
}
