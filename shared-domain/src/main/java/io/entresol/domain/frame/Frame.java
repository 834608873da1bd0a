package io.entresol.domain.frame;

import java.util.ArrayList;
import java.util.List;

/**
 * What follows from one command: records to store, then effects, which may happen only once the
 * records are durable, in their order.
 *
 * @param <E> the sealed type of a service's effects
 */
public record Frame<E>(List<StoreChange> records, List<E> effects) {
  public Frame {
    records = List.copyOf(records);
    effects = List.copyOf(effects);
  }

  public static <E> Frame<E> empty() {
    return new Frame<>(List.of(), List.of());
  }

  public boolean isEmpty() {
    return records.isEmpty() && effects.isEmpty();
  }

  /** Collects the frame of one command. Append-only; used by one thread. */
  public static final class Builder<E> {
    private final List<StoreChange> records = new ArrayList<>();
    private final List<E> effects = new ArrayList<>();

    public Builder<E> put(String key, byte[] value) {
      records.add(new StoreChange.Put(key, value));
      return this;
    }

    public Builder<E> remove(String key) {
      records.add(new StoreChange.Remove(key));
      return this;
    }

    public Builder<E> effect(E effect) {
      effects.add(effect);
      return this;
    }

    public Frame<E> build() {
      return new Frame<>(records, effects);
    }
  }
}
