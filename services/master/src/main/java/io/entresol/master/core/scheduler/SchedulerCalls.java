package io.entresol.master.core.scheduler;

import io.entresol.master.core.agent.Draining;
import io.entresol.master.core.book.Books;
import io.entresol.master.core.book.EventStream;
import io.entresol.master.core.book.Framework;
import io.entresol.master.core.book.Tally;
import io.entresol.master.core.framework.FrameworkDesk;
import io.entresol.master.core.notice.Notes;
import io.entresol.master.core.offer.Offers;
import io.entresol.master.core.operation.OperationReconciliation;
import io.entresol.master.core.operation.Operations;
import io.entresol.master.core.task.StatusUpdates;
import io.entresol.master.core.task.TaskReconciliation;
import io.entresol.master.core.task.Tasks;
import io.entresol.master.core.task.UntakenTasks;
import io.entresol.master.core.turn.Replies;
import io.entresol.master.core.turn.Turn;
import io.entresol.master.core.validation.SchedulerCallRules;
import io.entresol.mesos.v1.scheduler.Call;
import io.entresol.proto.bus.CallReply;
import io.entresol.proto.bus.MasterReply;
import io.entresol.proto.bus.SchedulerCall;
import java.util.Optional;

/** The scheduler API: who may call, and whose hands a call goes into. */
public final class SchedulerCalls {
  private final Books books;
  private final FrameworkDesk frameworks;
  private final Acceptances acceptances;
  private final OfferCalls offerCalls;
  private final TaskCalls taskCalls;
  private final StatusUpdates updates;
  private final TaskReconciliation reconciliation;
  private final Operations operations;
  private final OperationReconciliation operationReconciliation;
  private final Draining draining;

  public SchedulerCalls(
      Books books,
      Notes notes,
      FrameworkDesk frameworks,
      Tasks tasks,
      Offers offers,
      StatusUpdates updates,
      Operations operations,
      Draining draining) {
    UntakenTasks untaken = new UntakenTasks(books);
    Launches launches = new Launches(books, tasks, untaken, notes.allocator());
    this.books = books;
    this.frameworks = frameworks;
    this.acceptances =
        new Acceptances(books, offers, operations, launches, untaken, notes.allocator());
    this.offerCalls = new OfferCalls(books, offers, notes.allocator());
    this.reconciliation = new TaskReconciliation(books);
    this.taskCalls = new TaskCalls(books, reconciliation);
    this.updates = updates;
    this.operations = operations;
    this.operationReconciliation = new OperationReconciliation(books);
    this.draining = draining;
  }

  /** Carries a call out, and answers it with the status that Mesos gives. */
  public void handle(Turn turn, long request, SchedulerCall message) {
    Call call = message.getCall();
    Optional<String> principal =
        message.hasPrincipal() ? Optional.of(message.getPrincipal()) : Optional.empty();
    Optional<String> malformed = SchedulerCallRules.check(call, principal);
    if (malformed.isPresent()) {
      turn.reply(
          request,
          Replies.call(
              Replies.BAD_REQUEST, "Failed to validate scheduler::Call: " + malformed.get()));
    } else if (call.getType() == Call.Type.SUBSCRIBE) {
      subscribe(turn, request, message, principal);
    } else {
      Framework framework = books.frameworks().get(call.getFrameworkId().getValue());
      Optional<CallReply> refusal = check(framework, message, principal);
      if (refusal.isPresent()) {
        turn.reply(request, Replies.call(refusal.get().getStatus(), refusal.get().getMessage()));
      } else {
        framework.counters().called(call.getType());
        turn.reply(request, carryOut(turn, framework, call));
      }
    }
  }

  private void subscribe(
      Turn turn, long request, SchedulerCall message, Optional<String> principal) {
    if (!message.hasStream()) {
      turn.reply(
          request, Replies.call(Replies.BAD_REQUEST, "a subscription needs a stream of events"));
      return;
    }
    turn.reply(request, Replies.call(Replies.OK));
    // A gateway that got no answer asks again for the same stream; one that missed events starts it
    // over.
    Framework listening = books.frameworks().ofStream(message.getStream().getId());
    if (listening == null || listening.stream().subscription() < message.getSubscription()) {
      frameworks
          .subscriptions()
          .subscribe(
              turn,
              message.getCall().getSubscribe(),
              new EventStream(message.getStream(), message.getSubscription()),
              principal);
    }
  }

