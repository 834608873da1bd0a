package io.entresol.marathon.core.match;

import io.entresol.domain.resources.ResourceKey;
import io.entresol.domain.resources.Resources;
import io.entresol.domain.resources.Scalar;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Takes an amount of one scalar out of what is offered, reserved ones first. Pure. */
final class ScalarChoice {
  private ScalarChoice() {}

  /**
   * Chooses.
   *
   * @param milli how much, in thousandths
   * @return empty if there is not enough
   */
  static Optional<Resources> choose(String name, long milli, Resources offered) {
    Resources taken = Resources.NONE;
    long missing = milli;
    for (Map.Entry<ResourceKey, Scalar> entry : reservedFirst(name, offered)) {
      if (missing <= 0) {
        break;
      }
      long some = Math.min(missing, entry.getValue().milli());
      taken = taken.plus(Resources.of(entry.getKey(), new Scalar(some)));
      missing -= some;
    }
    return missing > 0 ? Optional.empty() : Optional.of(taken);
  }

  private static List<Map.Entry<ResourceKey, Scalar>> reservedFirst(
      String name, Resources offered) {
    List<Map.Entry<ResourceKey, Scalar>> found = new ArrayList<>();
    offered.forEach(
        (key, amount) -> {
          if (key.name().equals(name) && amount instanceof Scalar scalar) {
            found.add(key.isReserved() ? 0 : found.size(), Map.entry(key, scalar));
          }
        });
    return found;
  }
}
