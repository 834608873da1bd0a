package io.entresol.allocator.core.cluster;

import io.entresol.allocator.core.amount.Bundle;
import io.entresol.allocator.core.amount.Quantities;
import io.entresol.allocator.core.amount.Rest;
import io.entresol.allocator.core.amount.ScalarKinds;
import io.entresol.allocator.core.fair.Capacity;
import io.entresol.allocator.core.fair.SharePolicy;
import io.entresol.domain.resources.Scalar;
import io.entresol.mesos.v1.AgentID;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The allocator's books: what each agent has, who holds what, and the sums of it by role, by quota
 * and over all. Every change of an agent's account goes through here, so that the sums agree.
 */
public final class Cluster {
  private final ScalarKinds kinds;
  private final Capacity capacity;
  private final Headroom headroom = new Headroom();
  private final RoleTree roles;
  private final Frameworks frameworks;
  private final Attention attention = new Attention();
  private final Map<String, Agent> agents = new HashMap<>();
  private final Set<Agent> inMaintenance = new LinkedHashSet<>();
  private final BitSet numbers = new BitSet();
  private Optional<Set<String>> whitelist = Optional.empty();

  public Cluster(
      ScalarKinds kinds,
      Set<String> notCounted,
      SharePolicy rolePolicy,
      SharePolicy frameworkPolicy,
      MinAllocatable minimum) {
    this.kinds = kinds;
    this.capacity = new Capacity(kinds, notCounted);
    this.roles = new RoleTree(capacity, rolePolicy, frameworkPolicy);
    this.frameworks = new Frameworks(roles, attention, kinds, minimum);
  }

  public Capacity capacity() {
    return capacity;
  }

  public Headroom headroom() {
    return headroom;
  }

  public RoleTree roles() {
    return roles;
  }

  public Frameworks frameworks() {
    return frameworks;
  }

  public Attention attention() {
    return attention;
  }

  public Collection<Agent> agents() {
    return Collections.unmodifiableCollection(agents.values());
  }

  /** Null if there is none of that id. */
  public Agent agent(AgentID id) {
    return agents.get(id.getValue());
  }

  public Collection<Agent> agentsInMaintenance() {
    return Collections.unmodifiableSet(inMaintenance);
  }

  // ---- agents

  public Agent addAgent(AgentID id, AgentTraits traits, Bundle total) {
    int number = numbers.nextClearBit(0);
    numbers.set(number);
    Agent agent = new Agent(number, id, traits);
    agent.setUnlisted(!isListed(agent));
    agents.put(agent.id(), agent);
    setTotal(agent, total);
    return agent;
  }

  public void removeAgent(Agent agent) {
    setActive(agent, false);
    while (agent.holders() > 0) {
      release(agent, agent.holder(0), agent.heldBy(agent.holder(0)));
    }
    setTotal(agent, Bundle.NONE);
    agent.dropFilters();
    frameworks.forgetVerdicts(agent);
    inMaintenance.remove(agent);
    agents.remove(agent.id());
    numbers.clear(agent.number());
    agent.setRemoved();
  }

  public void setTotal(Agent agent, Bundle total) {
    Bundle before = agent.total();
    capacity.subtract(quantities(before, Quantities.NONE));
    capacity.add(quantities(total, Quantities.NONE));
    if (!before.rest().equals(total.rest())) {
      countReservations(before.rest(), -1);
      countReservations(total.rest(), 1);
    }
    uncountFree(agent);
    agent.setTotal(total);
    countFree(agent);
    changed(agent);
  }

  /** With other traits, filters and verdicts of constraints no longer hold for the agent. */
  public void setTraits(Agent agent, AgentTraits traits) {
    boolean same = traits.meansTheSameAs(agent.traits());
    agent.setTraits(traits);
    list(agent);
    if (!same) {
      agent.dropFilters();
      frameworks.forgetVerdicts(agent);
      attention.look(agent);
    }
  }

  public void setActive(Agent agent, boolean active) {
    uncountFree(agent);
    boolean before = agent.isActive();
    agent.setActive(active);
    countFree(agent);
    if (agent.isActive() != before) {
      changed(agent);
    }
  }

  /**
   * Nothing more is offered of agents on other hosts than these; empty is any host. What is offered
   * already stays so.
   */
  public void setWhitelist(Optional<Set<String>> hostnames) {
    whitelist = hostnames.map(Set::copyOf);
    agents.values().forEach(this::list);
  }

  private boolean isListed(Agent agent) {
    return whitelist.isEmpty() || whitelist.get().contains(agent.info().getHostname());
  }

  private void list(Agent agent) {
    boolean unlisted = !isListed(agent);
    if (agent.isUnlisted() != unlisted) {
      uncountFree(agent);
      agent.setUnlisted(unlisted);
      countFree(agent);
      changed(agent);
    }
  }

  /** Plans a maintenance; null calls it off. */
  public void setMaintenance(Agent agent, Maintenance maintenance) {
    agent.setMaintenance(maintenance);
    if (maintenance == null) {
      inMaintenance.remove(agent);
    } else {
      inMaintenance.add(agent);
    }
  }

  private void changed(Agent agent) {
    attention.openOrClose(agent);
    if (agent.isActive()) {
      attention.look(agent);
    }
  }

  private void countFree(Agent agent) {
    if (agent.isActive()) {
      headroom.add(agent.freePlain());
      headroom.add(agent.freeRest().unreservedScalars());
    }
  }

  private void uncountFree(Agent agent) {
    if (agent.isActive()) {
      headroom.subtract(agent.freePlain());
      headroom.subtract(agent.freeRest().unreservedScalars());
    }
  }