  /** Why the caller may not call, or empty if it may. */
  private static Optional<CallReply> check(
      Framework framework, SchedulerCall message, Optional<String> principal) {
    if (framework == null) {
      return refusal(Replies.BAD_REQUEST, "Framework cannot be found");
    }
    if (principal.isPresent() && !principal.get().equals(framework.info().getPrincipal())) {
      return refusal(
          Replies.BAD_REQUEST, "the authenticated principal is not that of the framework");
    }
    if (!framework.isConnected()) {
      return refusal(Replies.FORBIDDEN, "Framework is not subscribed");
    }
    if (!message.hasStream()) {
      return refusal(
          Replies.BAD_REQUEST,
          "All non-subscribe calls should include the 'Mesos-Stream-Id' header");
    }
    if (!message.getStream().getId().equals(framework.stream().id())) {
      return refusal(
          Replies.BAD_REQUEST,
          "The stream ID '"
              + message.getStream().getId()
              + "' included in this request didn't match the stream ID currently associated"
              + " with framework ID "
              + framework.id());
    }
    return Optional.empty();
  }

  private static Optional<CallReply> refusal(int status, String message) {
    return Optional.of(CallReply.newBuilder().setStatus(status).setMessage(message).build());
  }

  private MasterReply carryOut(Turn turn, Framework framework, Call call) {
    switch (call.getType()) {
      case TEARDOWN -> {
        books.tallies().count(Tally.MESSAGES_UNREGISTER_FRAMEWORK);
        frameworks.departures().remove(turn, framework);
      }
      case ACCEPT -> acceptances.accept(turn, framework, call.getAccept());
      case DECLINE -> offerCalls.decline(turn, framework, call.getDecline());
      case ACCEPT_INVERSE_OFFERS ->
          offerCalls.answerInverse(
              turn,
              framework,
              call.getAcceptInverseOffers().getInverseOfferIdsList(),
              true,
              call.getAcceptInverseOffers().getFilters());
      case DECLINE_INVERSE_OFFERS ->
          offerCalls.answerInverse(
              turn,
              framework,
              call.getDeclineInverseOffers().getInverseOfferIdsList(),
              false,
              call.getDeclineInverseOffers().getFilters());
      case REVIVE -> offerCalls.revive(turn, framework, call.getRevive());
      case SUPPRESS -> offerCalls.suppress(turn, framework, call.getSuppress());
      case KILL -> taskCalls.kill(turn, framework, call.getKill());
      case SHUTDOWN -> taskCalls.shutDown(turn, framework, call.getShutdown());
      case ACKNOWLEDGE ->
          updates
              .acknowledge(turn, framework, call.getAcknowledge())
              .ifPresent(agent -> draining.check(turn, agent));
      case ACKNOWLEDGE_OPERATION_STATUS ->
          operations
              .acknowledge(turn, framework, call.getAcknowledgeOperationStatus())
              .ifPresent(agent -> draining.check(turn, agent));
      case RECONCILE -> reconciliation.reconcile(turn, framework, call.getReconcile());
      case RECONCILE_OPERATIONS ->
          operationReconciliation.reconcile(turn, framework, call.getReconcileOperations());
      case MESSAGE -> taskCalls.message(turn, framework, call.getMessage());
      case REQUEST -> books.tallies().count(Tally.MESSAGES_RESOURCE_REQUEST);
      case UPDATE_FRAMEWORK -> {
        return frameworks
            .updates()
            .update(turn, framework, call.getUpdateFramework())
            .map(why -> Replies.call(Replies.BAD_REQUEST, why))
            .orElseGet(() -> Replies.call(Replies.OK));
      }
      case UNKNOWN, SUBSCRIBE -> {
        return Replies.call(Replies.NOT_IMPLEMENTED, "the call's type is unknown");
      }
    }
    return Replies.call(Replies.ACCEPTED);
  }
}
