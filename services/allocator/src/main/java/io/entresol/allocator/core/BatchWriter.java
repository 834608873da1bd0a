package io.entresol.allocator.core;

import io.entresol.allocator.core.AllocatorEffect.Propose;
import io.entresol.allocator.core.amount.ResourceWriter;
import io.entresol.allocator.core.amount.ScalarKinds;
import io.entresol.domain.id.Epoch;
import io.entresol.proto.bus.OfferBatch;
import io.entresol.proto.bus.ProposedInverseOffer;
import io.entresol.proto.bus.ProposedOffer;

/** Writes proposals as the master reads them. */
final class BatchWriter {
  private final Epoch epoch;
  private final ResourceWriter resources;

  BatchWriter(Epoch epoch, ScalarKinds kinds) {
    this.epoch = epoch;
    this.resources = new ResourceWriter(kinds);
  }

  OfferBatch write(Propose effect) {
    OfferBatch.Builder batch =
        OfferBatch.newBuilder().setAllocatorEpoch(epoch.number()).setBatchId(effect.batchId());
    for (Proposal proposal : effect.proposals()) {
      batch.addOffers(
          ProposedOffer.newBuilder()
              .setFrameworkId(proposal.frameworkId())
              .setRole(proposal.role())
              .setAgentId(proposal.agentId())
              .addAllResources(resources.write(proposal.bundle(), proposal.role())));
    }
    for (InverseProposal proposal : effect.inverse()) {
      batch.addInverseOffers(
          ProposedInverseOffer.newBuilder()
              .setFrameworkId(proposal.frameworkId())
              .setAgentId(proposal.agentId())
              .setUnavailability(proposal.unavailability()));
    }
    return batch.build();
  }
}
