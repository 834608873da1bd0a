package io.entresol.cli.execute;

import io.entresol.domain.resources.Amount;
import io.entresol.domain.resources.Disk;
import io.entresol.domain.resources.ResourceKey;
import io.entresol.domain.resources.Resources;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the part of an offer that covers a demand given by names alone. */
final class OfferFit {
  private OfferFit() {}

  /**
   * The part of the offer to use: what is reserved for the role before what is not, volumes and
   * whole disks never.
   *
   * @return empty if the offer does not hold the demand
   */
  static Optional<Resources> pick(Resources offered, Resources demand) {
    List<Resources> picked = new ArrayList<>();
    for (Map.Entry<ResourceKey, Resources.Held> wanted : demand.held().entrySet()) {
      Optional<Resources> part = pick(offered, wanted.getKey().name(), wanted.getValue().amount());
      if (part.isEmpty()) {
        return Optional.empty();
      }
      picked.add(part.get());
    }
    return Optional.of(Resources.sum(picked));
  }

  private static Optional<Resources> pick(Resources offered, String name, Amount wanted) {
    List<Map.Entry<ResourceKey, Resources.Held>> candidates =
        offered.held().entrySet().stream()
            .filter(entry -> isPlain(entry.getKey(), name))
            .filter(entry -> entry.getValue().amount().getClass() == wanted.getClass())
            .sorted(Comparator.comparing(entry -> !entry.getKey().isReserved()))
            .toList();
    Resources picked = Resources.NONE;
    Amount missing = wanted;
    for (Map.Entry<ResourceKey, Resources.Held> candidate : candidates) {
      Amount part = candidate.getValue().amount().intersect(missing);
      picked = picked.plus(Resources.of(candidate.getKey(), part));
      missing = missing.minus(part);
      if (missing.isEmpty()) {
        return Optional.of(picked);
      }
    }
    return Optional.empty();
  }

  private static boolean isPlain(ResourceKey key, String name) {
    return key.name().equals(name)
        && !key.revocable()
        && !key.shared()
        && !key.disk().map(Disk::isIndivisible).orElse(false);
  }
}
