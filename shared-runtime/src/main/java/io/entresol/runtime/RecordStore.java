package io.entresol.runtime;

import io.entresol.domain.frame.StoreChange;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;

/** The durable key-value store of one leader. */
public interface RecordStore {
  /** Everything that is stored, by key. */
  Future<Map<String, byte[]>> load();

  /**
   * Makes changes durable, in order. Fails with {@link DeposedException} if the epoch is over, and
   * then nothing has changed.
   */
  Future<Void> commit(List<StoreChange> changes);
}
