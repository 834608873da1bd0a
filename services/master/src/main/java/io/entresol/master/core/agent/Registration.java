package io.entresol.master.core.agent;

import io.entresol.master.core.book.Agent;
import io.entresol.master.core.book.AgentAddress;
import io.entresol.master.core.book.Books;
import io.entresol.master.core.book.Tally;
import io.entresol.master.core.notice.AllocatorNotes;
import io.entresol.master.core.notice.Notes;
import io.entresol.master.core.notice.OperatorNotes;
import io.entresol.master.core.turn.Turn;
import io.entresol.master.core.validation.AgentRules;
import io.entresol.mesos.v1.AgentInfo;
import io.entresol.proto.bus.AgentCommand;
import io.entresol.proto.bus.AgentRegistered;
import io.entresol.proto.bus.Endpoint;
import io.entresol.proto.bus.RegisterAgent;
import io.entresol.proto.bus.RegistrationRefused;
import java.util.Optional;

/** Admits agents that the cluster has never seen. */
final class Registration {
  private final Books books;
  private final AgentRecords records;
  private final AgentWatch watch;
  private final AgentDepartures departures;
  private final Absences absences;
  private final OperatorNotes operators;
  private final AllocatorNotes allocator;

  Registration(
      Books books, Notes notes, AgentWatch watch, AgentDepartures departures, Absences absences) {
    this.books = books;
    this.records = new AgentRecords(books);
    this.watch = watch;
    this.departures = departures;
    this.absences = absences;
    this.operators = notes.operators();
    this.allocator = notes.allocator();
  }

  void register(Turn turn, Endpoint endpoint, RegisterAgent registration) {
    books.tallies().count(Tally.MESSAGES_REGISTER_SLAVE);
    Agent known = books.agents().atEndpoint(endpoint.getId());
    if (known != null) {
      answerAgain(turn, known, endpoint);
      return;
    }
    AgentAddress address = AgentAddress.of(registration.getPid(), registration.getInfo());
    Optional<String> refusal = AgentRules.check(registration);
    if (refusal.isPresent()) {
      refuse(turn, endpoint, refusal.get(), false);
    } else if (books.machines().isDown(address.machine(registration.getInfo().getHostname()))) {
      refuse(turn, endpoint, "Machine is `DOWN`", true);
    } else {
      Agent former = books.agents().atPid(address.pid());
      if (former != null) {
        books.tallies().count(Tally.SLAVE_REMOVALS_REASON_REGISTERED);
        departures.remove(turn, former, "a new agent registered at the same address");
      }
      admit(turn, endpoint, address, registration);
    }
  }

  /** The agent did not hear the first answer, nor any command since. */
  private void answerAgain(Turn turn, Agent agent, Endpoint endpoint) {
    books.agents().move(agent, endpoint);
    welcome(turn, agent);
    absences.reconcile(turn, agent, Absences.Present.NOTHING);
  }

  private void admit(
      Turn turn, Endpoint endpoint, AgentAddress address, RegisterAgent registration) {
    AgentInfo info = registration.getInfo().toBuilder().setId(books.ids().nextAgent()).build();
    Agent agent = new Agent(info, AgentRules.total(registration), turn.now());
    agent.describe(info, address, registration.getVersion(), registration.getCapabilitiesList());
    books.agents().add(agent, endpoint);
    records.reachable(turn, agent);
    books.tallies().count(Tally.SLAVE_REGISTRATIONS);
    welcome(turn, agent);
    watch.watch(turn, agent);
    allocator.agentAdded(turn, agent);
    operators.agentAdded(turn, agent);
    turn.touch(agent);
  }

  private void welcome(Turn turn, Agent agent) {
    turn.toAgent(
        agent,
        AgentCommand.newBuilder()
            .setRegistered(
                AgentRegistered.newBuilder()
                    .setAgentId(agent.info().getId())
                    .setTotalPingTimeoutMs(books.config().agents().totalPingTimeout().toMillis())));
  }

  /**
   * Tells a process that it is not taken in.
   *
   * @param shutdown whether it must end
   */
  static void refuse(Turn turn, Endpoint endpoint, String message, boolean shutdown) {
    turn.toEndpoint(
        endpoint,
        0,
        AgentCommand.newBuilder()
            .setRefused(
                RegistrationRefused.newBuilder().setMessage(message).setShutdown(shutdown)));
  }
}
