package io.entresol.master.core.book;

import java.util.ArrayList;
import java.util.List;

/**
 * A list whose members keep their place, so that it can be read in pages while it changes. A place
 * that was given up is given to the next newcomer: a reader may miss a newcomer, but never sees a
 * member twice, and never misses one that stays.
 */
public final class Roster<T> {
  private final List<T> places = new ArrayList<>();
  private final List<Integer> free = new ArrayList<>();

  /** Returns the newcomer's place. */
  public int add(T member) {
    if (free.isEmpty()) {
      places.add(member);
      return places.size() - 1;
    }
    int place = free.remove(free.size() - 1);
    places.set(place, member);
    return place;
  }

  public void remove(int place) {
    places.set(place, null);
    free.add(place);
  }

  /** The member at a place, or null if it is free. */
  public T get(int place) {
    return places.get(place);
  }

  /** One more than the highest place ever taken. */
  public int end() {
    return places.size();
  }

  public int size() {
    return places.size() - free.size();
  }
}
