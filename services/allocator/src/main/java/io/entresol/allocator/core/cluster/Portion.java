package io.entresol.allocator.core.cluster;

import io.entresol.allocator.core.amount.Bundle;
import io.entresol.allocator.core.amount.Capabilities;
import io.entresol.allocator.core.amount.Quantities;
import io.entresol.allocator.core.amount.Rest;
import java.util.Arrays;

/**
 * What one client might get of one agent, while that is being decided. One object is used for all
 * decisions, since most end with a refusal.
 */
public final class Portion {
  private long[] plain = {};
  private long[] revocable = {};
  private Rest rest = Rest.NONE;

  /** All that is free on the agent and that the client is able to use, whatever its quota. */
  public void fill(Agent agent, Client client, Rest available) {
    plain = copyPositive(agent.freePlain(), plain);
    rest = available;
    if (client.framework().isCapableOf(Capabilities.REVOCABLE)) {
      revocable = copyPositive(agent.freeRevocable(), revocable);
    } else {
      Arrays.fill(revocable, 0);
    }
  }

  private static long[] copyPositive(long[] from, long[] to) {
    long[] copy = to.length < from.length ? new long[from.length] : to;
    for (int kind = 0; kind < copy.length; kind++) {
      copy[kind] = Math.max(0, Quantities.at(from, kind));
    }
    return copy;
  }

  public long[] plain() {
    return plain;
  }

  public long[] revocable() {
    return revocable;
  }

  public Rest rest() {
    return rest;
  }

  public void setRest(Rest rest) {
    this.rest = rest;
  }

  public long milli(int kind) {
    return Quantities.at(plain, kind)
        + Quantities.at(revocable, kind)
        + Quantities.at(rest.scalars(), kind);
  }

  boolean isWithin(Bundle whole) {
    return Quantities.isWithin(plain, whole.plain())
        && Quantities.isWithin(revocable, whole.revocable())
        && whole.rest().contains(rest);
  }

  public boolean isEmpty() {
    return rest.isEmpty() && Quantities.isZero(plain) && Quantities.isZero(revocable);
  }

  /** An own copy. */
  public Bundle toBundle() {
    return new Bundle(
        plain.clone(), Quantities.isZero(revocable) ? Quantities.NONE : revocable.clone(), rest);
  }
}
