package io.entresol.allocator.core.cluster;

import io.entresol.allocator.core.fair.Contender;
import io.entresol.allocator.core.fair.Ranking;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** One role in the tree of roles, with all that is below it. */
public final class RoleNode extends Contender {
  private final String path;
  private final RoleNode parent;
  private final Map<String, RoleNode> children = new TreeMap<>();
  private final Ranking subtrees;
  private final ClientGroup group;
  private final RoleQuota quota;
  private final int depth;
  private final RoleNode topLevel;

  /**
   * @param parent null for the root
   */
  RoleNode(String path, RoleNode parent, Ranking subtrees, Ranking frameworks) {
    super(path);
    this.path = path;
    this.parent = parent;
    this.subtrees = subtrees;
    this.group = new ClientGroup(this, frameworks);
    this.depth = parent == null ? 0 : parent.depth + 1;
    this.topLevel = depth <= 1 ? this : parent.topLevel;
    this.quota = depth <= 1 ? new RoleQuota() : parent.quota;
  }

  /** {@code eng/backend}; empty for the root. */
  public String path() {
    return path;
  }

  /** How many nodes are above it: 1 for a top-level role. */
  int depth() {
    return depth;
  }

  /** Null for the root. */
  public RoleNode parent() {
    return parent;
  }

  public boolean isTopLevel() {
    return depth == 1;
  }

  /** The top-level role that it is or is below of. */
  public RoleNode topLevel() {
    return topLevel;
  }

  /** By the last segment of their paths. */
  Map<String, RoleNode> childrenByName() {
    return children;
  }

  public Collection<RoleNode> children() {
    return Collections.unmodifiableCollection(children.values());
  }

  /** The sub-roles with active frameworks, and the own group if it has any, in order. */
  public Ranking subtrees() {
    return subtrees;
  }

  public ClientGroup group() {
    return group;
  }

  /** The quota of the top-level role that it belongs to: one object for the whole subtree. */
  public RoleQuota quota() {
    return quota;
  }
}
