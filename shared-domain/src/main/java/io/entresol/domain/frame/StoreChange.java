package io.entresol.domain.frame;

import java.util.Arrays;

/** A record: one durable fact to be written under a key before anything else happens. */
public sealed interface StoreChange {
  /** A relative path of segments, for example {@code agents/S12}; the store knows its root. */
  String key();

  /** Stores or replaces a value. */
  @SuppressWarnings("ArrayRecordComponent") // compared by content below, and never changed
  record Put(String key, byte[] value) implements StoreChange {
    @Override
    public boolean equals(Object other) {
      return other instanceof Put put && key.equals(put.key) && Arrays.equals(value, put.value);
    }

    @Override
    public int hashCode() {
      return 31 * key.hashCode() + Arrays.hashCode(value);
    }

    @Override
    public String toString() {
      return "Put[" + key + ", " + value.length + " bytes]";
    }
  }

  /** Removes a key; removing what is not there is no error. */
  record Remove(String key) implements StoreChange {}
}
