package io.entresol.allocator.core.cluster;

import io.entresol.allocator.core.amount.Capabilities;
import io.entresol.allocator.core.amount.ScalarKinds;
import io.entresol.mesos.v1.FrameworkID;
import io.entresol.mesos.v1.FrameworkInfo;
import io.entresol.mesos.v1.OfferFilters.MinAllocatableResources;
import io.entresol.mesos.v1.scheduler.OfferConstraints;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** All frameworks, and in which roles each wants offers. */
public final class Frameworks {
  private final RoleTree roles;
  private final Attention attention;
  private final ScalarKinds kinds;
  private final MinAllocatable minimum;
  private final Map<String, Framework> byId = new HashMap<>();
  private int nextClientNumber;

  Frameworks(RoleTree roles, Attention attention, ScalarKinds kinds, MinAllocatable minimum) {
    this.roles = roles;
    this.attention = attention;
    this.kinds = kinds;
    this.minimum = minimum;
  }

  public Collection<Framework> all() {
    return Collections.unmodifiableCollection(byId.values());
  }

  /** Null if there is none of that id. */
  public Framework find(FrameworkID id) {
    return byId.get(id.getValue());
  }

  /** One that is not known yet counts, inactive, until the master introduces it. */
  public Framework findOrAdd(FrameworkID id) {
    return byId.computeIfAbsent(id.getValue(), value -> new Framework(id));
  }

  /** Adds a framework, or replaces all that was said of it before. */
  public Framework update(
      FrameworkInfo info,
      Collection<String> suppressedRoles,
      OfferConstraints constraints,
      boolean active) {
    Framework framework = findOrAdd(info.getId());
    framework.setInfo(info);
    if (!framework.isActive()) {
      framework.clients().forEach(Client::dropFilters);
    }
    framework.setActive(active);
    Set<String> wanted = rolesOf(info);
    for (String role : wanted) {
      Client client = client(framework, role);
      client.setSubscribed(true);
      client.setSuppressed(suppressedRoles.contains(role));
      client.setWishes(minimum(info, role), constraint(constraints, role));
    }
    for (Client client : new ArrayList<>(framework.clients())) {
      client.setSubscribed(wanted.contains(client.role()));
      refresh(client);
    }
    return framework;
  }

  private void refresh(Client client) {
    roles.activateOrNot(client);
    attention.lookEverywhere(client);
    forgetIfIdle(client);
  }

  private MinAllocatable minimum(FrameworkInfo info, String role) {
    if (!info.containsOfferFilters(role)) {
      return minimum;
    }
    MinAllocatableResources own = info.getOfferFiltersOrThrow(role).getMinAllocatableResources();
    return info.getOfferFiltersOrThrow(role).hasMinAllocatableResources()
        ? MinAllocatable.of(own, kinds)
        : minimum;
  }

  private static OfferConstraint constraint(OfferConstraints constraints, String role) {
    return constraints.containsRoleConstraints(role)
        ? OfferConstraint.of(constraints.getRoleConstraintsOrThrow(role))
        : OfferConstraint.NONE;
  }

  /** The roles that a framework subscribes to: several only if it is capable of them. */
  private static Set<String> rolesOf(FrameworkInfo info) {
    boolean multiRole = (Capabilities.of(info) & Capabilities.MULTI_ROLE) != 0;
    return multiRole ? new LinkedHashSet<>(info.getRolesList()) : Set.of(info.getRole());
  }

  /** The framework in that role, whether it subscribes to it or only holds something of it. */
  public Client client(Framework framework, String role) {
    Client known = framework.clientsByRole().get(role);
    if (known != null) {
      return known;
    }
    RoleNode node = roles.node(role);
    Client client = new Client(nextClientNumber++, framework, node.group());
    node.group().add(client);
    framework.clientsByRole().put(role, client);
    return client;
  }

  /** It keeps what it holds, and is offered nothing. */
  public void deactivate(Framework framework) {
    framework.setActive(false);
    for (Client client : new ArrayList<>(framework.clients())) {
      client.dropFilters();
      refresh(client);
    }
  }

  /** What it held must have been released before. */
  void remove(Framework framework) {
    framework.setActive(false);
    framework.setRemoved();
    for (Client client : new ArrayList<>(framework.clients())) {
      client.setSubscribed(false);
      client.dropFilters();
      refresh(client);
    }
    byId.remove(framework.id());
  }

  /** No more offers for these roles; all of its roles if none is named. */
  public void suppress(Framework framework, Collection<String> suppressed) {
    for (Client client : clients(framework, suppressed)) {
      client.setSuppressed(true);
      refresh(client);
    }
  }

  /** Offers for these roles again, whatever was refused; all of its roles if none is named. */
  public void revive(Framework framework, Collection<String> revived) {
    for (Client client : clients(framework, revived)) {
      client.setSuppressed(false);
      client.dropFilters();
      refresh(client);
    }
  }

  private static List<Client> clients(Framework framework, Collection<String> named) {
    return framework.clients().stream()
        .filter(client -> named.isEmpty() || named.contains(client.role()))
        .toList();
  }

  /** All active clients of the subtree may want something of any agent. */
  void wake(RoleNode node) {
    for (Client client : node.group().members()) {
      attention.lookEverywhere(client);
    }
    node.children().forEach(this::wake);
  }

  /** Drops a client that neither subscribes to its role nor holds anything of it. */
  void forgetIfIdle(Client client) {
    if (!client.isSubscribed() && client.holdings() == 0) {
      client.group().remove(client);
      client.framework().clientsByRole().remove(client.role(), client);
      roles.prune(client.group().node());
    }
  }

  void forgetVerdicts(Agent agent) {
    for (Framework framework : byId.values()) {
      for (Client client : framework.clients()) {
        client.constraint().forget(agent.number());
      }
    }
  }
}
