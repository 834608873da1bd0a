package io.entresol.master.core.state;

import io.entresol.domain.resources.Resources;
import io.entresol.master.core.book.Agent;
import io.entresol.master.core.book.Books;
import io.entresol.master.core.book.Framework;
import io.entresol.master.core.book.OutstandingInverseOffer;
import io.entresol.master.core.book.OutstandingOffer;
import io.entresol.mesos.v1.ExecutorID;
import io.entresol.mesos.v1.FrameworkInfo;
import io.entresol.mesos.v1.InverseOffer;
import io.entresol.mesos.v1.Offer;
import io.entresol.mesos.v1.Resource;
import java.util.List;
import java.util.Map;

/** Writes offers as their frameworks, and operators, are shown them. */
public final class OfferPortraits {
  /** Ports that an isolator hands out itself; nobody is offered them. */
  private static final String EPHEMERAL_PORTS = "ephemeral_ports";

  private final Books books;

  public OfferPortraits(Books books) {
    this.books = books;
  }

  /** In the form that the framework's capabilities ask for. */
  public Offer forFramework(OutstandingOffer offer) {
    Framework framework = offer.framework();
    boolean multiRole = framework.can(FrameworkInfo.Capability.Type.MULTI_ROLE);
    Resources shown = offer.resources().filter(key -> !key.name().equals(EPHEMERAL_PORTS));
    if (!multiRole) {
      shown = shown.unallocated();
    }
    List<Resource> resources =
        framework.can(FrameworkInfo.Capability.Type.RESERVATION_REFINEMENT)
            ? books.forms().stack(shown)
            : books.forms().old(shown);
    Offer.Builder message = common(offer).addAllResources(resources);
    if (multiRole) {
      message.setAllocationInfo(allocation(offer));
    }
    return message.build();
  }

  /** As a framework with all capabilities would see it. */
  public Offer forOperator(OutstandingOffer offer) {
    return common(offer)
        .addAllResources(books.forms().stack(offer.resources()))
        .setAllocationInfo(allocation(offer))
        .build();
  }

  private static Resource.AllocationInfo allocation(OutstandingOffer offer) {
    return Resource.AllocationInfo.newBuilder().setRole(offer.role()).build();
  }

  private Offer.Builder common(OutstandingOffer offer) {
    Agent agent = offer.agent();
    Offer.Builder message =
        Offer.newBuilder()
            .setId(offer.id())
            .setFrameworkId(offer.framework().protoId())
            .setAgentId(agent.info().getId())
            .setHostname(agent.hostname())
            .setUrl(agent.url())
            .addAllAttributes(agent.info().getAttributesList());
    if (agent.info().hasDomain()) {
      message.setDomain(agent.info().getDomain());
    }
    agent
        .executors()
        .getOrDefault(offer.framework().id(), Map.of())
        .keySet()
        .forEach(id -> message.addExecutorIds(ExecutorID.newBuilder().setValue(id)));
    books.machines().unavailability(agent.machine()).ifPresent(message::setUnavailability);
    return message;
  }

  public InverseOffer inverse(OutstandingInverseOffer offer) {
    return InverseOffer.newBuilder()
        .setId(offer.id())
        .setUrl(offer.agent().url())
        .setFrameworkId(offer.framework().protoId())
        .setAgentId(offer.agent().info().getId())
        .setUnavailability(offer.unavailability())
        .build();
  }
}
