package io.entresol.allocator.core.fair;

import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;

/** The policies that there are, by name. */
public final class SharePolicies {
  private SharePolicies() {}

  /**
   * A policy of our own, or one that the class path offers.
   *
   * @throws IllegalArgumentException if there is none of that name; the message lists the names
   */
  public static SharePolicy named(String name) {
    List<SharePolicy> known =
        new ArrayList<>(
            List.of(new DominantResourceFairness(), new StrictPriority(), new WeightedMaxMin()));
    ServiceLoader.load(SharePolicy.class).forEach(known::add);
    return known.stream()
        .filter(policy -> policy.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no share policy '"
                        + name
                        + "'; there are "
                        + known.stream().map(SharePolicy::name).toList()));
  }
}