  private void countReservations(Rest rest, int sign) {
    if (!rest.hasReserved()) {
      return;
    }
    rest.resources()
        .forEach(
            (key, amount) -> {
              if (key.isReserved() && amount instanceof Scalar scalar) {
                RoleNode node = roles.node(key.role());
                long milli = sign * scalar.milli();
                node.quota()
                    .addReserved(Quantities.with(Quantities.NONE, kinds.number(key.name()), milli));
                quotaChanged(node, sign < 0);
                roles.prune(node);
              }
            });
  }

  // ---- who holds what

  /**
   * The client holds more of the agent. Its place in the order is put right by {@link #reorder}.
   */
  public void allocate(Agent agent, Client client, Bundle bundle) {
    boolean shared = bundle.rest().hasShared();
    long[] sharedBefore = shared ? agent.sharedHeldBy(client) : Quantities.NONE;
    if (agent.isActive()) {
      headroom.subtract(bundle.plain());
      headroom.subtract(bundle.rest().unreservedScalars());
    }
    agent.take(client, bundle);
    long[] newlyShared =
        shared
            ? Quantities.subtract(agent.sharedHeldBy(client).clone(), sharedBefore)
            : Quantities.NONE;
    roles.charge(client, quantities(bundle, newlyShared));
    RoleQuota quota = client.group().node().quota();
    quota.addUnreserved(bundle.plain());
    quota.addUnreserved(bundle.rest().unreservedScalars());
    quota.update(headroom);
    attention.openOrClose(agent);
  }

  /** Puts the client's place in the order right after it was given something. */
  public void reorder(Client client) {
    roles.reorder(client);
  }

  /**
   * The client holds less of the agent, which has more to offer.
   *
   * @return false, and nothing is changed, if it does not hold that much: the books disagree
   */
  public boolean release(Agent agent, Client client, Bundle bundle) {
    if (!agent.heldBy(client).contains(bundle)) {
      return false;
    }
    giveBack(agent, client, bundle);
    frameworks.forgetIfIdle(client);
    return true;
  }

  private void giveBack(Agent agent, Client client, Bundle bundle) {
    boolean shared = bundle.rest().hasShared();
    long[] sharedBefore = shared ? agent.sharedHeldBy(client) : Quantities.NONE;
    uncountFree(agent);
    agent.giveBack(client, bundle);
    countFree(agent);
    long[] nowUnshared =
        shared
            ? Quantities.subtract(sharedBefore.clone(), agent.sharedHeldBy(client))
            : Quantities.NONE;
    roles.discharge(client, quantities(bundle, nowUnshared));
    RoleNode node = client.group().node();
    node.quota().subtractUnreserved(bundle.plain());
    node.quota().subtractUnreserved(bundle.rest().unreservedScalars());
    quotaChanged(node, true);
    roles.reorder(client);
    changed(agent);
  }

  /**
   * All scalars of a bundle by kind; of shared volumes only what is given beside. Not to be written
   * to.
   */
  private static long[] quantities(Bundle bundle, long[] shared) {
    if (bundle.rest().scalars().length + bundle.revocable().length + shared.length == 0) {
      return bundle.plain();
    }
    long[] sum = Quantities.add(bundle.plain().clone(), bundle.rest().scalars());
    return Quantities.add(Quantities.add(sum, bundle.revocable()), shared);
  }

  /**
   * Some of what the agent has is something else now.
   *
   * @param client who holds it; null if it is free
   * @return false, and nothing is changed, if there is not that much: the books disagree
   */
  public boolean convert(Agent agent, Client client, Bundle consumed, Bundle converted) {
    if (!agent.total().contains(consumed)) {
      return false;
    }
    Bundle total = agent.total().minus(consumed).plus(converted);
    if (client == null) {
      setTotal(agent, total);
      return true;
    }
    if (!agent.heldBy(client).contains(consumed)) {
      return false;
    }
    giveBack(agent, client, consumed);
    setTotal(agent, total);
    allocate(agent, client, converted);
    reorder(client);
    return true;
  }

  /** Releases all that the framework holds, and forgets it. */
  public void removeFramework(Framework framework) {
    for (Client client : new ArrayList<>(framework.clients())) {
      if (client.holdings() > 0) {
        releaseAll(client);
      }
    }
    inMaintenance.forEach(agent -> agent.maintenance().forget(framework));
    frameworks.remove(framework);
  }

  private void releaseAll(Client client) {
    for (Agent agent : agents.values()) {
      if (!agent.heldBy(client).isEmpty()) {
        release(agent, client, agent.heldBy(client));
      }
    }
  }

  // ---- quota

  /** All quotas; roles that are not named have none. */
  public void setQuotas(Map<String, Quota> quotas) {
    for (String role : quotas.keySet()) {
      roles.node(role);
    }
    for (RoleNode node : new ArrayList<>(roles.root().children())) {
      Quota quota = quotas.getOrDefault(node.path(), Quota.NONE);
      node.quota().set(quota.guarantees(), quota.limits());
      quotaChanged(node, true);
      frameworks.wake(node);
      roles.prune(node);
    }
    // Whoever was held back for the sake of somebody's guarantee may be so no longer.
    attention.lookAtWithheld();
  }

  private void quotaChanged(RoleNode node, boolean more) {
    RoleQuota quota = node.quota();
    quota.update(headroom);
    if (more && (quota.isHeldBack() || quota.isOwed())) {
      quota.setHeldBack(false);
      frameworks.wake(node.topLevel());
    }
  }
}
