package io.entresol.allocator.core.cluster;

import io.entresol.allocator.core.amount.Quantities;
import io.entresol.allocator.core.amount.ScalarKinds;
import io.entresol.domain.resources.Scalar;
import io.entresol.mesos.v1.OfferFilters;
import java.util.ArrayList;
import java.util.List;

/** What an offer must have at least: one of several alternatives, each an amount by kind. */
public final class MinAllocatable {
  /** No minimum: anything that is not empty may be offered. */
  public static final MinAllocatable ANYTHING = new MinAllocatable(List.of());

  private final long[][] alternatives;

  private MinAllocatable(List<long[]> alternatives) {
    this.alternatives = alternatives.toArray(new long[0][]);
  }

  /**
   * As the option has it: {@code cpus:0.01|mem:32}, alternatives apart by {@code |}, the amounts of
   * one apart by {@code ;}. An empty text is {@link #ANYTHING}.
   *
   * @throws IllegalArgumentException if it is not of that form
   */
  public static MinAllocatable parse(String text, ScalarKinds kinds) {
    if (text.isBlank()) {
      return ANYTHING;
    }
    List<long[]> alternatives = new ArrayList<>();
    for (String alternative : text.split("\\|", -1)) {
      long[] needed = Quantities.NONE;
      for (String amount : alternative.split(";", -1)) {
        int colon = amount.indexOf(':');
        if (colon < 1) {
          throw new IllegalArgumentException(
              "min_allocatable_resources: '" + amount.trim() + "' is not of the form name:amount");
        }
        int kind = kinds.number(amount.substring(0, colon).trim());
        needed = Quantities.with(needed, kind, milli(amount.substring(colon + 1).trim()));
      }
      alternatives.add(needed);
    }
    return new MinAllocatable(alternatives);
  }

  private static long milli(String amount) {
    try {
      return Scalar.milliOf(Double.parseDouble(amount));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "min_allocatable_resources: '" + amount + "' is not a number", e);
    }
  }

  /** A framework's own for one role. */
  static MinAllocatable of(OfferFilters.MinAllocatableResources message, ScalarKinds kinds) {
    List<long[]> alternatives = new ArrayList<>();
    for (OfferFilters.ResourceQuantities quantities : message.getQuantitiesList()) {
      long[] needed = Quantities.NONE;
      for (var entry : quantities.getQuantitiesMap().entrySet()) {
        long milli = Scalar.milliOf(entry.getValue().getValue());
        needed = Quantities.with(needed, kinds.number(entry.getKey()), milli);
      }
      alternatives.add(needed);
    }
    return new MinAllocatable(alternatives);
  }

  /** Whether an agent could ever get so much out of what is left, by kind. */
  boolean isWithin(long[] left) {
    for (long[] needed : alternatives) {
      if (Quantities.isWithin(needed, left)) {
        return true;
      }
    }
    return alternatives.length == 0;
  }

  /** Whether a bundle of these parts is enough. */
  public boolean isMetBy(Portion portion) {
    if (alternatives.length == 0) {
      return true;
    }
    for (long[] needed : alternatives) {
      if (isMet(needed, portion)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isMet(long[] needed, Portion portion) {
    for (int kind = 0; kind < needed.length; kind++) {
      if (needed[kind] > 0 && portion.milli(kind) < needed[kind]) {
        return false;
      }
    }
    return true;
  }
}
