package io.entresol.master.core.validation;

import io.entresol.domain.resources.ResourceKey;
import io.entresol.domain.resources.Resources;
import io.entresol.master.core.book.Framework;
import io.entresol.master.core.book.ResourcePhrase;
import io.entresol.mesos.v1.Offer;
import io.entresol.proto.ProtoResources;
import java.util.List;
import java.util.Optional;

/** What may be reserved, by whom and for whom. */
final class ReserveRules {
  private ReserveRules() {}

  static Optional<String> check(Offer.Operation.Reserve reserve, Requester requester) {
    Resources resources = ProtoResources.fromProto(reserve.getResourcesList());
    Resources source = ProtoResources.fromProto(reserve.getSourceList());
    return Checks.first(
        () -> ResourceRules.check(resources),
        () -> ResourceRules.check(source),
        () -> checkSource(source, resources),
        () -> ResourceRules.checkOneProvider(resources),
        () -> checkEach(resources, requester),
        () ->
            requester.framework().isPresent()
                ? ResourceRules.checkOneRole(resources)
                : Optional.empty());
  }

  /** Re-reservation: the same amounts, from one reservation to another. */
  private static Optional<String> checkSource(Resources source, Resources target) {
    if (source.isEmpty()) {
      return Optional.empty();
    }
    return Checks.first(
        () ->
            Checks.unless(
                reservations(source) == 1 && reservations(target) == 1,
                "source and resources must have one reservation each"),
        () ->
            Checks.unless(
                plain(source).equals(plain(target)),
                "source and resources must have the same amounts"));
  }

  private static long reservations(Resources resources) {
    return resources.held().keySet().stream().map(ResourceKey::reservations).distinct().count();
  }

  private static Resources plain(Resources resources) {
    return resources.mapKeys(key -> key.withReservations(List.of()).unallocated());
  }

  private static Optional<String> checkEach(Resources resources, Requester requester) {
    for (ResourceKey key : resources.held().keySet()) {
      Optional<String> objection = checkOne(resources, key, requester);
      if (objection.isPresent()) {
        return objection;
      }
    }
    return Optional.empty();
  }

  private static Optional<String> checkOne(
      Resources resources, ResourceKey key, Requester requester) {
    if (!key.isDynamicallyReserved()) {
      return Optional.of(
          "Resource "
              + ResourcePhrase.of(resources.filter(key::equals))
              + " is not dynamically reserved");
    }
    return Checks.first(
        () -> checkMaker(key, requester.principal()),
        () ->
            requester
                .framework()
                .map(framework -> checkRole(key, framework))
                .orElseGet(
                    () ->
                        Checks.when(
                            key.allocatedTo().isPresent(),
                            "An operator cannot reserve allocated resources")));
  }

  private static Optional<String> checkMaker(ResourceKey key, Optional<String> principal) {
    Optional<String> maker = OperationRules.lastLayer(key).principal();
    if (principal.isEmpty() || principal.equals(maker)) {
      return Optional.empty();
    }
    return Optional.of(
        "A reserve operation was attempted by authenticated principal '"
            + principal.get()
            + "', which does not match a reserved resource in the request with "
            + maker.map(other -> "principal '" + other + "'").orElse("no principal"));
  }

  private static Optional<String> checkRole(ResourceKey key, Framework framework) {
    String allocatedTo = key.allocatedTo().orElse("");
    String attempt =
        "A reserve operation was attempted for a resource allocated to role '"
            + allocatedTo
            + "', ";
    return Checks.first(
        () ->
            Checks.unless(
                framework.roles().contains(allocatedTo),
                attempt
                    + "but the framework only has roles '"
                    + Checks.braces(List.copyOf(framework.roles()))
                    + "'"),
        () ->
            Checks.unless(
                allocatedTo.equals(key.role()),
                attempt + "while the reservation is made for role '" + key.role() + "'"));
  }
}
