package io.entresol.master.core.book;

import io.entresol.domain.resources.ResourceKey;
import io.entresol.domain.resources.Resources;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What an agent has and who holds it: total = available + offered + used, after each step.
 *
 * <p>Shared volumes are outside of that sum, since each may be held many times: they are only
 * required to exist. An agent may come back with less than is in use on it; until enough has ended
 * it counts as overcommitted and has nothing available.
 */
public final class Account {
  private Resources total;
  private Resources available;
  private Resources offered;
  private Resources used;
  private final Map<String, Resources> usedBy = new LinkedHashMap<>(4);
  private boolean overcommitted;

  public Account(Resources total) {
    this.total = total;
    this.available = countable(total);
    this.offered = Resources.NONE;
    this.used = Resources.NONE;
  }

  /** All that the agent has, unallocated. */
  public Resources total() {
    return total;
  }

  /** What nobody holds, unallocated, with all shared volumes. */
  public Resources available() {
    return available.plus(total.filter(ResourceKey::shared));
  }

  /** What would be available if nothing were offered. */
  public Resources unused() {
    return countable(total).contains(used) ? total.minus(used) : total.filter(ResourceKey::shared);
  }

  /** Whether more is offered and used than there is. */
  public boolean isOvercommitted() {
    return overcommitted;
  }

  /** What tasks and executors of a framework hold, allocated. */
  public Resources usedBy(String frameworkId) {
    return usedBy.getOrDefault(frameworkId, Resources.NONE);
  }

  /** What tasks and executors hold, allocated, by framework id. */
  public Map<String, Resources> usedByFramework() {
    return Collections.unmodifiableMap(usedBy);
  }

  public boolean isAvailable(Resources resources) {
    return !overcommitted && exists(resources) && available.contains(countable(resources));
  }

  /** From available to offered. */
  public void offer(Resources resources) {
    Resources moved = countable(resources);
    takeAvailable(moved);
    offered = offered.plus(moved);
  }

  /** From offered to available. */
  public void withdraw(Resources resources) {
    Resources moved = countable(resources);
    require(offered.contains(moved), "offered", moved);
    offered = offered.minus(moved);
    if (overcommitted) {
      settle();
    } else {
      available = available.plus(moved);
    }
  }

  /** From available to used. */
  public void use(String frameworkId, Resources resources) {
    Resources moved = countable(resources);
    takeAvailable(moved);
    used = used.plus(moved);
    usedBy.merge(frameworkId, resources, Resources::plus);
  }

  /** From used to available. An agent that reported something as used twice frees it once. */
  public void free(String frameworkId, Resources resources) {
    Resources moved = countable(resources);
    boolean known = used.contains(moved);
    used = used.minus(moved);
    usedBy.computeIfPresent(
        frameworkId,
        (id, held) -> {
          Resources left = held.minus(resources);
          return left.isEmpty() ? null : left;
        });
    if (overcommitted || !known) {
      settle();
    } else {
      available = available.plus(moved);
    }
  }

  /** Turns available resources into others. */
  public void convert(Resources consumed, Resources converted) {
    takeAvailable(countable(consumed));
    available = available.plus(countable(converted));
    total = total.minus(consumed.unallocated()).plus(converted.unallocated());
  }

  /** Another total; what is offered and used stays. */
  public void setTotal(Resources newTotal) {
    total = newTotal;
    settle();
  }

  /** Uses resources even if they are not available: an agent says that they are in use. */
  public void admit(String frameworkId, Resources resources) {
    used = used.plus(countable(resources));
    usedBy.merge(frameworkId, resources, Resources::plus);
    settle();
  }

  private void settle() {
    Resources held = offered.plus(used);
    Resources has = countable(total);
    overcommitted = !has.contains(held);
    available = overcommitted ? Resources.NONE : has.minus(held);
  }

  private void takeAvailable(Resources moved) {
    require(!overcommitted && available.contains(moved), "available", moved);
    available = available.minus(moved);
  }

  private boolean exists(Resources resources) {
    for (ResourceKey key : resources.held().keySet()) {
      if (key.shared() && total.amount(key.unallocated()).isEmpty()) {
        return false;
      }
    }
    return true;
  }

  /** Why the books do not balance, or empty if they do. */
  public Optional<String> imbalance() {
    if (overcommitted) {
      return Optional.empty();
    }
    return countable(total).isSumOf(available, offered, used)
        ? Optional.empty()
        : Optional.of(
            "available ["
                + available
                + "] + offered ["
                + offered
                + "] + used ["
                + used
                + "] is not total ["
                + total
                + "]");
  }

  private void require(boolean condition, String what, Resources resources) {
    if (!condition) {
      throw new IllegalStateException("[" + resources + "] is not " + what + "; " + describe());
    }
  }

  private String describe() {
    return "total ["
        + total
        + "], available ["
        + available
        + "], offered ["
        + offered
        + "], used ["
        + used
        + "]";
  }

  private static Resources countable(Resources resources) {
    return resources.filter(key -> !key.shared()).unallocated();
  }
}
