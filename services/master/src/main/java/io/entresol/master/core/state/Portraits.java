package io.entresol.master.core.state;

import io.entresol.domain.resources.Resources;
import io.entresol.master.core.book.Agent;
import io.entresol.master.core.book.Books;
import io.entresol.master.core.book.Framework;
import io.entresol.master.core.book.OutstandingOffer;
import io.entresol.mesos.v1.AgentInfo;
import io.entresol.mesos.v1.DrainInfo;
import io.entresol.mesos.v1.Resource;
import io.entresol.mesos.v1.TimeInfo;
import io.entresol.mesos.v1.master.Response;
import io.entresol.mesos.v1.scheduler.OfferConstraints;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Draws agents and frameworks as operators are shown them. */
public final class Portraits {
  private final Books books;
  private final OfferPortraits offers;

  public Portraits(Books books) {
    this.books = books;
    this.offers = new OfferPortraits(books);
  }

  /** An instant in Mesos's form. */
  public static TimeInfo time(Instant instant) {
    return TimeInfo.newBuilder()
        .setNanoseconds(instant.getEpochSecond() * 1_000_000_000L + instant.getNano())
        .build();
  }

  /** Seconds since 1970, with fractions. */
  public static double seconds(Instant instant) {
    return instant.getEpochSecond() + instant.getNano() / 1e9;
  }

  public Response.GetAgents.Agent agent(Agent agent) {
    Response.GetAgents.Agent.Builder portrait =
        Response.GetAgents.Agent.newBuilder()
            .setAgentInfo(agent.info())
            .setActive(agent.isActive())
            .setDeactivated(agent.isDeactivated())
            .setVersion(agent.version())
            .setPid(agent.address().pid())
            .setRegisteredTime(time(agent.registeredAt()))
            .addAllTotalResources(books.forms().endpoint(agent.account().total()))
            .addAllAllocatedResources(
                endpoint(List.copyOf(agent.account().usedByFramework().values())))
            .addAllOfferedResources(endpoint(resourcesOf(agent.offers())));
    agent.reregisteredAt().ifPresent(at -> portrait.setReregisteredTime(time(at)));
    for (AgentInfo.Capability.Type type : agent.capabilities()) {
      portrait.addCapabilities(AgentInfo.Capability.newBuilder().setType(type));
    }
    DrainInfo drain = books.agents().draining().get(agent.id());
    if (drain != null) {
      portrait.setDrainInfo(drain);
    }
    agent.drainStartedAt().ifPresent(at -> portrait.setEstimatedDrainStartTime(time(at)));
    return portrait.build();
  }

  /** A framework without what it holds: what an event needs. */
  public Response.GetFrameworks.Framework.Builder outline(Framework framework) {
    Response.GetFrameworks.Framework.Builder outline =
        Response.GetFrameworks.Framework.newBuilder()
            .setFrameworkInfo(framework.info())
            .setActive(framework.isConnected())
            .setConnected(framework.isConnected())
            .setRecovered(framework.isRecovered());
    outline.setRegisteredTime(time(framework.registeredAt().orElse(Instant.EPOCH)));
    outline.setReregisteredTime(time(framework.reregisteredAt().orElse(Instant.EPOCH)));
    outline.setUnregisteredTime(time(framework.unregisteredAt().orElse(Instant.EPOCH)));
    return outline;
  }

  /** A framework with its offers and resources. */
  public Response.GetFrameworks.Framework framework(Framework framework) {
    Response.GetFrameworks.Framework.Builder portrait = outline(framework);
    // Only what happened has a time here; events name all three.
    if (framework.registeredAt().isEmpty()) {
      portrait.clearRegisteredTime().clearReregisteredTime();
    }
    if (framework.unregisteredAt().isEmpty()) {
      portrait.clearUnregisteredTime();
    }
    framework.offers().forEach(offer -> portrait.addOffers(offers.forOperator(offer)));
    framework.inverseOffers().forEach(offer -> portrait.addInverseOffers(offers.inverse(offer)));
    List<Resources> used = new ArrayList<>();
    framework.agents().forEach(agent -> used.add(agent.account().usedBy(framework.id())));
    return portrait
        .addAllAllocatedResources(endpoint(used))
        .addAllOfferedResources(endpoint(resourcesOf(framework.offers())))
        .setOfferConstraints(
            framework.offerConstraints().orElse(OfferConstraints.getDefaultInstance()))
        .build();
  }

  private static List<Resources> resourcesOf(Collection<OutstandingOffer> offers) {
    return offers.stream().map(OutstandingOffer::resources).toList();
  }

  private List<Resource> endpoint(List<Resources> parts) {
    return parts.isEmpty() ? List.of() : books.forms().endpoint(Resources.sum(parts));
  }
}
