package io.entresol.master.core.agent;

import io.entresol.domain.resources.Resources;
import io.entresol.master.core.book.Agent;
import io.entresol.master.core.book.AgentBook;
import io.entresol.master.core.book.Books;
import io.entresol.master.core.book.Framework;
import io.entresol.master.core.book.LiveTask;
import io.entresol.master.core.book.PendingOperation;
import io.entresol.master.core.book.Tally;
import io.entresol.master.core.framework.RecoveredFrameworks;
import io.entresol.master.core.notice.AllocatorNotes;
import io.entresol.master.core.notice.FrameworkNotes;
import io.entresol.master.core.notice.Notes;
import io.entresol.master.core.notice.OperatorNotes;
import io.entresol.master.core.operation.Operations;
import io.entresol.master.core.task.Statuses;
import io.entresol.master.core.task.Tasks;
import io.entresol.master.core.turn.Turn;
import io.entresol.mesos.v1.AgentInfo;
import io.entresol.mesos.v1.ExecutorInfo;
import io.entresol.mesos.v1.FrameworkInfo;
import io.entresol.mesos.v1.Operation;
import io.entresol.mesos.v1.Task;
import io.entresol.mesos.v1.TaskStatus;
import io.entresol.proto.ProtoResources;
import io.entresol.proto.TaskStates;
import io.entresol.proto.bus.AgentExecutor;
import io.entresol.proto.bus.RegisterAgent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Enters what a returning agent has into the books. */
final class Admission {
  private final Books books;
  private final AgentBook agents;
  private final AgentRecords records;
  private final AgentWatch watch;
  private final Recovery recovery;
  private final RecoveredFrameworks recoveredFrameworks;
  private final Tasks tasks;
  private final Operations operations;
  private final OperatorNotes operators;
  private final AllocatorNotes allocator;

  Admission(
      Books books,
      Notes notes,
      AgentWatch watch,
      Recovery recovery,
      RecoveredFrameworks recoveredFrameworks,
      Tasks tasks,
      Operations operations) {
    this.books = books;
    this.agents = books.agents();
    this.records = new AgentRecords(books);
    this.watch = watch;
    this.recovery = recovery;
    this.recoveredFrameworks = recoveredFrameworks;
    this.tasks = tasks;
    this.operations = operations;
    this.operators = notes.operators();
    this.allocator = notes.allocator();
  }

  /** An agent that was not registered here is, with all that runs on it. */
  void admit(Turn turn, Report report) {
    AgentInfo recovered = agents.recovered().remove(report.agentId());
    boolean unreachable = agents.unreachable().remove(report.agentId()) != null;
    List<LiveTask> unreachableTasks = agents.takeUnreachableTasks(report.agentId());
    Agent agent = newAgent(turn, report);
    if (!report.info().equals(recovered)) {
      records.reachable(turn, agent);
    }
    books.tallies().count(Tally.SLAVE_REREGISTRATIONS);
    Reregistration.welcome(turn, books, agent);
    watch.watch(turn, agent);

    Map<String, Framework> frameworks = frameworksOf(report);
    List<LiveTask> running = hold(turn, agent, report, frameworks);
    unreachableTasks.forEach(task -> task.framework().unreachableTasks().remove(task.id(), task));
    for (LiveTask task : running) {
      if (!isNew(task.framework())) {
        if (recovered == null) {
          welcomeBack(turn, task, unreachable);
        }
        tasks.enter(turn, agent, task);
      }
    }
    operators.agentAdded(turn, agent);
    announce(turn, agent, frameworks, running);
    killDoubles(agent, running);
    enterOperations(agent, report);
    allocator.agentAdded(turn, agent);
    if (recovered != null) {
      recovery.returned(turn);
    }
  }

  private Agent newAgent(Turn turn, Report report) {
    RegisterAgent registration = report.message().getRegistration();
    Agent agent = new Agent(report.info(), report.total(), turn.now());
    agent.describe(
        report.info(),
        report.address(),
        registration.getVersion(),
        registration.getCapabilitiesList());
    agent.setReregisteredAt(turn.now());
    agent.setDeactivated(agents.deactivated().contains(agent.id()));
    agents.add(agent, report.endpoint());
    turn.touch(agent);
    return agent;
  }

  /** Those that have ended are left out; those that are not known are prepared. */
  private Map<String, Framework> frameworksOf(Report report) {
    Map<String, Framework> frameworks = new LinkedHashMap<>();
    for (Map.Entry<String, FrameworkInfo> reported : report.frameworks().entrySet()) {
      String id = reported.getKey();
      if (!books.frameworks().isCompleted(id)) {
        Framework known = books.frameworks().get(id);
        frameworks.put(
            id, known != null ? known : recoveredFrameworks.prepare(reported.getValue()));
      }
    }
    return frameworks;
  }

