package io.entresol.marathon.core.match;

import io.entresol.domain.resources.Resources;
import io.entresol.domain.resources.Scalar;
import io.entresol.marathon.core.app.AppSpec;
import io.entresol.marathon.core.instance.Placement;
import io.entresol.marathon.core.rest.QueueView.Reason;
import io.entresol.mesos.v1.Offer;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** Fits one instance of an app into an offer, or says all that stands against it. Pure. */
public final class OfferMatcher {
  private static final String GPU_LABEL = "GPU_SCHEDULING_BEHAVIOR";

  private static final Map<Reason, String> SCALARS =
      Map.of(
          Reason.InsufficientCpus, "cpus",
          Reason.InsufficientMemory, "mem",
          Reason.InsufficientDisk, "disk",
          Reason.InsufficientGpus, "gpus");

  private final MatchRules rules;

  public OfferMatcher(MatchRules rules) {
    this.rules = rules;
  }

  /**
   * Tries one instance.
   *
   * @param placed where the instances are that constraints consider
   * @param random seeded from the offer, so that the choice of ports can be replayed
   */
  public Match match(
      AppSpec spec, OpenOffer open, Collection<Placement> placed, Random random, Instant now) {
    Set<String> roles = rules.acceptedRoles(spec);
    Resources usable = open.left().filter(key -> roles.contains(key.role()));
    Set<Reason> refused = EnumSet.noneOf(Reason.class);
    if (!open.role().equals(rules.roleOf(spec)) || usable.isEmpty()) {
      refused.add(Reason.UnfulfilledRole);
    }
    if (!isPlaceAllowed(spec, open.placement(), placed)) {
      refused.add(Reason.UnfulfilledConstraint);
    }
    if (spec.isResident()) {
      refused.add(Reason.NoCorrespondingReservationFound);
    }
    if (isInMaintenance(open.offer(), now)) {
      refused.add(Reason.AgentMaintenance);
    }
    if (wastesGpus(spec, open)) {
      refused.add(Reason.DeclinedScarceResources);
    }
    Resources taken = takeScalars(spec, usable, refused);
    Optional<HostPorts> ports = HostPorts.choose(spec.hostPorts(), usable, random);
    if (ports.isEmpty()) {
      refused.add(Reason.InsufficientPorts);
    }
    return refused.isEmpty()
        ? new Match.Fits(taken.plus(ports.get().taken()), ports.get())
        : new Match.Refused(List.copyOf(refused));
  }

  private static Resources takeScalars(AppSpec spec, Resources usable, Set<Reason> refused) {
    Map<String, Scalar> demand = spec.resourceDemand().asResources().scalars();
    Resources taken = Resources.NONE;
    for (Map.Entry<Reason, String> scalar : SCALARS.entrySet()) {
      long milli = demand.getOrDefault(scalar.getValue(), Scalar.ZERO).milli();
      Optional<Resources> choice = ScalarChoice.choose(scalar.getValue(), milli, usable);
      if (choice.isEmpty()) {
        refused.add(scalar.getKey());
      } else {
        taken = taken.plus(choice.get());
      }
    }
    return taken;
  }

  private boolean isPlaceAllowed(AppSpec spec, Placement place, Collection<Placement> placed) {
    boolean namesRegion =
        spec.constraints().stream().anyMatch(constraint -> constraint.field().equals("@region"));
    if (!namesRegion && rules.homeRegion().isPresent() && place.region().isPresent()) {
      if (!place.region().equals(rules.homeRegion())) {
        return false;
      }
    }
    return spec.constraints().stream()
        .allMatch(constraint -> ConstraintRules.allows(constraint, place, placed));
  }

  private boolean isInMaintenance(Offer offer, Instant now) {
    if (!offer.hasUnavailability() || rules.draining().isEmpty()) {
      return false;
    }
    Instant start =
        Instant.ofEpochMilli(offer.getUnavailability().getStart().getNanoseconds() / 1_000_000);
    if (start.minus(rules.draining().get()).isAfter(now)) {
      return false;
    }
    return !offer.getUnavailability().hasDuration()
        || now.isBefore(start.plusNanos(offer.getUnavailability().getDuration().getNanoseconds()));
  }

  private boolean wastesGpus(AppSpec spec, OpenOffer open) {
    String label = spec.labels().get(GPU_LABEL);
    boolean restricted = label == null ? rules.keepsGpusFree() : label.equals("restricted");
    return restricted && spec.demand().gpus() == 0 && open.hasGpus();
  }
}
