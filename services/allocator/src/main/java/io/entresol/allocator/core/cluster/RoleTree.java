package io.entresol.allocator.core.cluster;

import io.entresol.allocator.core.amount.Quantities;
import io.entresol.allocator.core.fair.Capacity;
import io.entresol.allocator.core.fair.Contender;
import io.entresol.allocator.core.fair.Ranking;
import io.entresol.allocator.core.fair.SharePolicy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * All roles that anybody is in, holds resources of, has reserved something for, or has configured,
 * with what each subtree holds. Only subtrees with active clients compete.
 */
public final class RoleTree {
  private final Capacity capacity;
  private final SharePolicy rolePolicy;
  private final SharePolicy frameworkPolicy;
  private final RoleNode root;
  private final Map<String, RoleNode> byPath = new HashMap<>();
  private Map<String, Double> weights = Map.of();

  RoleTree(Capacity capacity, SharePolicy rolePolicy, SharePolicy frameworkPolicy) {
    this.capacity = capacity;
    this.rolePolicy = rolePolicy;
    this.frameworkPolicy = frameworkPolicy;
    this.root = newNode("", null);
  }

  private RoleNode newNode(String path, RoleNode parent) {
    return new RoleNode(
        path, parent, new Ranking(rolePolicy, capacity), new Ranking(frameworkPolicy, capacity));
  }

  public RoleNode root() {
    return root;
  }

  /** All but the root. */
  public List<RoleNode> nodes() {
    return new ArrayList<>(byPath.values());
  }

  /** The node of a role, or null if nobody has to do with it. */
  public RoleNode find(String path) {
    return byPath.get(path);
  }

  /** The node of a role, made with its ancestors if it is not there. */
  RoleNode node(String path) {
    RoleNode known = byPath.get(path);
    if (known != null) {
      return known;
    }
    int slash = path.lastIndexOf('/');
    RoleNode parent = slash < 0 ? root : node(path.substring(0, slash));
    RoleNode made = newNode(path, parent);
    made.setWeight(weights.getOrDefault(path, 1.0));
    parent.childrenByName().put(path.substring(slash + 1), made);
    byPath.put(path, made);
    return made;
  }

  /** Drops the node and such ancestors as are left with nothing. */
  void prune(RoleNode node) {
    RoleNode current = node;
    while (current != root
        && current.children().isEmpty()
        && current.group().members().isEmpty()
        && !(current.isTopLevel() && current.quota().isInUse())) {
      RoleNode parent = current.parent();
      byPath.remove(current.path());
      parent.childrenByName().values().remove(current);
      current = parent;
    }
  }

  /** Puts the client among those that compete, or takes it out, as it says itself. */
  void activateOrNot(Client client) {
    ClientGroup group = client.group();
    set(group.ranking(), client, client.isActive());
    RoleNode node = group.node();
    set(node.subtrees(), group, !group.ranking().isEmpty());
    for (; node != root; node = node.parent()) {
      set(node.parent().subtrees(), node, !node.subtrees().isEmpty());
    }
  }

  private static void set(Ranking ranking, Contender contender, boolean ranked) {
    if (ranked && !contender.isRanked()) {
      ranking.add(contender);
    } else if (!ranked && contender.isRanked()) {
      ranking.remove(contender);
    }
  }

  /** The client holds more. The order is put right by {@link #reorder}. */
  void charge(Client client, long[] milli) {
    client.gain(milli);
    client.group().gain(milli);
    for (RoleNode node = client.group().node(); node != null; node = node.parent()) {
      node.gain(milli);
    }
  }

  /** The client holds less. The order is put right by {@link #reorder}. */
  void discharge(Client client, long[] milli) {
    client.lose(milli);
    client.group().lose(milli);
    for (RoleNode node = client.group().node(); node != null; node = node.parent()) {
      node.lose(milli);
    }
  }

  /** Counts an offer to the client. */
  public void served(Client client) {
    client.served();
    client.group().served();
    for (RoleNode node = client.group().node(); node != root; node = node.parent()) {
      node.served();
    }
  }

  /** Finds the client's place again, and that of all that it is part of. */
  void reorder(Client client) {
    client.rankAgain();
    client.group().rankAgain();
    for (RoleNode node = client.group().node(); node != root; node = node.parent()) {
      node.rankAgain();
    }
  }

  /** All weights that are not 1. */
  public void setWeights(Map<String, Double> newWeights) {
    weights = Map.copyOf(newWeights);
    byPath.forEach((path, node) -> node.setWeight(weights.getOrDefault(path, 1.0)));
    capacity.sharesChanged();
  }

  /** What all hold together. */
  public long heldMilli(int kind) {
    return Quantities.at(root.held(), kind);
  }

  /** Sorts what the client's turn depends on, if that is due. */
  public void refresh(Client client) {
    client.group().ranking().refreshed();
    for (RoleNode node = client.group().node(); node != null; node = node.parent()) {
      node.subtrees().refreshed();
    }
  }

  /** Whose turn comes first: negative if the first one's. Both active, and refreshed. */
  public static int compareTurns(Client one, Client other) {
    if (one.group() == other.group()) {
      return one.compareRank(other);
    }
    Contender a = one.group();
    Contender b = other.group();
    RoleNode nodeOfA = one.group().node();
    RoleNode nodeOfB = other.group().node();
    while (nodeOfA != nodeOfB) {
      if (nodeOfA.depth() >= nodeOfB.depth()) {
        a = nodeOfA;
        nodeOfA = nodeOfA.parent();
      } else {
        b = nodeOfB;
        nodeOfB = nodeOfB.parent();
      }
    }
    return a.compareRank(b);
  }
}
