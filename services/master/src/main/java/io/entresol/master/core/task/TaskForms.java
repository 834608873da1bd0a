package io.entresol.master.core.task;

import io.entresol.domain.resources.Resources;
import io.entresol.master.core.book.Framework;
import io.entresol.master.core.book.ResourceForms;
import io.entresol.master.core.validation.Candidate;
import io.entresol.mesos.v1.ExecutorInfo;
import io.entresol.mesos.v1.HealthCheck;
import io.entresol.mesos.v1.Resource;
import io.entresol.mesos.v1.Task;
import io.entresol.mesos.v1.TaskInfo;
import io.entresol.mesos.v1.TaskState;
import io.entresol.proto.ProtoResources;
import java.util.List;

/** Brings tasks and executors into the form that services use among each other. */
public final class TaskForms {
  private final ResourceForms forms;

  public TaskForms(ResourceForms forms) {
    this.forms = forms;
  }

  /** A task with all that its framework may leave out; the form of its resources was checked. */
  public Candidate candidate(TaskInfo task, Framework framework, String role) {
    TaskInfo.Builder complete = task.toBuilder();
    Resources executorResources = Resources.NONE;
    if (task.hasExecutor()) {
      ExecutorInfo.Builder executor = executor(task.getExecutor(), role).toBuilder();
      if (!executor.hasFrameworkId()) {
        executor.setFrameworkId(framework.protoId());
      }
      complete.setExecutor(executor);
      executorResources = ProtoResources.fromProto(executor.getResourcesList());
    }
    return finish(complete, executorResources, role);
  }

  /** A task of a group, which names the group's executor; no executor resources of its own. */
  public Candidate member(TaskInfo task, ExecutorInfo executor, String role) {
    TaskInfo.Builder complete = task.toBuilder();
    complete.setExecutor(task.hasExecutor() ? executor(task.getExecutor(), role) : executor);
    return finish(complete, Resources.NONE, role);
  }

  private Candidate finish(TaskInfo.Builder task, Resources executorResources, String role) {
    Resources resources = allocated(task.getResourcesList(), role);
    task.clearResources().addAllResources(forms.stack(resources));
    if (task.hasHealthCheck() && !task.getHealthCheck().hasType()) {
      task.setHealthCheck(withType(task.getHealthCheck()));
    }
    return new Candidate(task.build(), resources, executorResources);
  }

  /** Older frameworks leave the type out; what is set tells it. */
  private static HealthCheck withType(HealthCheck check) {
    if (check.hasCommand() && !check.hasHttp()) {
      return check.toBuilder().setType(HealthCheck.Type.COMMAND).build();
    }
    if (check.hasHttp() && !check.hasCommand()) {
      return check.toBuilder().setType(HealthCheck.Type.HTTP).build();
    }
    return check;
  }

  /** An executor whose resources are allocated. */
  public ExecutorInfo executor(ExecutorInfo executor, String role) {
    return executor.toBuilder()
        .clearResources()
        .addAllResources(forms.stack(allocated(executor.getResourcesList(), role)))
        .build();
  }

  /** Allocated to the role unless they say to which. */
  public static Resources allocated(List<Resource> resources, String role) {
    return ProtoResources.fromProto(resources)
        .mapKeys(key -> key.allocatedTo().isPresent() ? key : key.allocatedTo(role));
  }

  /** The record of a task that is about to be launched. */
  public static Task task(TaskInfo info, Framework framework) {
    Task.Builder task =
        Task.newBuilder()
            .setName(info.getName())
            .setTaskId(info.getTaskId())
            .setFrameworkId(framework.protoId())
            .setAgentId(info.getAgentId())
            .setState(TaskState.TASK_STAGING)
            .addAllResources(info.getResourcesList())
            .putAllLimits(info.getLimitsMap());
    if (info.hasExecutor()) {
      task.setExecutorId(info.getExecutor().getExecutorId());
    }
    if (info.hasLabels()) {
      task.setLabels(info.getLabels());
    }
    if (info.hasDiscovery()) {
      task.setDiscovery(info.getDiscovery());
    }
    if (info.hasContainer()) {
      task.setContainer(info.getContainer());
    }
    if (info.hasHealthCheck()) {
      task.setHealthCheck(info.getHealthCheck());
    }
    if (info.hasKillPolicy()) {
      task.setKillPolicy(info.getKillPolicy());
    }
    if (info.getCommand().hasUser()) {
      task.setUser(info.getCommand().getUser());
    } else if (info.getExecutor().getCommand().hasUser()) {
      task.setUser(info.getExecutor().getCommand().getUser());
    }
    return task.build();
  }
}
