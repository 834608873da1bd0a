package io.entresol.master.core.agent;

import io.entresol.domain.resources.Resources;
import io.entresol.master.core.book.Agent;
import io.entresol.master.core.book.AgentBook;
import io.entresol.master.core.book.Books;
import io.entresol.master.core.book.Framework;
import io.entresol.master.core.book.Tally;
import io.entresol.master.core.notice.AllocatorNotes;
import io.entresol.master.core.notice.Notes;
import io.entresol.master.core.offer.Offers;
import io.entresol.master.core.turn.Turn;
import io.entresol.master.core.validation.AgentRules;
import io.entresol.mesos.v1.FrameworkInfo;
import io.entresol.proto.TaskStates;
import io.entresol.proto.bus.AgentCommand;
import io.entresol.proto.bus.AgentReregistered;
import io.entresol.proto.bus.Endpoint;
import io.entresol.proto.bus.KillTask;
import io.entresol.proto.bus.RegisterAgent;
import io.entresol.proto.bus.ReregisterAgent;
import io.entresol.proto.bus.ShutdownFramework;
import io.entresol.proto.bus.UpdateFramework;
import java.util.Optional;

/** Takes agents back that have an id: after their own restart, a gap, or another master. */
final class Reregistration {
  private final Books books;
  private final AgentBook agents;
  private final AgentRecords records;
  private final AgentWatch watch;
  private final Absences absences;
  private final Admission admission;
  private final Draining draining;
  private final Offers offers;
  private final AllocatorNotes allocator;

  Reregistration(
      Books books,
      Notes notes,
      AgentWatch watch,
      Absences absences,
      Admission admission,
      Draining draining,
      Offers offers) {
    this.books = books;
    this.agents = books.agents();
    this.records = new AgentRecords(books);
    this.watch = watch;
    this.absences = absences;
    this.admission = admission;
    this.draining = draining;
    this.offers = offers;
    this.allocator = notes.allocator();
  }

  void reregister(Turn turn, Endpoint endpoint, ReregisterAgent message) {
    books.tallies().count(Tally.MESSAGES_REREGISTER_SLAVE);
    Optional<String> malformed = AgentRules.check(message);
    if (malformed.isPresent()) {
      Registration.refuse(turn, endpoint, malformed.get(), false);
      return;
    }
    Report report = new Report(endpoint, message);
    Optional<String> expelled = checkMembership(report);
    if (expelled.isPresent()) {
      Registration.refuse(turn, endpoint, expelled.get(), true);
      return;
    }
    Agent agent = agents.get(report.agentId());
    if (agent != null) {
      comeBack(turn, agent, report);
    } else {
      admission.admit(turn, report);
      agent = agents.get(report.agentId());
    }
    killAgain(turn, agent, report);
    shutDownCompleted(turn, agent, report);
    updateFrameworks(turn, agent, report);
    draining.tell(turn, agent);
    draining.check(turn, agent);
  }

  /** Why the agent must end, or empty if it may be part of the cluster. */
  private Optional<String> checkMembership(Report report) {
    if (agents.gone().containsKey(report.agentId())) {
      return Optional.of("Agent has been marked gone");
    }
    String hostname = report.info().getHostname();
    if (books.machines().isDown(report.address().machine(hostname))) {
      return Optional.of("Machine is `DOWN`");
    }
    Agent known = agents.get(report.agentId());
    boolean moved =
        known != null
            && !(known.hostname().equals(hostname)
                && known.address().ip().equals(report.address().ip()));
    return moved
        ? Optional.of("an agent cannot come back with another IP address or hostname")
        : Optional.empty();
  }

  private void comeBack(Turn turn, Agent agent, Report report) {
    RegisterAgent registration = report.message().getRegistration();
    boolean sameInfo = agent.info().equals(report.info());
    agent.describe(
        report.info(),
        report.address(),
        registration.getVersion(),
        registration.getCapabilitiesList());
    agents.move(agent, report.endpoint());
    agent.setReregisteredAt(turn.now());
    if (!sameInfo) {
      records.reachable(turn, agent);
    }
    welcome(turn, books, agent);
    absences.reconcile(turn, agent, Absences.Present.of(report.message()));
    Resources total = report.total();
    if (!agent.account().total().equals(total)) {
      offers.rescindAllOn(turn, agent);
      agent.account().setTotal(total);
      turn.touch(agent);
      allocator.agentUpdated(turn, agent);
    } else if (!sameInfo) {
      allocator.agentUpdated(turn, agent);
    }
    admission.adopt(turn, agent, report);
    if (agent.account().isOvercommitted()) {
      offers.rescindAllOn(turn, agent);
    }
    watch.watch(turn, agent);
    if (!agent.isConnected()) {
      agent.setConnected(true);
      if (agent.isActive()) {
        allocator.agentActivated(turn, agent);
      }
    }
  }

  static void welcome(Turn turn, Books books, Agent agent) {
    turn.toAgent(
        agent,
        AgentCommand.newBuilder()
            .setReregistered(
                AgentReregistered.newBuilder()
                    .setAgentId(agent.info().getId())
                    .setTotalPingTimeoutMs(books.config().agents().totalPingTimeout().toMillis())));
  }

  /** These are to be killed, and the agent may not know. */
  private void killAgain(Turn turn, Agent agent, Report report) {
    report.tasks().stream()
        .filter(task -> TaskStates.holdsResources(task.getState()))
        .filter(
            task ->
                agent
                    .killedTasks()
                    .contains(
                        new Agent.TaskKey(
                            task.getFrameworkId().getValue(), task.getTaskId().getValue())))
        .forEach(
            task ->
                turn.toAgent(
                    agent,
                    AgentCommand.newBuilder()
                        .setKillTask(
                            KillTask.newBuilder()
                                .setFrameworkId(task.getFrameworkId())
                                .setTaskId(task.getTaskId()))));
  }

  private void shutDownCompleted(Turn turn, Agent agent, Report report) {
    for (FrameworkInfo framework : report.frameworks().values()) {
      if (books.frameworks().isCompleted(framework.getId().getValue())) {
        turn.toAgent(
            agent,
            AgentCommand.newBuilder()
                .setShutdownFramework(
                    ShutdownFramework.newBuilder().setFrameworkId(framework.getId())));
      }
    }
  }

  /** The agent may have missed changes; and frameworks wait for updates that it holds back. */
  private void updateFrameworks(Turn turn, Agent agent, Report report) {
    for (String id : report.frameworks().keySet()) {
      Framework framework = books.frameworks().get(id);
      if (framework != null && !framework.isRecovered()) {
        turn.toAgent(
            agent,
            AgentCommand.newBuilder()
                .setUpdateFramework(UpdateFramework.newBuilder().setFramework(framework.info())));
      }
    }
  }
}
