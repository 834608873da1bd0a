package io.entresol.runtime;

import io.entresol.domain.id.Epoch;
import java.util.Locale;

/** What a service can be elected to do for the whole cluster. */
public enum LeaderRole {
  MASTER,
  ALLOCATOR,
  MARATHON;

  /** The name in paths and metrics: {@code master}, {@code allocator}, {@code marathon}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The bus address of the leader of an epoch, for example {@code master.7}. */
  public String busAddress(Epoch epoch) {
    return id() + "." + epoch.number();
  }
}
