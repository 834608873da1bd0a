package io.entresol.allocator.core.cluster;

import io.entresol.allocator.core.amount.Bundle;
import java.util.function.Consumer;

/**
 * What was declined of one agent's resources: by whom, which bundle, until when. An open-addressed
 * table, since a cluster may hold millions of these; a client may have several. A client that drops
 * all its filters merely takes a new scope: what belongs to an older one is swept out later.
 */
public final class OfferFilters {
  /** As the next expiry when there is none. */
  static final long NEVER = Long.MAX_VALUE;

  /** As the end of a filter when there is none. */
  public static final long NOT_BLOCKED = Long.MIN_VALUE;

  private static final int SMALLEST = 8;

  /** All filters that a client has set since it last dropped them, on any agent. */
  static final class Scope {
    private final Client client;

    Scope(Client client) {
      this.client = client;
    }

    private boolean isCurrent() {
      return client.filterScope() == this;
    }
  }

  private Scope[] scopes = {};
  private long[] until = {};
  private Bundle[] refused = {};
  private int used;
  private long nextExpiry = NEVER;
  private Bundle lastRefused = Bundle.NONE;

  /** When the first of them ends, or an earlier time; {@link #NEVER} if there is none. */
  long nextExpiryMs() {
    return nextExpiry;
  }

  /**
   * The client does not want that bundle, or any part of it, until then.
   *
   * @return an equal bundle: the one that is kept
   */
  Bundle add(Client client, Bundle bundle, long untilMs) {
    // Most clients refuse the same: what is left of the agent. It is kept once.
    if (!bundle.equals(lastRefused)) {
      lastRefused = bundle;
    }
    if (used == 0 || !extend(client, untilMs)) {
      if (4 * (used + 1) > 3 * until.length) {
        rebuild(2 * (countCurrent() + 1), NOT_BLOCKED, OfferFilters::ignore);
      }
      put(client.filterScope(), lastRefused, untilMs);
      client.countFilters(1);
    }
    return lastRefused;
  }

  /** Whether an older, smaller filter of the client could take the place of the new one. */
  private boolean extend(Client client, long untilMs) {
    Scope scope = client.filterScope();
    for (int slot = slot(scope); scopes[slot] != null; slot = next(slot)) {
      if (scopes[slot] == scope && until[slot] <= untilMs && lastRefused.contains(refused[slot])) {
        until[slot] = untilMs;
        refused[slot] = lastRefused;
        return true;
      }
    }
    return false;
  }

  /** Until when all of the portion is refused by the client, or {@link #NOT_BLOCKED}. */
  public long blockedUntilMs(Client client, Portion portion) {
    long last = NOT_BLOCKED;
    if (used > 0) {
      Scope scope = client.filterScope();
      for (int slot = slot(scope); scopes[slot] != null; slot = next(slot)) {
        if (scopes[slot] == scope && until[slot] > last && portion.isWithin(refused[slot])) {
          last = until[slot];
        }
      }
    }
    return last;
  }

  /** Reads what {@link #blockedUntilMs} will read; the result says nothing. */
  int fetch() {
    return scopes.length + until.length + refused.length + lastRefused.plain().length;
  }

  /** Drops what has ended by then, and says whose it was. */
  void expire(long nowMs, Consumer<Client> ended) {
    if (nextExpiry <= nowMs) {
      rebuild(until.length, nowMs, ended);
      if (used == 0) {
        clear();
      }
    }
  }

  /** Drops all. */
  void clear() {
    rebuild(0, Long.MAX_VALUE, OfferFilters::ignore);
    lastRefused = Bundle.NONE;
  }

  private int countCurrent() {
    int current = 0;
    for (Scope scope : scopes) {
      if (scope != null && scope.isCurrent()) {
        current++;
      }
    }
    return current;
  }

  private void rebuild(int capacity, long endedByMs, Consumer<Client> ended) {
    Scope[] oldScopes = scopes;
    long[] oldUntil = until;
    Bundle[] oldRefused = refused;
    int size = capacity == 0 ? 0 : powerOfTwoFrom(Math.max(SMALLEST, capacity));
    scopes = new Scope[size];
    until = new long[size];
    refused = new Bundle[size];
    used = 0;
    nextExpiry = NEVER;
    for (int slot = 0; slot < oldScopes.length; slot++) {
      Scope scope = oldScopes[slot];
      if (scope == null || !scope.isCurrent()) {
        continue;
      }
      if (oldUntil[slot] > endedByMs) {
        put(scope, oldRefused[slot], oldUntil[slot]);
      } else {
        scope.client.countFilters(-1);
        ended.accept(scope.client);
      }
    }
  }

  private static void ignore(Client client) {}

  private static int powerOfTwoFrom(int least) {
    return Integer.highestOneBit(least - 1) << 1;
  }

  private void put(Scope scope, Bundle bundle, long untilMs) {
    int slot = slot(scope);
    while (scopes[slot] != null) {
      slot = next(slot);
    }
    scopes[slot] = scope;
    until[slot] = untilMs;
    refused[slot] = bundle;
    used++;
    nextExpiry = Math.min(nextExpiry, untilMs);
  }

  private int slot(Scope scope) {
    int hash = scope.client.number() * 0x9E3779B9;
    return (hash ^ (hash >>> 16)) & (until.length - 1);
  }

  private int next(int slot) {
    return (slot + 1) & (until.length - 1);
  }
}
