package io.entresol.allocator.core.cluster;

import io.entresol.allocator.core.fair.Contender;
import io.entresol.allocator.core.fair.Ranking;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The frameworks directly in one role. Beside the role's own sub-roles it competes as one more of
 * them, of weight 1.
 */
public final class ClientGroup extends Contender {
  private final RoleNode node;
  private final Ranking ranking;
  private final List<Client> members = new ArrayList<>();

  ClientGroup(RoleNode node, Ranking ranking) {
    super(node.path() + "/.");
    this.node = node;
    this.ranking = ranking;
  }

  public RoleNode node() {
    return node;
  }

  /** Those of its members that are active, in the order in which they are to be served. */
  public Ranking ranking() {
    return ranking;
  }

  /** All, whether active or not. */
  public List<Client> members() {
    return Collections.unmodifiableList(members);
  }

  void add(Client client) {
    members.add(client);
  }

  void remove(Client client) {
    members.remove(client);
  }
}
