package io.entresol.allocator.core;

import io.entresol.domain.resources.ResourceParser;
import io.entresol.domain.resources.Resources;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The model of the paper: one pool, users with tasks of one size each, and tasks added one by one
 * for whoever is next, until nobody's task fits.
 */
final class DivisionOfOneAgent {
  private static final int RUNS_MAX = 2000;

  private final double[] capacity;
  private final double[][] claimed;
  private final int[] tasks;

  /**
   * @param capacity CPUs and MB of memory
   * @param claimed the same of one task, by user
   */
  DivisionOfOneAgent(double[] capacity, double[]... claimed) {
    this.capacity = capacity;
    this.claimed = claimed;
    this.tasks = new int[claimed.length];
    TestingAllocator allocator = new TestingAllocator().agent("pool", text(capacity));
    for (int user = 0; user < claimed.length; user++) {
      allocator.framework("f" + user, "role" + user);
    }
    for (int run = 0; run < RUNS_MAX; run++) {
      List<Offered> offers = allocator.allocate();
      if (offers.isEmpty()) {
        return;
      }
      offers.forEach(offer -> answer(allocator, offer));
    }
    throw new IllegalStateException("still not divided: " + Arrays.toString(tasks));
  }

  private static String text(double[] amounts) {
    return "cpus:" + amounts[0] + ";mem:" + amounts[1];
  }

  private void answer(TestingAllocator allocator, Offered offer) {
    int user = Integer.parseInt(offer.framework().substring(1));
    Resources task = ResourceParser.parse(text(claimed[user]));
    if (offer.resources().unallocated().contains(task)) {
      tasks[user]++;
      allocator.accept(offer, text(claimed[user]), Optional.empty());
    } else {
      allocator.decline(offer, Duration.ofDays(1));
    }
  }

  /** How many tasks a user got. */
  int tasks(int user) {
    return tasks[user];
  }

  double held(int user, int kind) {
    return tasks[user] * claimed[user][kind];
  }

  double free(int kind) {
    double free = capacity[kind];
    for (int user = 0; user < tasks.length; user++) {
      free -= held(user, kind);
    }
    return free;
  }

  /** The dominant share of one task. */
  double step(int user) {
    return Math.max(claimed[user][0] / capacity[0], claimed[user][1] / capacity[1]);
  }

  double dominantShare(int user) {
    return tasks[user] * step(user);
  }

  /** How many tasks of that size fit in what a user holds, in fractions. */
  double worth(int user, double[] task) {
    return Math.min(held(user, 0) / task[0], held(user, 1) / task[1]);
  }
}
