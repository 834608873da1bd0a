package io.entresol.master.core.validation;

import io.entresol.mesos.v1.Resource;
import io.entresol.mesos.v1.Value;
import io.entresol.mesos.v1.quota.QuotaConfig;
import io.entresol.mesos.v1.quota.QuotaRequest;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What guarantees and limits may look like. */
public final class QuotaRules {
  private static final double EXABYTE_IN_MEGABYTES = 1L << 40;
  private static final double TRILLION = 1e12;

  private QuotaRules() {}

  /** Why that is no quota, or empty if it is. */
  public static Optional<String> check(QuotaConfig config) {
    return Checks.first(
        () -> RoleRules.check(config.getRole()),
        () -> checkAmounts("guarantees", config.getGuaranteesMap()),
        () -> checkAmounts("limits", config.getLimitsMap()),
        () -> checkGuaranteesWithinLimits(config));
  }

  private static Optional<String> checkAmounts(String what, Map<String, Value.Scalar> amounts) {
    for (Map.Entry<String, Value.Scalar> amount : amounts.entrySet()) {
      String name = amount.getKey();
      double value = amount.getValue().getValue();
      boolean megabytes = name.equals("mem") || name.equals("disk");
      double most = megabytes ? EXABYTE_IN_MEGABYTES : TRILLION;
      if (!(value >= 0 && value <= most)) {
        return Optional.of(
            "Invalid 'QuotaConfig."
                + what
                + "': {'"
                + name
                + "': "
                + NumberText.of(value)
                + "} is invalid: "
                + objection(value, megabytes));
      }
    }
    return Optional.empty();
  }

  private static String objection(double value, boolean megabytes) {
    if (!(value >= 0)) {
      return "negative values are not supported";
    }
    return megabytes
        ? "values greater than 1 exabyte (1099511627776) are not supported"
        : "values greater than 1 trillion (1000000000000) are not supported";
  }

  private static Optional<String> checkGuaranteesWithinLimits(QuotaConfig config) {
    for (Map.Entry<String, Value.Scalar> guarantee : config.getGuaranteesMap().entrySet()) {
      Value.Scalar limit = config.getLimitsMap().get(guarantee.getKey());
      if (limit != null && guarantee.getValue().getValue() > limit.getValue()) {
        return Optional.of(
            "'QuotaConfig.guarantees' "
                + amounts(config.getGuaranteesMap())
                + " is not contained within the 'QuotaConfig.limits' "
                + amounts(config.getLimitsMap()));
      }
    }
    return Optional.empty();
  }

  private static String amounts(Map<String, Value.Scalar> amounts) {
    return Checks.braces(
        new TreeMap<>(amounts)
            .entrySet().stream()
                .map(amount -> amount.getKey() + ": " + NumberText.of(amount.getValue().getValue()))
                .toList());
  }

  /** Why that is no request in the older form, or empty if it is. */
  public static Optional<String> check(QuotaRequest request) {
    if (!request.hasRole()) {
      return Optional.of("the role is missing");
    }
    Optional<String> objection = RoleRules.check(request.getRole());
    if (objection.isPresent() || request.getGuaranteeCount() == 0) {
      return objection.isPresent() ? objection : Optional.of("the guarantee is empty");
    }
    Set<String> names = new HashSet<>();
    for (Resource resource : request.getGuaranteeList()) {
      boolean plain =
          resource.getReservationsCount() == 0
              && !resource.hasReservation()
              && !resource.hasDisk()
              && !resource.hasRevocable();
      if (resource.getType() != Value.Type.SCALAR || !resource.hasScalar() || !plain) {
        return Optional.of("'" + resource.getName() + "' is not a plain scalar");
      }
      if (!names.add(resource.getName())) {
        return Optional.of("'" + resource.getName() + "' is guaranteed twice");
      }
    }
    return Optional.empty();
  }

  /** Whether nothing is guaranteed and nothing limited. */
  public static boolean isNothing(QuotaConfig config) {
    return config.getLimitsCount() == 0
        && config.getGuaranteesMap().values().stream().allMatch(value -> value.getValue() == 0);
  }
}
