package io.entresol.master.core.validation;

import io.entresol.mesos.v1.FrameworkInfo;
import io.entresol.mesos.v1.OfferFilters;
import io.entresol.mesos.v1.Value;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What a framework may say of itself. */
public final class FrameworkRules {
  /** Nanoseconds in 64 bits hold no longer time, in seconds. */
  private static final double MAX_FAILOVER_TIMEOUT = Long.MAX_VALUE / 1e9;

  private FrameworkRules() {}

  /** Why a framework cannot be like that, or empty if it can. */
  public static Optional<String> check(FrameworkInfo info) {
    return Checks.first(
        () -> checkRoles(info),
        () ->
            info.getId().getValue().isEmpty()
                ? Optional.empty()
                : Checks.prefixed("framework: ", IdRules.check(info.getId().getValue())),
        () -> checkOfferFilters(info),
        () ->
            Checks.unless(
                Math.abs(info.getFailoverTimeout()) <= MAX_FAILOVER_TIMEOUT,
                "failover_timeout " + info.getFailoverTimeout() + " is no time"));
  }

  private static Optional<String> checkRoles(FrameworkInfo info) {
    boolean multiRole =
        info.getCapabilitiesList().stream()
            .anyMatch(c -> c.getType() == FrameworkInfo.Capability.Type.MULTI_ROLE);
    if (!multiRole) {
      return Checks.first(
          () ->
              Checks.when(
                  info.getRolesCount() > 0,
                  "a framework without MULTI_ROLE has 'role', not 'roles'"),
          () -> RoleRules.check(info.getRole()));
    }
    List<String> twice = new ArrayList<>();
    Set<String> once = new TreeSet<>();
    info.getRolesList().stream().filter(role -> !once.add(role)).forEach(twice::add);
    return Checks.first(
        () -> Checks.when(info.hasRole(), "a framework with MULTI_ROLE has 'roles', not 'role'"),
        () -> Checks.unless(twice.isEmpty(), "roles occur twice: " + Checks.braces(twice)),
        () -> RoleRules.checkAll(info.getRolesList()));
  }

  private static Optional<String> checkOfferFilters(FrameworkInfo info) {
    for (OfferFilters filters : info.getOfferFiltersMap().values()) {
      for (OfferFilters.ResourceQuantities bundle :
          filters.getMinAllocatableResources().getQuantitiesList()) {
        Optional<String> objection = checkQuantities(bundle);
        if (objection.isPresent()) {
          return objection;
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<String> checkQuantities(OfferFilters.ResourceQuantities bundle) {
    if (bundle.getQuantitiesCount() == 0) {
      return Optional.of("an offer filter's quantities are empty");
    }
    for (Value.Scalar quantity : bundle.getQuantitiesMap().values()) {
      if (!(quantity.getValue() >= 0) || Double.isInfinite(quantity.getValue())) {
        return Optional.of("an offer filter's quantity is not a number from 0");
      }
    }
    return Optional.empty();
  }

  /** Why a known framework may not become like that, or empty if it may. */
  public static Optional<String> checkUpdate(FrameworkInfo old, FrameworkInfo changed) {
    return Checks.first(
        () ->
            Checks.unless(
                old.hasPrincipal() == changed.hasPrincipal()
                    && old.getPrincipal().equals(changed.getPrincipal()),
                "Changing framework's principal is not allowed."),
        () ->
            Checks.unless(
                old.getUser().equals(changed.getUser()), "a framework's user cannot be changed"),
        () ->
            Checks.unless(
                old.getCheckpoint() == changed.getCheckpoint(),
                "a framework's 'checkpoint' cannot be changed"));
  }

  /** Why these roles cannot be suppressed from the start, or empty if they can. */
  public static Optional<String> checkSuppressed(
      Collection<String> suppressed, Set<String> subscribed) {
    List<String> foreign = suppressed.stream().filter(r -> !subscribed.contains(r)).toList();
    return Checks.unless(
        foreign.isEmpty(),
        "suppressed roles " + Checks.braces(foreign) + " are not among the framework's roles");
  }
}
