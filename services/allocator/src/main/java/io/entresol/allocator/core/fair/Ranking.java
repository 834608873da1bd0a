package io.entresol.allocator.core.fair;

import java.util.Arrays;

/**
 * Those who compete at one level, in the order in which they are to be served. Kept sorted in an
 * array: whoever changed is found by bisection and moved, and only a change of the whole cluster's
 * capacity makes it sort again, when it is next asked.
 */
public final class Ranking {
  private final SharePolicy policy;
  private final Capacity capacity;

  private Contender[] order = new Contender[4];
  // The ranks beside, so that a bisection reads one array.
  private double[] ranks = new double[4];
  private int size;
  // The capacity's generation when it was sorted; 0 if it is not sorted.
  private long sortedAt;

  public Ranking(SharePolicy policy, Capacity capacity) {
    this.policy = policy;
    this.capacity = capacity;
    this.sortedAt = capacity.generation();
  }

  public int size() {
    return size;
  }

  public boolean isEmpty() {
    return size == 0;
  }

  /** The one that is served after {@code position} others. */
  public Contender at(int position) {
    return order[position];
  }

  public void add(Contender contender) {
    contender.standIn(this);
    if (size == order.length) {
      order = Arrays.copyOf(order, 2 * size);
      ranks = Arrays.copyOf(ranks, 2 * size);
    }
    contender.measure(policy, capacity);
    if (isSorted()) {
      insert(contender, place(contender, 0, size));
    } else {
      sortedAt = 0;
      insert(contender, size);
    }
  }

  public void remove(Contender contender) {
    delete(find(contender));
    contender.standIn(null);
  }

  /** Whoever it was before, it now may hold more or less. */
  void moved(Contender contender) {
    if (size == 1) {
      // Alone it is first anyhow: it is measured when somebody joins it.
      sortedAt = 0;
    }
    if (!isSorted()) {
      return;
    }
    int from = find(contender);
    contender.measure(policy, capacity);
    int to = from;
    if (from > 0 && contender.compareRank(order[from - 1]) < 0) {
      to = place(contender, 0, from);
    } else if (from + 1 < size && order[from + 1].compareRank(contender) < 0) {
      to = place(contender, from + 1, size) - 1;
    }
    shift(from, to);
    order[to] = contender;
    ranks[to] = contender.rank();
  }

  /** Moves those between the two places by one, so that the first place is free at the other. */
  private void shift(int from, int to) {
    if (from < to) {
      System.arraycopy(order, from + 1, order, from, to - from);
      System.arraycopy(ranks, from + 1, ranks, from, to - from);
    } else if (from > to) {
      System.arraycopy(order, to, order, to + 1, from - to);
      System.arraycopy(ranks, to, ranks, to + 1, from - to);
    }
  }

  /** Sorts if that is due. To be called before it is read. */
  public Ranking refreshed() {
    if (size > 1 && !isSorted()) {
      for (int i = 0; i < size; i++) {
        order[i].measure(policy, capacity);
      }
      Arrays.sort(order, 0, size, Contender::compareRank);
      for (int i = 0; i < size; i++) {
        ranks[i] = order[i].rank();
      }
      sortedAt = capacity.generation();
    }
    return this;
  }

  private boolean isSorted() {
    return sortedAt == capacity.generation();
  }

  private int find(Contender contender) {
    // Whoever was just served stood first, mostly.
    if (order[0] == contender) {
      return 0;
    }
    if (sortedAt != 0) {
      int position = place(contender, 0, size);
      if (position < size && order[position] == contender) {
        return position;
      }
    }
    for (int i = 0; i < size; i++) {
      if (order[i] == contender) {
        return i;
      }
    }
    throw new IllegalStateException(contender.name() + " is not in this ranking");
  }

  /**
   * The position of the first from there on, and before the end, that is not before the contender.
   */
  private int place(Contender contender, int from, int end) {
    int low = from;
    int high = end;
    double rank = contender.rank();
    while (low < high) {
      int middle = (low + high) >>> 1;
      boolean before =
          ranks[middle] < rank
              || (ranks[middle] == rank && order[middle].compareRank(contender) < 0);
      if (before) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private void insert(Contender contender, int position) {
    System.arraycopy(order, position, order, position + 1, size - position);
    System.arraycopy(ranks, position, ranks, position + 1, size - position);
    order[position] = contender;
    ranks[position] = contender.rank();
    size++;
  }

  private void delete(int position) {
    size--;
    System.arraycopy(order, position + 1, order, position, size - position);
    System.arraycopy(ranks, position + 1, ranks, position, size - position);
    order[size] = null;
  }
}
