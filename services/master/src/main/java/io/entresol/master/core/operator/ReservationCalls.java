package io.entresol.master.core.operator;

import io.entresol.domain.resources.Resources;
import io.entresol.master.core.book.Agent;
import io.entresol.master.core.book.Books;
import io.entresol.master.core.book.OutstandingOffer;
import io.entresol.master.core.book.ResourcePhrase;
import io.entresol.master.core.offer.Offers;
import io.entresol.master.core.operation.Conversion;
import io.entresol.master.core.operation.OperationForms;
import io.entresol.master.core.operation.Operations;
import io.entresol.master.core.turn.Replies;
import io.entresol.master.core.turn.Turn;
import io.entresol.master.core.validation.OperationRules;
import io.entresol.master.core.validation.Requester;
import io.entresol.mesos.v1.AgentID;
import io.entresol.mesos.v1.Offer;
import io.entresol.mesos.v1.master.Call;
import io.entresol.mesos.v1.master.Response;
import io.entresol.proto.bus.MasterReply;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Operators' own operations on resources that nobody uses. */
final class ReservationCalls {
  /** So that what is taken out of an offer does not come back to the framework at once. */
  private static final Duration REFUSED = Duration.ofSeconds(5);

  private final Books books;
  private final Offers offers;
  private final Operations operations;
  private final OperationForms forms;

  ReservationCalls(Books books, Offers offers, Operations operations) {
    this.books = books;
    this.offers = offers;
    this.operations = operations;
    this.forms = new OperationForms(books.forms());
  }

  MasterReply reserve(Turn turn, Call.ReserveResources call, Optional<String> principal) {
    Offer.Operation.Builder operation =
        Offer.Operation.newBuilder().setType(Offer.Operation.Type.RESERVE);
    operation
        .getReserveBuilder()
        .addAllResources(call.getResourcesList())
        .addAllSource(call.getSourceList());
    return operate(turn, call.getAgentId(), operation.build(), principal);
  }

  MasterReply unreserve(Turn turn, Call.UnreserveResources call, Optional<String> principal) {
    Offer.Operation.Builder operation =
        Offer.Operation.newBuilder().setType(Offer.Operation.Type.UNRESERVE);
    operation.getUnreserveBuilder().addAllResources(call.getResourcesList());
    return operate(turn, call.getAgentId(), operation.build(), principal);
  }

  MasterReply create(Turn turn, Call.CreateVolumes call, Optional<String> principal) {
    Offer.Operation.Builder operation =
        Offer.Operation.newBuilder().setType(Offer.Operation.Type.CREATE);
    operation.getCreateBuilder().addAllVolumes(call.getVolumesList());
    return operate(turn, call.getAgentId(), operation.build(), principal);
  }

  MasterReply destroy(Turn turn, Call.DestroyVolumes call, Optional<String> principal) {
    Offer.Operation.Builder operation =
        Offer.Operation.newBuilder().setType(Offer.Operation.Type.DESTROY);
    operation.getDestroyBuilder().addAllVolumes(call.getVolumesList());
    return operate(turn, call.getAgentId(), operation.build(), principal);
  }

  MasterReply grow(Turn turn, Call.GrowVolume call, Optional<String> principal) {
    Offer.Operation.Builder operation =
        Offer.Operation.newBuilder().setType(Offer.Operation.Type.GROW_VOLUME);
    operation.getGrowVolumeBuilder().setVolume(call.getVolume()).setAddition(call.getAddition());
    return operate(turn, call.getAgentId(), operation.build(), principal);
  }

  MasterReply shrink(Turn turn, Call.ShrinkVolume call, Optional<String> principal) {
    Offer.Operation.Builder operation =
        Offer.Operation.newBuilder().setType(Offer.Operation.Type.SHRINK_VOLUME);
    operation.getShrinkVolumeBuilder().setVolume(call.getVolume()).setSubtract(call.getSubtract());
    return operate(turn, call.getAgentId(), operation.build(), principal);
  }

  /** Carries an operation out, and takes offers back for it if need be. */
  private MasterReply operate(
      Turn turn, AgentID agentId, Offer.Operation given, Optional<String> principal) {
    Agent agent = books.agents().get(agentId.getValue());
    if (agent == null) {
      return Replies.operator(Replies.BAD_REQUEST, "No agent found with specified ID");
    }
    Optional<String> refusal = OperationRules.checkForm(given);
    Offer.Operation operation = refusal.isPresent() ? given : forms.plain(given);
    if (refusal.isEmpty()) {
      refusal = OperationRules.check(operation, Requester.operator(principal, agent));
    }
    if (refusal.isPresent()) {
      return Replies.operator(
          Replies.BAD_REQUEST,
          "Invalid "
              + given.getType()
              + " operation"
              + (given.hasReserve() ? " on agent " + agent : "")
              + ": "
              + refusal.get());
    }
    Resources needed = Conversion.of(operation).consumed();
    Resources unused = agent.account().unused();
    if (!agent.isConnected() || !unused.contains(needed)) {
      return Replies.operator(
          Replies.CONFLICT,
          ResourcePhrase.of(unused) + " does not contain " + ResourcePhrase.of(needed));
    }
    rescindFor(turn, agent, needed);
    operations.apply(turn, agent, Optional.empty(), operation);
    return Replies.operator(Replies.ACCEPTED);
  }

  private void rescindFor(Turn turn, Agent agent, Resources needed) {
    for (OutstandingOffer offer : List.copyOf(agent.offers())) {
      if (agent.account().isAvailable(needed)) {
        return;
      }
      Resources offered = offer.resources().unallocated();
      if (needed.held().keySet().stream().anyMatch(offered.held()::containsKey)) {
        offers.rescind(turn, offer, Optional.of(REFUSED));
      }
    }
  }

  MasterReply getOperations() {
    Response.GetOperations.Builder all = Response.GetOperations.newBuilder();
    for (Agent agent : books.agents().all()) {
      agent.operations().values().forEach(operation -> all.addOperations(operation.toProto()));
    }
    return Replies.operator(
        Response.newBuilder().setType(Response.Type.GET_OPERATIONS).setGetOperations(all));
  }
}
