package io.entresol.domain.resources;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Ranges of whole numbers, ascending, apart by more than one: the canonical form of a set of ports.
 *
 * @param ranges the canonical ranges
 */
public record Ranges(List<Range> ranges) implements Amount {
  public static final Ranges NONE = new Ranges(List.of());

  /**
   * Numbers from {@code begin} to {@code end}, both included; an end before the begin is refused
   * with an {@link IllegalArgumentException}.
   */
  public record Range(long begin, long end) {
    public Range {
      if (end < begin) {
        throw new IllegalArgumentException("range " + begin + "-" + end + " ends before it begins");
      }
    }

    /** How many numbers there are. */
    public long size() {
      return end - begin + 1;
    }

    @Override
    public String toString() {
      return begin + "-" + end;
    }
  }

  public Ranges {
    ranges = canonical(ranges);
  }

  public static Ranges of(long begin, long end) {
    return new Ranges(List.of(new Range(begin, end)));
  }

  /** How many numbers there are in all. */
  public long size() {
    long size = 0;
    for (Range range : ranges) {
      size += range.size();
    }
    return size;
  }

  public boolean contains(long number) {
    for (Range range : ranges) {
      if (range.begin <= number && number <= range.end) {
        return true;
      }
    }
    return false;
  }

  @Override
  public boolean isEmpty() {
    return ranges.isEmpty();
  }

  @Override
  public Ranges plus(Amount other) {
    List<Range> all = new ArrayList<>(ranges);
    all.addAll(ranges(other).ranges);
    return new Ranges(all);
  }

  @Override
  public Ranges minus(Amount other) {
    List<Range> left = new ArrayList<>();
    List<Range> taken = ranges(other).ranges;
    int first = 0;
    for (Range range : ranges) {
      long begin = range.begin;
      while (first < taken.size() && taken.get(first).end < begin) {
        first++;
      }
      for (int i = first; i < taken.size() && taken.get(i).begin <= range.end; i++) {
        if (taken.get(i).begin > begin) {
          left.add(new Range(begin, taken.get(i).begin - 1));
        }
        begin = Math.max(begin, taken.get(i).end + 1);
      }
      if (begin <= range.end) {
        left.add(new Range(begin, range.end));
      }
    }
    return new Ranges(left);
  }

  @Override
  public boolean contains(Amount other) {
    int i = 0;
    for (Range part : ranges(other).ranges) {
      while (i < ranges.size() && ranges.get(i).end < part.begin) {
        i++;
      }
      // Ranges are apart, so what is contained is contained in one of them.
      if (i == ranges.size() || ranges.get(i).begin > part.begin || ranges.get(i).end < part.end) {
        return false;
      }
    }
    return true;
  }

  @Override
  public Ranges intersect(Amount other) {
    return minus(minus(ranges(other)));
  }

  /** As Mesos prints them: {@code [31000-31004, 31006-32000]}. */
  @Override
  public String toString() {
    return ranges.stream().map(Range::toString).collect(Collectors.joining(", ", "[", "]"));
  }

  private static List<Range> canonical(List<Range> ranges) {
    if (isCanonical(ranges)) {
      return List.copyOf(ranges);
    }
    List<Range> sorted = new ArrayList<>(ranges);
    sorted.sort(Comparator.comparingLong(Range::begin));
    List<Range> merged = new ArrayList<>();
    Range last = sorted.get(0);
    for (Range next : sorted.subList(1, sorted.size())) {
      if (next.begin - 1 <= last.end) {
        last = new Range(last.begin, Math.max(last.end, next.end));
      } else {
        merged.add(last);
        last = next;
      }
    }
    merged.add(last);
    return List.copyOf(merged);
  }

  private static boolean isCanonical(List<Range> ranges) {
    for (int i = 1; i < ranges.size(); i++) {
      if (ranges.get(i).begin - 1 <= ranges.get(i - 1).end) {
        return false;
      }
    }
    return true;
  }

  private static Ranges ranges(Amount other) {
    if (other instanceof Ranges ranges) {
      return ranges;
    }
    throw new IllegalArgumentException("not ranges: " + other);
  }
}
