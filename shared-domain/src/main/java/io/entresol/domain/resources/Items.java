package io.entresol.domain.resources;

import java.util.Collection;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A set of names.
 *
 * @param items the names, sorted
 */
public record Items(SortedSet<String> items) implements Amount {
  public Items {
    items = Collections.unmodifiableSortedSet(new TreeSet<>(items));
  }

  public static Items of(Collection<String> items) {
    return new Items(new TreeSet<>(items));
  }

  @Override
  public boolean isEmpty() {
    return items.isEmpty();
  }

  @Override
  public Items plus(Amount other) {
    TreeSet<String> all = new TreeSet<>(items);
    all.addAll(items(other).items);
    return new Items(all);
  }

  @Override
  public Items minus(Amount other) {
    TreeSet<String> left = new TreeSet<>(items);
    left.removeAll(items(other).items);
    return new Items(left);
  }

  @Override
  public boolean contains(Amount other) {
    return items.containsAll(items(other).items);
  }

  @Override
  public Items intersect(Amount other) {
    TreeSet<String> both = new TreeSet<>(items);
    both.retainAll(items(other).items);
    return new Items(both);
  }

  /** As Mesos prints them: {@code {a, b}}. */
  @Override
  public String toString() {
    return "{" + String.join(", ", items) + "}";
  }

  private static Items items(Amount other) {
    if (other instanceof Items items) {
      return items;
    }
    throw new IllegalArgumentException("not a set: " + other);
  }
}
