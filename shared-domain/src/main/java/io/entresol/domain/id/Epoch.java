package io.entresol.domain.id;

/**
 * One term of leadership. A higher one deposes all lower ones.
 *
 * @param number positive; taken from ZooKeeper, never reused
 */
public record Epoch(long number) implements Comparable<Epoch> {
  public Epoch {
    if (number <= 0) {
      throw new IllegalArgumentException("an epoch is positive, not " + number);
    }
  }

  @Override
  public int compareTo(Epoch other) {
    return Long.compare(number, other.number);
  }

  @Override
  public String toString() {
    return Long.toString(number);
  }
}
