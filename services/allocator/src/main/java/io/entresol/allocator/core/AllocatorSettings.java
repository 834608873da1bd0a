package io.entresol.allocator.core;

import io.entresol.allocator.core.cluster.AgentTraits;
import io.entresol.allocator.core.fair.DominantResourceFairness;
import io.entresol.allocator.core.fair.SharePolicy;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * What an operator may decide.
 *
 * @param allocationInterval how often everything that waits for a next allocation gets it; also the
 *     shortest time that a filter lasts
 * @param batchWindow at least so long apart are the runs that events bring about
 * @param answerTimeout how long the master may take to answer a batch of offers
 * @param snapshotTimeout how long to wait for the next page of a snapshot before asking again
 * @param minAllocatable {@code cpus:0.01|mem:32}: what an offer must have at least
 * @param notCounted names of resources that do not count towards fairness
 * @param filterGpus whether agents with GPUs are kept for frameworks that know them
 * @param region the masters' region; empty is none
 * @param offersMax how many offers one batch holds at most
 */
public record AllocatorSettings(
    Duration allocationInterval,
    Duration batchWindow,
    Duration answerTimeout,
    Duration snapshotTimeout,
    String minAllocatable,
    Set<String> notCounted,
    boolean filterGpus,
    Optional<String> region,
    SharePolicy rolePolicy,
    SharePolicy frameworkPolicy,
    int offersMax)
    implements AgentTraits.Rules {

  public static AllocatorSettings defaults() {
    return new AllocatorSettings(
        Duration.ofSeconds(1),
        Duration.ofMillis(10),
        Duration.ofSeconds(5),
        Duration.ofSeconds(1),
        "cpus:0.01|mem:32",
        Set.of(),
        true,
        Optional.empty(),
        new DominantResourceFairness(),
        new DominantResourceFairness(),
        10_000);
  }

  public AllocatorSettings withPolicies(SharePolicy roles, SharePolicy frameworks) {
    return new AllocatorSettings(
        allocationInterval,
        batchWindow,
        answerTimeout,
        snapshotTimeout,
        minAllocatable,
        notCounted,
        filterGpus,
        region,
        roles,
        frameworks,
        offersMax);
  }

  public AllocatorSettings withNotCounted(Set<String> names) {
    return new AllocatorSettings(
        allocationInterval,
        batchWindow,
        answerTimeout,
        snapshotTimeout,
        minAllocatable,
        names,
        filterGpus,
        region,
        rolePolicy,
        frameworkPolicy,
        offersMax);
  }

  public AllocatorSettings withRegion(String name) {
    return new AllocatorSettings(
        allocationInterval,
        batchWindow,
        answerTimeout,
        snapshotTimeout,
        minAllocatable,
        notCounted,
        filterGpus,
        Optional.of(name),
        rolePolicy,
        frameworkPolicy,
        offersMax);
  }

  public AllocatorSettings withOffersMax(int most) {
    return new AllocatorSettings(
        allocationInterval,
        batchWindow,
        answerTimeout,
        snapshotTimeout,
        minAllocatable,
        notCounted,
        filterGpus,
        region,
        rolePolicy,
        frameworkPolicy,
        most);
  }
}
