package io.entresol.master.core.scheduler;

import io.entresol.domain.resources.Resources;
import io.entresol.master.core.book.Books;
import io.entresol.master.core.book.Framework;
import io.entresol.master.core.book.OutstandingOffer;
import io.entresol.master.core.book.ResourcePhrase;
import io.entresol.master.core.book.Tally;
import io.entresol.master.core.notice.AllocatorNotes;
import io.entresol.master.core.offer.Offers;
import io.entresol.master.core.offer.RefusalTimes;
import io.entresol.master.core.operation.Conversion;
import io.entresol.master.core.operation.OperationForms;
import io.entresol.master.core.operation.Operations;
import io.entresol.master.core.task.UntakenTasks;
import io.entresol.master.core.turn.Turn;
import io.entresol.master.core.validation.OperationRules;
import io.entresol.master.core.validation.Requester;
import io.entresol.mesos.v1.AgentInfo;
import io.entresol.mesos.v1.Offer;
import io.entresol.mesos.v1.OfferID;
import io.entresol.mesos.v1.TaskInfo;
import io.entresol.mesos.v1.TaskStatus;
import io.entresol.mesos.v1.scheduler.Call;
import java.util.List;
import java.util.Optional;

/**
 * Carries out what frameworks want of offers. The operations of an ACCEPT follow each other on what
 * the former left; one that is not good is left out; what is left at the end is declined.
 */
final class Acceptances {
  private final Books books;
  private final OfferChoice choice;
  private final Offers offers;
  private final Operations operations;
  private final OperationForms forms;
  private final Launches launches;
  private final UntakenTasks untaken;
  private final AllocatorNotes allocator;

  Acceptances(
      Books books,
      Offers offers,
      Operations operations,
      Launches launches,
      UntakenTasks untaken,
      AllocatorNotes allocator) {
    this.books = books;
    this.choice = new OfferChoice(books);
    this.offers = offers;
    this.operations = operations;
    this.forms = new OperationForms(books.forms());
    this.launches = launches;
    this.untaken = untaken;
    this.allocator = allocator;
  }

  void accept(Turn turn, Framework framework, Call.Accept call) {
    count(call);
    Optional<String> refusal = choice.check(framework, call.getOfferIdsList());
    if (refusal.isPresent()) {
      refuse(turn, framework, call, refusal.get());
      return;
    }
    Basket basket = fill(turn, framework, call.getOfferIdsList());
    for (Offer.Operation operation : call.getOperationsList()) {
      apply(turn, basket, operation);
    }
    allocator.recovered(turn, framework, basket.agent(), basket.made());
    allocator.recovered(
        turn, framework, basket.agent(), basket.untouched(), RefusalTimes.of(call.getFilters()));
  }

  private void count(Call.Accept call) {
    for (Offer.Operation operation : call.getOperationsList()) {
      if (operation.getType() == Offer.Operation.Type.LAUNCH) {
        boolean empty = operation.getLaunch().getTaskInfosCount() == 0;
        books.tallies().count(empty ? Tally.MESSAGES_DECLINE_OFFERS : Tally.MESSAGES_LAUNCH_TASKS);
      }
    }
  }

  /** None of the offers is used, and all that exist are gone, whoever's they were. */
  private void refuse(Turn turn, Framework framework, Call.Accept call, String message) {
    for (OfferID id : call.getOfferIdsList()) {
      OutstandingOffer offer = books.offers().get(id.getValue());
      if (offer != null) {
        offers.discard(turn, offer, Optional.empty());
      }
    }
    for (Offer.Operation operation : call.getOperationsList()) {
      switch (operation.getType()) {
        case LAUNCH -> dropAll(turn, framework, operation.getLaunch().getTaskInfosList(), message);
        case LAUNCH_GROUP ->
            dropAll(
                turn, framework, operation.getLaunchGroup().getTaskGroup().getTasksList(), message);
        case UNKNOWN -> books.tallies().count(Tally.DROPPED_MESSAGES);
        case RESERVE,
            UNRESERVE,
            CREATE,
            DESTROY,
            GROW_VOLUME,
            SHRINK_VOLUME,
            CREATE_DISK,
            DESTROY_DISK ->
            operations.refuse(
                turn, framework, operation, "Operation attempted with invalid offers: " + message);
      }
    }
  }

