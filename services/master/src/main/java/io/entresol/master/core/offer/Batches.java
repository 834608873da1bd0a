package io.entresol.master.core.offer;

import io.entresol.domain.resources.Resources;
import io.entresol.master.core.book.Agent;
import io.entresol.master.core.book.Books;
import io.entresol.master.core.book.Framework;
import io.entresol.master.core.book.OfferRefusal;
import io.entresol.master.core.book.OutstandingOffer;
import io.entresol.master.core.notice.FrameworkNotes;
import io.entresol.master.core.state.OfferPortraits;
import io.entresol.master.core.turn.Turn;
import io.entresol.master.core.validation.ResourceRules;
import io.entresol.mesos.v1.InverseOffer;
import io.entresol.mesos.v1.Offer;
import io.entresol.proto.ProtoResources;
import io.entresol.proto.bus.AllocatorEvent;
import io.entresol.proto.bus.BatchDone;
import io.entresol.proto.bus.OfferBatch;
import io.entresol.proto.bus.ProposedInverseOffer;
import io.entresol.proto.bus.ProposedOffer;
import io.entresol.proto.bus.RefusedOffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Turns the allocator's proposals into offers. Each is held against the books, since the allocator
 * works on what it has heard so far; what does not fit is refused with its reason.
 */
public final class Batches {
  private static final int OFFERS_PER_EVENT = 500;

  private final Books books;
  private final Offers offers;
  private final OfferPortraits portraits;
  private long followedAllocator;

  public Batches(Books books, Offers offers) {
    this.books = books;
    this.offers = offers;
    this.portraits = new OfferPortraits(books);
  }

  /** This allocator has been given the state: its proposals count from now on. */
  public void follow(long allocatorEpoch) {
    followedAllocator = Math.max(followedAllocator, allocatorEpoch);
  }

  /** A batch of an allocator that was not given the state of this term is ignored. */
  public void apply(Turn turn, OfferBatch batch) {
    if (batch.getAllocatorEpoch() != followedAllocator) {
      return;
    }
    BatchDone.Builder verdict = BatchDone.newBuilder().setBatchId(batch.getBatchId());
    Map<Framework, List<OutstandingOffer>> made = new LinkedHashMap<>();
    for (int i = 0; i < batch.getOffersCount(); i++) {
      ProposedOffer proposal = batch.getOffers(i);
      Optional<OfferRefusal> refusal = check(proposal);
      if (refusal.isPresent()) {
        books.tallies().offerRefused(refusal.get());
        verdict.addRefused(RefusedOffer.newBuilder().setIndex(i).setReason(refusal.get().reason()));
      } else {
        OutstandingOffer offer = make(turn, proposal);
        made.computeIfAbsent(offer.framework(), f -> new ArrayList<>()).add(offer);
      }
    }
    made.forEach((framework, theirs) -> send(turn, framework, theirs));
    applyInverse(turn, batch.getInverseOffersList());
    books.tallies().offersMade(batch.getOffersCount() - verdict.getRefusedCount());
    turn.toAllocator(AllocatorEvent.newBuilder().setBatchDone(verdict));
  }

  private Optional<OfferRefusal> check(ProposedOffer proposal) {
    Framework framework = books.frameworks().get(proposal.getFrameworkId().getValue());
    if (framework == null || !framework.isConnected()) {
      return Optional.of(OfferRefusal.NOT_SUBSCRIBED);
    }
    if (!framework.roles().contains(proposal.getRole())) {
      return Optional.of(OfferRefusal.ROLE_LEFT);
    }
    if (framework.suppressedRoles().contains(proposal.getRole())) {
      return Optional.of(OfferRefusal.ROLE_SUPPRESSED);
    }
    Agent agent = books.agents().get(proposal.getAgentId().getValue());
    if (agent == null || !agent.isActive()) {
      return Optional.of(OfferRefusal.AGENT_NOT_ACTIVE);
    }
    if (ResourceRules.checkForm(proposal.getResourcesList()).isPresent()) {
      return Optional.of(OfferRefusal.MALFORMED);
    }
    Resources resources = ProtoResources.fromProto(proposal.getResourcesList()).unallocated();
    if (resources.isEmpty() || !agent.account().isAvailable(resources)) {
      return Optional.of(OfferRefusal.NOT_AVAILABLE);
    }
    return Optional.empty();
  }

  private OutstandingOffer make(Turn turn, ProposedOffer proposal) {
    Resources resources =
        ProtoResources.fromProto(proposal.getResourcesList()).allocatedTo(proposal.getRole());
    return offers.make(
        turn,
        books.frameworks().get(proposal.getFrameworkId().getValue()),
        books.agents().get(proposal.getAgentId().getValue()),
        proposal.getRole(),
        resources);
  }

  private void send(Turn turn, Framework framework, List<OutstandingOffer> made) {
    framework.counters().offersSent(made.size());
    for (int from = 0; from < made.size(); from += OFFERS_PER_EVENT) {
      List<Offer> shown =
          made.subList(from, Math.min(made.size(), from + OFFERS_PER_EVENT)).stream()
              .map(portraits::forFramework)
              .toList();
      FrameworkNotes.offers(turn, framework, shown);
    }
  }

  private void applyInverse(Turn turn, List<ProposedInverseOffer> proposals) {
    Map<Framework, List<InverseOffer>> made = new LinkedHashMap<>();
    for (ProposedInverseOffer proposal : proposals) {
      Framework framework = books.frameworks().get(proposal.getFrameworkId().getValue());
      Agent agent = books.agents().get(proposal.getAgentId().getValue());
      if (framework == null || !framework.isConnected() || agent == null || !agent.isActive()) {
        continue;
      }
      boolean asked =
          agent.inverseOffers().stream().anyMatch(offer -> offer.framework() == framework);
      if (!asked && books.machines().unavailability(agent.machine()).isPresent()) {
        made.computeIfAbsent(framework, f -> new ArrayList<>())
            .add(
                portraits.inverse(
                    offers.makeInverse(turn, framework, agent, proposal.getUnavailability())));
      }
    }
    made.forEach((framework, theirs) -> FrameworkNotes.inverseOffers(turn, framework, theirs));
  }
}
