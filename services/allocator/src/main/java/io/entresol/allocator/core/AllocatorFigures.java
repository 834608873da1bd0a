package io.entresol.allocator.core;

import io.entresol.allocator.core.amount.ScalarKinds;
import io.entresol.allocator.core.cluster.Client;
import io.entresol.allocator.core.cluster.Cluster;
import io.entresol.allocator.core.cluster.Framework;
import io.entresol.allocator.core.cluster.RoleNode;
import io.entresol.allocator.core.cluster.RoleQuota;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntToLongFunction;

/**
 * How things stand, for metrics.
 *
 * @param openAgents active agents of which something is free
 * @param filters offer filters that are in force
 * @param total what all agents have, by name of resource
 * @param allocated what of it is offered or in use
 * @param frameworkShares the largest first
 */
public record AllocatorFigures(
    int agents,
    int openAgents,
    int frameworks,
    long filters,
    boolean paused,
    Map<String, Double> total,
    Map<String, Double> allocated,
    List<RoleFigures> roles,
    List<FrameworkFigures> frameworkShares) {

  /**
   * One framework in one of its roles.
   *
   * @param dominantShare from 0 to 1
   */
  public record FrameworkFigures(String frameworkId, String role, double dominantShare) {}

  /**
   * One role with all below it.
   *
   * @param dominantShare from 0 to 1, its weight aside
   * @param filters offer filters of frameworks directly in the role
   * @param competing frameworks directly in the role that may be offered something
   * @param suppressed those that are connected and have suppressed the role
   * @param inactive those that are not connected
   */
  public record RoleFigures(
      String role,
      double weight,
      double dominantShare,
      Map<String, Double> allocated,
      Map<String, Double> guarantees,
      Map<String, Double> limits,
      Map<String, Double> consumed,
      long filters,
      int competing,
      int suppressed,
      int inactive) {}

  static AllocatorFigures of(Cluster cluster, ScalarKinds kinds, boolean paused) {
    List<RoleFigures> roles = new ArrayList<>();
    for (RoleNode node : cluster.roles().nodes()) {
      roles.add(role(node, cluster, kinds));
    }
    roles.sort(Comparator.comparing(RoleFigures::role));
    long filters = 0;
    List<FrameworkFigures> shares = new ArrayList<>();
    for (Framework framework : cluster.frameworks().all()) {
      for (Client client : framework.clients()) {
        filters += client.filters();
        double share = cluster.capacity().dominantShare(client);
        shares.add(new FrameworkFigures(framework.id(), client.role(), share));
      }
    }
    shares.sort(
        Comparator.comparingDouble(FrameworkFigures::dominantShare)
            .reversed()
            .thenComparing(FrameworkFigures::frameworkId)
            .thenComparing(FrameworkFigures::role));
    return new AllocatorFigures(
        cluster.agents().size(),
        cluster.attention().openAgents(),
        cluster.frameworks().all().size(),
        filters,
        paused,
        byName(kinds, cluster.capacity()::totalMilli),
        byName(kinds, cluster.roles()::heldMilli),
        roles,
        shares);
  }

  private static RoleFigures role(RoleNode node, Cluster cluster, ScalarKinds kinds) {
    RoleQuota quota = node.quota();
    boolean own = node.isTopLevel();
    long filters = 0;
    int competing = 0;
    int suppressed = 0;
    int inactive = 0;
    for (Client client : node.group().members()) {
      filters += client.filters();
      if (client.isActive()) {
        competing++;
      } else if (client.isSubscribed() && client.framework().isActive()) {
        suppressed++;
      } else if (client.isSubscribed()) {
        inactive++;
      }
    }
    return new RoleFigures(
        node.path(),
        node.weight(),
        cluster.capacity().dominantShare(node),
        byName(kinds, node::heldMilli),
        own ? byName(kinds, quota::guaranteeMilli) : Map.of(),
        own ? limits(kinds, quota) : Map.of(),
        own && !quota.isDefault() ? byName(kinds, quota::consumedMilli) : Map.of(),
        filters,
        competing,
        suppressed,
        inactive);
  }

  /** Only kinds with a limit; one of 0 is a limit. */
  static Map<String, Double> limits(ScalarKinds kinds, RoleQuota quota) {
    Map<String, Double> named = new TreeMap<>();
    for (int kind = 0; kind < kinds.count(); kind++) {
      if (quota.limitMilli(kind) != RoleQuota.UNLIMITED) {
        named.put(kinds.name(kind), quota.limitMilli(kind) / 1000.0);
      }
    }
    return named;
  }

  /** Amounts that are not 0, in units. */
  static Map<String, Double> byName(ScalarKinds kinds, IntToLongFunction milli) {
    Map<String, Double> named = new TreeMap<>();
    for (int kind = 0; kind < kinds.count(); kind++) {
      if (milli.applyAsLong(kind) != 0) {
        named.put(kinds.name(kind), milli.applyAsLong(kind) / 1000.0);
      }
    }
    return named;
  }
}