  private void dropAll(Turn turn, Framework framework, List<TaskInfo> tasks, String message) {
    for (TaskInfo task : tasks) {
      untaken.drop(
          turn,
          framework,
          task,
          TaskStatus.Reason.REASON_INVALID_OFFERS,
          "Task launched with invalid offers: " + message);
    }
  }

  private Basket fill(Turn turn, Framework framework, List<OfferID> ids) {
    List<OutstandingOffer> accepted =
        ids.stream().map(id -> books.offers().get(id.getValue())).toList();
    accepted.forEach(offer -> offers.take(turn, offer));
    framework.counters().offersAccepted(accepted.size());
    Resources offered = Resources.sum(accepted.stream().map(OutstandingOffer::resources).toList());
    OutstandingOffer first = accepted.get(0);
    return new Basket(framework, first.agent(), first.role(), offered);
  }

  private void apply(Turn turn, Basket basket, Offer.Operation operation) {
    switch (operation.getType()) {
      case LAUNCH -> {
        if (operation.hasId()) {
          refuseId(turn, basket, operation.getType(), operation.getLaunch().getTaskInfosList());
        } else {
          launches.launch(turn, basket, operation);
        }
      }
      case LAUNCH_GROUP -> {
        if (operation.hasId()) {
          refuseId(
              turn,
              basket,
              operation.getType(),
              operation.getLaunchGroup().getTaskGroup().getTasksList());
        } else {
          launches.launchGroup(turn, basket, operation);
        }
      }
      case UNKNOWN -> books.tallies().count(Tally.DROPPED_MESSAGES);
      case RESERVE,
          UNRESERVE,
          CREATE,
          DESTROY,
          GROW_VOLUME,
          SHRINK_VOLUME,
          CREATE_DISK,
          DESTROY_DISK ->
          operate(turn, basket, operation)
              .ifPresent(
                  message -> operations.refuse(turn, basket.framework(), operation, message));
    }
  }

  /** Tasks are reported on by their own ids. */
  private void refuseId(Turn turn, Basket basket, Offer.Operation.Type type, List<TaskInfo> tasks) {
    TaskStatus.Reason reason =
        type == Offer.Operation.Type.LAUNCH
            ? TaskStatus.Reason.REASON_TASK_INVALID
            : TaskStatus.Reason.REASON_TASK_GROUP_INVALID;
    for (TaskInfo task : tasks) {
      untaken.refuse(
          turn,
          basket.framework(),
          task,
          reason,
          "The `id` field cannot be set on " + type + " operations");
    }
  }

  /** Returns why the operation is left out, or empty if it was carried out. */
  private Optional<String> operate(Turn turn, Basket basket, Offer.Operation raw) {
    Optional<String> refusal = OperationRules.checkForm(raw);
    if (refusal.isPresent()) {
      return refusal;
    }
    if (raw.getReserve().getSourceCount() > 0) {
      return Optional.of("only operators can change a reservation ('source')");
    }
    if (raw.hasId() && !basket.agent().can(AgentInfo.Capability.Type.AGENT_OPERATION_FEEDBACK)) {
      return Optional.of("the agent cannot report on operations");
    }
    Offer.Operation operation = forms.allocated(raw, basket.role());
    refusal =
        OperationRules.check(operation, Requester.framework(basket.framework(), basket.agent()));
    if (refusal.isPresent()) {
      return refusal.map(text -> text + "; on agent " + basket.agent());
    }
    rescindDestroyed(turn, basket, operation);
    Conversion conversion = Conversion.of(operation);
    if (!basket.allows(conversion)) {
      return Optional.of(
          basket.describe() + " does not contain " + ResourcePhrase.of(conversion.consumed()));
    }
    if (operation.hasGrowVolume() || operation.hasShrinkVolume()) {
      basket.resize(conversion);
    } else {
      basket.convert(conversion);
    }
    operations.apply(turn, basket.agent(), Optional.of(basket.framework()), operation);
    return Optional.empty();
  }

  /** A shared volume may be offered to others too; it must not be destroyed under them. */
  private void rescindDestroyed(Turn turn, Basket basket, Offer.Operation operation) {
    if (operation.getType() != Offer.Operation.Type.DESTROY) {
      return;
    }
    Resources volumes = Conversion.of(operation).consumed().unallocated();
    for (OutstandingOffer offer : List.copyOf(basket.agent().offers())) {
      Resources offered = offer.resources().unallocated();
      if (volumes.held().keySet().stream().anyMatch(offered.held()::containsKey)) {
        offers.rescind(turn, offer);
      }
    }
  }
}
