package io.entresol.master.core.agent;

import io.entresol.domain.resources.Resources;
import io.entresol.master.core.book.AgentAddress;
import io.entresol.master.core.book.Framework;
import io.entresol.master.core.book.ResourceForms;
import io.entresol.master.core.task.TaskForms;
import io.entresol.master.core.validation.AgentRules;
import io.entresol.mesos.v1.AgentInfo;
import io.entresol.mesos.v1.ExecutorInfo;
import io.entresol.mesos.v1.FrameworkInfo;
import io.entresol.mesos.v1.Task;
import io.entresol.proto.bus.AgentExecutor;
import io.entresol.proto.bus.Endpoint;
import io.entresol.proto.bus.ReregisterAgent;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a returning agent says that it has; checked before it is read. */
final class Report {
  private final Endpoint endpoint;
  private final ReregisterAgent message;
  private final Map<String, FrameworkInfo> frameworks = new LinkedHashMap<>();
  private final Set<String> commandTasks = new HashSet<>();

  Report(Endpoint endpoint, ReregisterAgent message) {
    this.endpoint = endpoint;
    this.message = message;
    message.getFrameworksList().forEach(f -> frameworks.put(f.getId().getValue(), f));
    message.getTasksList().stream()
        .filter(task -> !task.hasExecutorId())
        .forEach(
            task ->
                commandTasks.add(
                    task.getFrameworkId().getValue() + "/" + task.getTaskId().getValue()));
  }

  Endpoint endpoint() {
    return endpoint;
  }

  ReregisterAgent message() {
    return message;
  }

  AgentInfo info() {
    return message.getRegistration().getInfo();
  }

  String agentId() {
    return info().getId().getValue();
  }

  AgentAddress address() {
    return AgentAddress.of(message.getRegistration().getPid(), info());
  }

  Resources total() {
    return AgentRules.total(message.getRegistration());
  }

  /** By id. */
  Map<String, FrameworkInfo> frameworks() {
    return frameworks;
  }

  List<Task> tasks() {
    return message.getTasksList();
  }

  /** Executors that frameworks know of; those of command tasks are the agent's own business. */
  List<AgentExecutor> executors() {
    return message.getExecutorsList().stream()
        .filter(
            executor ->
                !commandTasks.contains(
                    executor.getFrameworkId().getValue()
                        + "/"
                        + executor.getInfo().getExecutorId().getValue()))
        .toList();
  }

  /** The resources of a reported task, allocated. */
  Resources resources(Task task) {
    return TaskForms.allocated(task.getResourcesList(), role(task.getFrameworkId().getValue()));
  }

  /** An executor as the books keep it, its resources allocated. */
  ExecutorInfo executor(AgentExecutor executor, ResourceForms forms) {
    return new TaskForms(forms)
        .executor(executor.getInfo(), role(executor.getFrameworkId().getValue()));
  }

  /** What is not said to be allocated to a role can only be to the framework's one role. */
  private String role(String frameworkId) {
    return Framework.rolesOf(frameworks.get(frameworkId)).stream().findFirst().orElse("*");
  }
}
