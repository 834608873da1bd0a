package io.entresol.master.core.scheduler;

import io.entresol.domain.resources.Resources;
import io.entresol.master.core.book.Agent;
import io.entresol.master.core.book.Books;
import io.entresol.master.core.book.Framework;
import io.entresol.master.core.book.LiveTask;
import io.entresol.master.core.notice.AllocatorNotes;
import io.entresol.master.core.task.TaskForms;
import io.entresol.master.core.task.Tasks;
import io.entresol.master.core.task.UntakenTasks;
import io.entresol.master.core.turn.Turn;
import io.entresol.master.core.validation.Candidate;
import io.entresol.master.core.validation.GroupRules;
import io.entresol.master.core.validation.ResourceRules;
import io.entresol.master.core.validation.TaskRules;
import io.entresol.mesos.v1.ExecutorInfo;
import io.entresol.mesos.v1.Offer;
import io.entresol.mesos.v1.TaskGroupInfo;
import io.entresol.mesos.v1.TaskInfo;
import io.entresol.mesos.v1.TaskStatus;
import io.entresol.proto.ProtoResources;
import io.entresol.proto.bus.AgentCommand;
import io.entresol.proto.bus.RunTask;
import io.entresol.proto.bus.RunTaskGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Launches the tasks of accepted offers, one by one, or a group as a whole. */
final class Launches {
  private final Tasks tasks;
  private final UntakenTasks untaken;
  private final TaskForms forms;
  private final AllocatorNotes allocator;

  Launches(Books books, Tasks tasks, UntakenTasks untaken, AllocatorNotes allocator) {
    this.tasks = tasks;
    this.untaken = untaken;
    this.forms = new TaskForms(books.forms());
    this.allocator = allocator;
  }

  void launch(Turn turn, Basket basket, Offer.Operation operation) {
    for (TaskInfo task : operation.getLaunch().getTaskInfosList()) {
      Optional<String> refusal = checkForm(task);
      if (refusal.isEmpty()) {
        Candidate candidate = forms.candidate(task, basket.framework(), basket.role());
        refusal = TaskRules.check(candidate, basket.place());
        if (refusal.isEmpty()) {
          run(turn, basket, candidate);
          basket.framework().counters().operated(operation.getType());
        }
      }
      refusal.ifPresent(
          message ->
              untaken.refuse(
                  turn, basket.framework(), task, TaskStatus.Reason.REASON_TASK_INVALID, message));
    }
  }

  private static Optional<String> checkForm(TaskInfo task) {
    Optional<String> refusal = ResourceRules.checkForm(task.getResourcesList());
    return refusal.isPresent()
        ? refusal
        : ResourceRules.checkForm(task.getExecutor().getResourcesList());
  }

  private void run(Turn turn, Basket basket, Candidate candidate) {
    Agent agent = basket.agent();
    Framework framework = basket.framework();
    if (candidate.info().hasExecutor()) {
      launchExecutor(turn, basket, candidate.info().getExecutor(), candidate.executorResources());
    }
    take(turn, basket, candidate.resources());
    tasks.launch(turn, agent, newTask(framework, candidate));
    turn.toAgent(
        agent,
        AgentCommand.newBuilder()
            .setRunTask(
                RunTask.newBuilder().setFramework(framework.info()).setTask(candidate.info())));
  }

  private LiveTask newTask(Framework framework, Candidate candidate) {
    return new LiveTask(
        TaskForms.task(candidate.info(), framework), candidate.resources(), framework);
  }

  private void launchExecutor(
      Turn turn, Basket basket, ExecutorInfo executor, Resources resources) {
    String id = executor.getExecutorId().getValue();
    if (basket.agent().executor(basket.framework().id(), id) == null) {
      take(turn, basket, resources);
      tasks.launchExecutor(turn, basket.agent(), basket.framework(), executor, resources);
    }
  }

  private void take(Turn turn, Basket basket, Resources resources) {
    Resources moreCopies = basket.consume(resources);
    if (!moreCopies.isEmpty()) {
      allocator.allocated(turn, basket.framework(), basket.agent(), moreCopies);
    }
  }

  void launchGroup(Turn turn, Basket basket, Offer.Operation operation) {
    ExecutorInfo given = operation.getLaunchGroup().getExecutor();
    List<TaskInfo> infos = operation.getLaunchGroup().getTaskGroup().getTasksList();
    Optional<String> refusal = checkGroupForm(given, infos);
    if (refusal.isEmpty()) {
      ExecutorInfo executor = forms.executor(given, basket.role());
      Resources executorResources = ProtoResources.fromProto(executor.getResourcesList());
      List<Candidate> candidates = new ArrayList<>();
      for (TaskInfo info : infos) {
        candidates.add(forms.member(info, executor, basket.role()));
      }
      refusal = GroupRules.check(candidates, executor, executorResources, basket.place());
      if (refusal.isEmpty()) {
        runGroup(turn, basket, candidates, executor);
        basket.framework().counters().operated(operation.getType());
      }
    }
    refusal.ifPresent(message -> refuseGroup(turn, basket, infos, message));
  }

  private static Optional<String> checkGroupForm(ExecutorInfo executor, List<TaskInfo> tasks) {
    for (TaskInfo task : tasks) {
      Optional<String> refusal = checkForm(task);
      if (refusal.isPresent()) {
        return refusal;
      }
    }
    return ResourceRules.checkForm(executor.getResourcesList());
  }

  private void runGroup(
      Turn turn, Basket basket, List<Candidate> candidates, ExecutorInfo executor) {
    Framework framework = basket.framework();
    launchExecutor(turn, basket, executor, ProtoResources.fromProto(executor.getResourcesList()));
    TaskGroupInfo.Builder group = TaskGroupInfo.newBuilder();
    for (Candidate candidate : candidates) {
      take(turn, basket, candidate.resources());
      tasks.launch(turn, basket.agent(), newTask(framework, candidate));
      group.addTasks(candidate.info());
    }
    turn.toAgent(
        basket.agent(),
        AgentCommand.newBuilder()
            .setRunTaskGroup(
                RunTaskGroup.newBuilder()
                    .setFramework(framework.info())
                    .setExecutor(executor)
                    .setTaskGroup(group)));
  }

  private void refuseGroup(Turn turn, Basket basket, List<TaskInfo> infos, String message) {
    for (TaskInfo task : infos) {
      untaken.refuse(
          turn, basket.framework(), task, TaskStatus.Reason.REASON_TASK_GROUP_INVALID, message);
    }
  }
}
