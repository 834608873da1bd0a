package io.entresol.master.core.operator;

import io.entresol.master.core.agent.AgentDesk;
import io.entresol.master.core.book.Books;
import io.entresol.master.core.book.Framework;
import io.entresol.master.core.framework.FrameworkDesk;
import io.entresol.master.core.notice.Notes;
import io.entresol.master.core.offer.Offers;
import io.entresol.master.core.operation.Operations;
import io.entresol.master.core.turn.Replies;
import io.entresol.master.core.turn.Turn;
import io.entresol.master.core.validation.OperatorCallRules;
import io.entresol.mesos.v1.master.Call;
import io.entresol.proto.bus.MasterReply;
import io.entresol.proto.bus.OperatorCall;
import java.util.Optional;

/** The operator API, as far as it changes something or asks for what only the master knows. */
public final class OperatorCalls {
  private final Books books;
  private final FrameworkDesk frameworks;
  private final AgentCalls agents;
  private final WeightCalls weights;
  private final QuotaCalls quotas;
  private final MaintenanceCalls maintenance;
  private final ReservationCalls reservations;

  public OperatorCalls(
      Books books,
      Notes notes,
      FrameworkDesk frameworks,
      AgentDesk desk,
      Offers offers,
      Operations operations) {
    this.books = books;
    this.frameworks = frameworks;
    this.agents = new AgentCalls(books, desk, offers, notes.allocator());
    this.weights = new WeightCalls(books, frameworks.terms(), offers, notes.allocator());
    this.quotas = new QuotaCalls(books, frameworks.terms(), offers, notes.allocator());
    this.maintenance = new MaintenanceCalls(books, desk.departures(), offers, notes.allocator());
    this.reservations = new ReservationCalls(books, offers, operations);
  }

  /** Carries a call out, and returns the answer with the status that Mesos gives. */
  public MasterReply handle(Turn turn, OperatorCall message) {
    Call call = message.getCall();
    Optional<String> malformed = OperatorCallRules.check(call);
    if (malformed.isPresent()) {
      return Replies.operator(
          Replies.BAD_REQUEST, "Failed to validate master::Call: " + malformed.get());
    }
    Optional<String> principal =
        message.hasPrincipal() ? Optional.of(message.getPrincipal()) : Optional.empty();
    return carryOut(turn, call, principal);
  }

  private MasterReply carryOut(Turn turn, Call call, Optional<String> principal) {
    return switch (call.getType()) {
      case TEARDOWN -> tearDown(turn, call.getTeardown().getFrameworkId().getValue());
      case UPDATE_WEIGHTS -> weights.update(turn, call.getUpdateWeights());
      case GET_WEIGHTS -> weights.get();
      case UPDATE_QUOTA -> quotas.update(turn, call.getUpdateQuota());
      case SET_QUOTA -> quotas.set(turn, call.getSetQuota().getQuotaRequest());
      case REMOVE_QUOTA -> quotas.remove(turn, call.getRemoveQuota().getRole());
      case GET_QUOTA -> quotas.get();
      case MARK_AGENT_GONE ->
          agents.markGone(turn, call.getMarkAgentGone().getAgentId().getValue());
      case DEACTIVATE_AGENT ->
          agents.deactivate(turn, call.getDeactivateAgent().getAgentId().getValue());
      case REACTIVATE_AGENT ->
          agents.reactivate(turn, call.getReactivateAgent().getAgentId().getValue());
      case DRAIN_AGENT -> agents.drain(turn, call.getDrainAgent());
      case RESERVE_RESOURCES -> reservations.reserve(turn, call.getReserveResources(), principal);
      case UNRESERVE_RESOURCES ->
          reservations.unreserve(turn, call.getUnreserveResources(), principal);
      case CREATE_VOLUMES -> reservations.create(turn, call.getCreateVolumes(), principal);
      case DESTROY_VOLUMES -> reservations.destroy(turn, call.getDestroyVolumes(), principal);
      case GROW_VOLUME -> reservations.grow(turn, call.getGrowVolume(), principal);
      case SHRINK_VOLUME -> reservations.shrink(turn, call.getShrinkVolume(), principal);
      case GET_OPERATIONS -> reservations.getOperations();
      case UPDATE_MAINTENANCE_SCHEDULE ->
          maintenance.updateSchedule(turn, call.getUpdateMaintenanceSchedule().getSchedule());
      case START_MAINTENANCE ->
          maintenance.start(turn, call.getStartMaintenance().getMachinesList());
      case STOP_MAINTENANCE -> maintenance.stop(turn, call.getStopMaintenance().getMachinesList());
      case GET_MAINTENANCE_SCHEDULE -> maintenance.schedule();
      case GET_MAINTENANCE_STATUS -> maintenance.status();
      case UNKNOWN,
          GET_HEALTH,
          GET_FLAGS,
          GET_VERSION,
          GET_METRICS,
          GET_LOGGING_LEVEL,
          SET_LOGGING_LEVEL,
          LIST_FILES,
          READ_FILE,
          GET_STATE,
          GET_AGENTS,
          GET_FRAMEWORKS,
          GET_EXECUTORS,
          GET_TASKS,
          GET_ROLES,
          GET_MASTER,
          SUBSCRIBE ->
          Replies.operator(Replies.NOT_IMPLEMENTED, "the master does not answer " + call.getType());
    };
  }

  private MasterReply tearDown(Turn turn, String frameworkId) {
    Framework framework = books.frameworks().get(frameworkId);
    if (framework == null) {
      return Replies.operator(Replies.BAD_REQUEST, "No framework found with specified ID");
    }
    frameworks.departures().remove(turn, framework);
    return Replies.operator(Replies.OK);
  }
}
