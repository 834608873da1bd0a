package io.entresol.allocator.core.cluster;

import io.entresol.allocator.core.fair.Contender;

/**
 * A framework in one role: what offers are made to. It competes with the other frameworks of the
 * role while its framework is active, subscribed to the role, and has not suppressed it.
 */
public final class Client extends Contender {
  private final int number;
  private final Framework framework;
  private final ClientGroup group;
  private final boolean inNestedRole;

  private boolean subscribed;
  private boolean suppressed;
  private MinAllocatable minimum = MinAllocatable.ANYTHING;
  private OfferConstraint constraint = OfferConstraint.NONE;

  private OfferFilters.Scope filterScope = new OfferFilters.Scope(this);
  private int filters;
  private int holdings;
  // Whether every agent with something free is to be looked at for it.
  boolean wokenEverywhere;

  Client(int number, Framework framework, ClientGroup group) {
    super(framework.id());
    this.number = number;
    this.framework = framework;
    this.group = group;
    this.inNestedRole = group.node().path().indexOf('/') >= 0;
  }

  /** Never that of another client. */
  int number() {
    return number;
  }

  public Framework framework() {
    return framework;
  }

  public ClientGroup group() {
    return group;
  }

  public String role() {
    return group.node().path();
  }

  public boolean isInNestedRole() {
    return inNestedRole;
  }

  public boolean isSubscribed() {
    return subscribed;
  }

  public boolean isSuppressed() {
    return suppressed;
  }

  /** Whether it may be offered anything at all. */
  public boolean isActive() {
    return subscribed && !suppressed && framework.isActive();
  }

  void setSubscribed(boolean subscribed) {
    this.subscribed = subscribed;
  }

  void setSuppressed(boolean suppressed) {
    this.suppressed = suppressed;
  }

  public MinAllocatable minimum() {
    return minimum;
  }

  public OfferConstraint constraint() {
    return constraint;
  }

  void setWishes(MinAllocatable minimum, OfferConstraint constraint) {
    this.minimum = minimum;
    this.constraint = constraint;
  }

  OfferFilters.Scope filterScope() {
    return filterScope;
  }

  /** Drops all its filters, on whatever agents they are. */
  void dropFilters() {
    filterScope = new OfferFilters.Scope(this);
    filters = 0;
  }

  void countFilters(int more) {
    filters += more;
  }

  void countHoldings(int more) {
    holdings += more;
  }

  /** Of how many agents it holds something. */
  public int holdings() {
    return holdings;
  }

  /** How many offer filters it has. */
  public int filters() {
    return filters;
  }
}