  private boolean isNew(Framework framework) {
    return books.frameworks().get(framework.id()) != framework;
  }

  /** Enters what runs on the agent, and returns the tasks that are not entered yet. */
  private List<LiveTask> hold(
      Turn turn, Agent agent, Report report, Map<String, Framework> frameworks) {
    for (AgentExecutor reported : report.executors()) {
      Framework framework = frameworks.get(reported.getFrameworkId().getValue());
      ExecutorInfo executor = report.executor(reported, books.forms());
      String id = executor.getExecutorId().getValue();
      if (framework != null && agent.executor(framework.id(), id) == null) {
        Resources held = ProtoResources.fromProto(executor.getResourcesList());
        tasks.hold(turn, agent, framework, held);
        agent.addExecutor(framework, executor);
      }
    }
    List<LiveTask> found = new ArrayList<>();
    for (Task reported : report.tasks()) {
      Framework framework = frameworks.get(reported.getFrameworkId().getValue());
      String id = reported.getTaskId().getValue();
      if (framework != null && agent.task(framework.id(), id) == null) {
        LiveTask task = liveTask(agent, report, reported, framework);
        if (TaskStates.holdsResources(task.state())) {
          tasks.hold(turn, agent, framework, task.resources());
        }
        found.add(task);
      }
    }
    return found;
  }

  private LiveTask liveTask(Agent agent, Report report, Task reported, Framework framework) {
    Resources resources = report.resources(reported);
    Task task =
        reported.toBuilder()
            .setAgentId(agent.info().getId())
            .clearResources()
            .addAllResources(books.forms().stack(resources))
            .build();
    return new LiveTask(task, resources, framework);
  }

  /** The framework may believe that the task is lost; unless that id runs elsewhere by now. */
  private static void welcomeBack(Turn turn, LiveTask task, boolean unreachable) {
    Framework framework = task.framework();
    if (framework.task(task.id()) != null) {
      return;
    }
    framework.unreachableTasks().remove(task.id());
    framework.completedTasks().removeIf(completed -> completed.id().equals(task.id()));
    FrameworkNotes.update(
        turn,
        framework,
        Statuses.known(
            task,
            task.state(),
            TaskStatus.Reason.REASON_AGENT_REREGISTERED,
            unreachable ? "Unreachable agent re-reregistered" : "Unknown agent reregistered",
            turn.now()));
  }

  /** A task id has at most one live task: the one that the framework knows stays. */
  private static void killDoubles(Agent agent, List<LiveTask> found) {
    for (LiveTask task : found) {
      if (task.framework().isDouble(task)) {
        agent.killedTasks().add(new Agent.TaskKey(task.framework().id(), task.id()));
      }
    }
  }

  private void announce(
      Turn turn, Agent agent, Map<String, Framework> frameworks, List<LiveTask> running) {
    for (Framework framework : frameworks.values()) {
      if (isNew(framework)) {
        recoveredFrameworks.announce(turn, framework);
        running.stream()
            .filter(task -> task.framework() == framework)
            .forEach(task -> tasks.enter(turn, agent, task));
      }
    }
  }

  private void enterOperations(Agent agent, Report report) {
    for (Operation reported : report.message().getOperationsList()) {
      if (agent.operations().containsKey(reported.getUuid().getValue())) {
        continue;
      }
      Framework owner = books.frameworks().get(reported.getFrameworkId().getValue());
      PendingOperation operation =
          new PendingOperation(
              reported.getUuid().getValue(),
              reported.getInfo(),
              Optional.ofNullable(owner),
              agent,
              reported.getLatestStatus());
      reported
          .getStatusesList()
          .forEach(status -> operation.remember(status, reported.getLatestStatus()));
      operations.add(operation);
    }
  }

  /** Enters what a registered agent has beyond the books: it was believed to be lost. */
  void adopt(Turn turn, Agent agent, Report report) {
    Map<String, Framework> frameworks = frameworksOf(report);
    Map<String, Resources> before = Map.copyOf(agent.account().usedByFramework());
    List<LiveTask> found = hold(turn, agent, report, frameworks);
    for (LiveTask task : found) {
      if (!isNew(task.framework())) {
        welcomeBack(turn, task, false);
        tasks.enter(turn, agent, task);
      }
    }
    announce(turn, agent, frameworks, found);
    killDoubles(agent, found);
    for (Framework framework : frameworks.values()) {
      Resources more =
          agent
              .account()
              .usedBy(framework.id())
              .minus(before.getOrDefault(framework.id(), Resources.NONE));
      if (!more.isEmpty()) {
        allocator.allocated(turn, framework, agent, more);
      }
    }
    enterOperations(agent, report);
  }
}
