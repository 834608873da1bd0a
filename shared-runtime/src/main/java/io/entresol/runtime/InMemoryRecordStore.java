package io.entresol.runtime;

import io.entresol.domain.frame.StoreChange;
import io.vertx.core.Future;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Forgets with the process: for tests, and for a registry that need not last. */
public final class InMemoryRecordStore implements RecordStore {
  private final Map<String, byte[]> values = new ConcurrentHashMap<>();

  @Override
  public Future<Map<String, byte[]>> load() {
    return Future.succeededFuture(new LinkedHashMap<>(values));
  }

  @Override
  public Future<Void> commit(List<StoreChange> changes) {
    for (StoreChange change : changes) {
      if (change instanceof StoreChange.Put put) {
        values.put(put.key(), put.value());
      } else {
        values.remove(change.key());
      }
    }
    return Future.succeededFuture();
  }
}
