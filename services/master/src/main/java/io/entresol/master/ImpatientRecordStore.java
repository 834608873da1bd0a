package io.entresol.master;

import io.entresol.domain.frame.StoreChange;
import io.entresol.runtime.RecordStore;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Fails what takes a store too long.
 *
 * @param store what does the work
 * @param loadLimit for all records
 * @param commitLimit for one commit
 */
record ImpatientRecordStore(RecordStore store, Duration loadLimit, Duration commitLimit)
    implements RecordStore {
  @Override
  public Future<Map<String, byte[]>> load() {
    return store.load().timeout(loadLimit.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** A commit that failed may still come about, unless the epoch has changed meanwhile. */
  @Override
  public Future<Void> commit(List<StoreChange> changes) {
    return store.commit(changes).timeout(commitLimit.toMillis(), TimeUnit.MILLISECONDS);
  }
}
