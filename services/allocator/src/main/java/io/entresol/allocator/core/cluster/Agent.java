package io.entresol.allocator.core.cluster;

import io.entresol.allocator.core.amount.Bundle;
import io.entresol.allocator.core.amount.Quantities;
import io.entresol.allocator.core.amount.Rest;
import io.entresol.mesos.v1.AgentID;
import io.entresol.mesos.v1.AgentInfo;
import io.entresol.proto.bus.AgentInactivity;
import java.util.Arrays;
import java.util.List;

/**
 * One agent's account: total = free + what clients hold, at every step. If the total has shrunk
 * below what is held, the free scalars are negative and nothing of them is offered.
 */
public final class Agent {
  private final int number;
  private final AgentID proto;

  /** What one client holds. */
  private static final class Holding {
    private Bundle bundle;
    // The last offer, and when it was made: whoever gives all of it back at once declines.
    private Bundle offered = Bundle.NONE;
    private long offeredAtMs;

    Holding(Bundle bundle) {
      this.bundle = bundle;
    }
  }

  // Who holds something, and what: side by side, so that looking for one reads one array.
  private Client[] holders = new Client[2];
  private Holding[] holdings = new Holding[2];
  private int holderCount;

  private AgentTraits traits;
  // Of the traits, what is asked at every visit: runs are as fast as memory is.
  private int neededCapabilities;
  private boolean multiRole;
  private boolean hierarchicalRoles;
  private Bundle total = Bundle.NONE;
  private long[] freePlain = {};
  private long[] freeRevocable = Quantities.NONE;
  private Rest freeRest = Rest.NONE;
  // Whether more of the rest is held than there is, so that what comes back is not all free.
  private boolean restOverheld;

  // Null while there are none.
  private OfferFilters filters;
  private boolean active;
  private boolean unlisted;
  private AgentInactivity inactivity = AgentInactivity.AGENT_DISCONNECTED;
  private boolean removed;
  private Maintenance maintenance;
  // In which run its shared volumes were last offered: once in each is enough.
  private long sharedOfferedInRun;

  // What Attention knows of it.
  boolean lookAtAll;
  boolean candidate;
  // Null for nobody.
  List<Client> woken;
  int openPosition = -1;

  Agent(int number, AgentID proto, AgentTraits traits) {
    this.number = number;
    this.proto = proto;
    setTraits(traits);
  }

  /** Small, and that of no other agent at the time. */
  public int number() {
    return number;
  }

  public String id() {
    return proto.getValue();
  }

  public AgentID proto() {
    return proto;
  }

  public AgentInfo info() {
    return traits.info();
  }

  public AgentTraits traits() {
    return traits;
  }

  void setTraits(AgentTraits newTraits) {
    traits = newTraits;
    neededCapabilities = newTraits.neededCapabilities();
    multiRole = newTraits.multiRole();
    hierarchicalRoles = newTraits.hierarchicalRoles();
  }

  /** As its traits have it. */
  public int neededCapabilities() {
    return neededCapabilities;
  }

  /** As its traits have it. */
  public boolean isMultiRole() {
    return multiRole;
  }

  /** As its traits have it. */
  public boolean hasHierarchicalRoles() {
    return hierarchicalRoles;
  }

  public Bundle total() {
    return total;
  }

  public long[] freePlain() {
    return freePlain;
  }

  public long[] freeRevocable() {
    return freeRevocable;
  }

  public Rest freeRest() {
    return freeRest;
  }

  /** Of how many clients something is held here. */
  public int holders() {
    return holderCount;
  }

  /** In no order that means anything. */
  public Client holder(int index) {
    return holders[index];
  }

  /** What a client holds, offered or in use. */
  Bundle heldBy(Client client) {
    int index = indexOf(client);
    return index < 0 ? Bundle.NONE : holdings[index].bundle;
  }

  private int indexOf(Client client) {
    for (int i = 0; i < holderCount; i++) {
      if (holders[i] == client) {
        return i;
      }
    }
    return -1;
  }

  /** Until when all of the portion is refused, or {@link OfferFilters#NOT_BLOCKED}. */
  public long blockedUntilMs(Client client, Portion portion) {
    return filters == null ? OfferFilters.NOT_BLOCKED : filters.blockedUntilMs(client, portion);
  }

  /** What was refused of it; made if there is nothing yet. */
  OfferFilters filters() {
    if (filters == null) {
      filters = new OfferFilters();
    }
    return filters;
  }

  void dropFilters() {
    if (filters != null) {
      filters.clear();
      filters = null;
    }
  }

  /** Whether offers may be made of it. */
  public boolean isActive() {
    return active && !unlisted;
  }

  /** Whether a whitelist leaves it out. */
  public boolean isUnlisted() {
    return unlisted;
  }

  void setUnlisted(boolean unlisted) {
    this.unlisted = unlisted;
  }

