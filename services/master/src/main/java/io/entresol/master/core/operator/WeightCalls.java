package io.entresol.master.core.operator;

import io.entresol.master.core.book.Books;
import io.entresol.master.core.book.Framework;
import io.entresol.master.core.book.OutstandingOffer;
import io.entresol.master.core.framework.FrameworkTerms;
import io.entresol.master.core.notice.AllocatorNotes;
import io.entresol.master.core.offer.Offers;
import io.entresol.master.core.turn.Replies;
import io.entresol.master.core.turn.Turn;
import io.entresol.master.core.validation.NumberText;
import io.entresol.master.core.validation.RoleRules;
import io.entresol.mesos.v1.WeightInfo;
import io.entresol.mesos.v1.master.Call;
import io.entresol.mesos.v1.master.Response;
import io.entresol.proto.bus.MasterReply;
import io.entresol.proto.bus.RoleWeight;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Weights of roles. */
final class WeightCalls {
  private final Books books;
  private final FrameworkTerms terms;
  private final Offers offers;
  private final AllocatorNotes allocator;

  WeightCalls(Books books, FrameworkTerms terms, Offers offers, AllocatorNotes allocator) {
    this.books = books;
    this.terms = terms;
    this.offers = offers;
    this.allocator = allocator;
  }

  MasterReply update(Turn turn, Call.UpdateWeights call) {
    List<WeightInfo> weights = new ArrayList<>();
    for (WeightInfo given : call.getWeightInfosList()) {
      WeightInfo weight = given.toBuilder().setRole(given.getRole().strip()).build();
      Optional<String> refusal = check(weight);
      if (refusal.isPresent()) {
        return Replies.operator(
            Replies.BAD_REQUEST,
            "Failed to validate update weights request JSON for role '"
                + weight.getRole()
                + "': "
                + refusal.get());
      }
      weights.add(weight);
    }
    for (WeightInfo weight : weights) {
      books.roles().weights().put(weight.getRole(), weight.getWeight());
      turn.put(
          RegistryKeys.weight(weight.getRole()), RoleWeight.newBuilder().setWeight(weight).build());
    }
    allocator.weights(turn);
    if (weights.stream().anyMatch(weight -> isActive(weight.getRole()))) {
      rescindAll(turn);
    }
    return Replies.operator(Replies.OK);
  }

  private Optional<String> check(WeightInfo weight) {
    Optional<String> refusal = RoleRules.check(weight.getRole());
    if (refusal.isPresent()) {
      return refusal;
    }
    if (!terms.isAllowed(weight.getRole())) {
      return Optional.of("the role is not among the master's --roles");
    }
    boolean good = weight.getWeight() > 0 && !Double.isInfinite(weight.getWeight());
    return good
        ? Optional.empty()
        : Optional.of(
            "Invalid weight '" + NumberText.of(weight.getWeight()) + "': Weights must be positive");
  }

  private boolean isActive(String role) {
    for (Framework framework : books.frameworks().all()) {
      for (String subscribed : framework.roles()) {
        if (RoleRules.isAtOrBelow(subscribed, role)) {
          return true;
        }
      }
    }
    return false;
  }

  /** What is offered was shared out by the old weights. */
  private void rescindAll(Turn turn) {
    for (Framework framework : books.frameworks().all()) {
      for (OutstandingOffer offer : List.copyOf(framework.offers())) {
        offers.rescind(turn, offer);
      }
    }
  }

  MasterReply get() {
    return Replies.operator(
        Response.newBuilder()
            .setType(Response.Type.GET_WEIGHTS)
            .setGetWeights(
                Response.GetWeights.newBuilder().addAllWeightInfos(books.roles().weightInfos())));
  }
}