  void setActive(boolean active) {
    this.active = active;
  }

  /** Why it is not active, if it is not. */
  public AgentInactivity inactivity() {
    return inactivity;
  }

  public void setInactivity(AgentInactivity why) {
    inactivity = why;
  }

  public boolean isRemoved() {
    return removed;
  }

  void setRemoved() {
    removed = true;
  }

  /** Null while none is planned. */
  public Maintenance maintenance() {
    return maintenance;
  }

  void setMaintenance(Maintenance maintenance) {
    this.maintenance = maintenance;
  }

  /** Whether it is active and has anything free: whether a run may look at it. */
  public boolean isOpen() {
    return openPosition >= 0;
  }

  /** Reads what a visit asks for; the result says nothing. */
  public int fetch() {
    return freePlain.length
        + freeRest.scalars().length
        + holders.length
        + holdings.length
        + (filters == null ? 0 : filters.fetch());
  }

  boolean hasFree() {
    return Quantities.hasPositive(freePlain)
        || !freeRest.isEmpty()
        || Quantities.hasPositive(freeRevocable);
  }

  /** Whether anything but its rest is free. */
  public boolean hasFreeScalars() {
    return Quantities.hasPositive(freePlain) || Quantities.hasPositive(freeRevocable);
  }

  public boolean wasSharedOfferedIn(long run) {
    return sharedOfferedInRun == run;
  }

  public void sharedOfferedIn(long run) {
    sharedOfferedInRun = run;
  }

  void setTotal(Bundle newTotal) {
    freePlain = Quantities.subtract(Quantities.add(freePlain, newTotal.plain()), total.plain());
    freeRevocable =
        Quantities.subtract(
            Quantities.add(freeRevocable.clone(), newTotal.revocable()), total.revocable());
    boolean sameRest = newTotal.rest().equals(total.rest());
    total = sameRest ? new Bundle(newTotal.plain(), newTotal.revocable(), total.rest()) : newTotal;
    if (!sameRest) {
      countFreeRest();
    }
  }

  /** What the client was just given is an offer. */
  public void noteOffer(Client client, Bundle bundle, long nowMs) {
    Holding holding = holdings[indexOf(client)];
    holding.offered = bundle;
    holding.offeredAtMs = nowMs;
  }

  /** Whether that is just what the client was last offered, and that not before then. */
  public boolean isOffer(Client client, Bundle bundle, long sinceMs) {
    int index = indexOf(client);
    return index >= 0
        && holdings[index].offeredAtMs > sinceMs
        && holdings[index].offered.equals(bundle);
  }

  /** The shared volumes that the client holds, by kind. */
  long[] sharedHeldBy(Client client) {
    return heldBy(client).rest().sharedScalars();
  }

  void take(Client client, Bundle bundle) {
    freePlain = Quantities.subtract(freePlain, bundle.plain());
    freeRevocable = Quantities.subtract(freeRevocable, bundle.revocable());
    takeRest(bundle.rest().withoutShared());
    int index = indexOf(client);
    if (index >= 0) {
      holdings[index].bundle = holdings[index].bundle.plus(bundle);
      return;
    }
    if (holderCount == holders.length) {
      holders = Arrays.copyOf(holders, 2 * holderCount);
      holdings = Arrays.copyOf(holdings, 2 * holderCount);
    }
    holders[holderCount] = client;
    holdings[holderCount] = new Holding(bundle);
    holderCount++;
    client.countHoldings(1);
  }

  /** Keeps that object in place of an equal one, so that equals are found to be so at a glance. */
  void adoptRest(Rest rest) {
    if (freeRest.equals(rest)) {
      freeRest = rest;
    }
  }

  private void takeRest(Rest rest) {
    restOverheld |= !freeRest.contains(rest);
    freeRest = freeRest.minus(rest);
  }

  /** The bundle must be part of what the client holds. */
  void giveBack(Client client, Bundle bundle) {
    int index = indexOf(client);
    if (holdings[index].bundle.equals(bundle)) {
      holderCount--;
      holders[index] = holders[holderCount];
      holdings[index] = holdings[holderCount];
      holders[holderCount] = null;
      holdings[holderCount] = null;
      client.countHoldings(-1);
    } else {
      holdings[index].bundle = holdings[index].bundle.minus(bundle);
    }
    freePlain = Quantities.add(freePlain, bundle.plain());
    freeRevocable = Quantities.add(freeRevocable, bundle.revocable());
    if (restOverheld) {
      countFreeRest();
    } else {
      freeRest = freeRest.plus(bundle.rest().withoutShared());
    }
  }

  /** Shared volumes are always free; of the rest, what nobody holds. */
  private void countFreeRest() {
    freeRest = total.rest();
    restOverheld = false;
    for (int i = 0; i < holderCount; i++) {
      takeRest(holdings[i].bundle.rest().withoutShared());
    }
  }
}
