package io.entresol.allocator.core.cluster;

import io.entresol.mesos.v1.AgentInfo;
import io.entresol.mesos.v1.scheduler.AttributeConstraint;
import io.entresol.mesos.v1.scheduler.OfferConstraints.RoleConstraints;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Which agents a framework wants offers of in one role: those for which all constraints of one of
 * the groups hold. The verdict on an agent is kept until its attributes change.
 */
public final class OfferConstraint {
  /** Every agent will do. */
  public static final OfferConstraint NONE = new OfferConstraint(List.of());

  private final List<List<AttributePredicate>> groups;
  private final BitSet judged = new BitSet();
  private final BitSet excluded = new BitSet();

  private OfferConstraint(List<List<AttributePredicate>> groups) {
    this.groups = groups;
  }

  static OfferConstraint of(RoleConstraints message) {
    List<List<AttributePredicate>> groups = new ArrayList<>();
    for (RoleConstraints.Group group : message.getGroupsList()) {
      List<AttributePredicate> all = new ArrayList<>();
      for (AttributeConstraint constraint : group.getAttributeConstraintsList()) {
        all.add(AttributePredicate.of(constraint));
      }
      groups.add(all);
    }
    return groups.isEmpty() ? NONE : new OfferConstraint(groups);
  }

  public boolean excludes(Agent agent) {
    if (groups.isEmpty()) {
      return false;
    }
    int number = agent.number();
    if (!judged.get(number)) {
      judged.set(number);
      excluded.set(number, !holdsFor(agent.info()));
    }
    return excluded.get(number);
  }

  private boolean holdsFor(AgentInfo agent) {
    for (List<AttributePredicate> group : groups) {
      if (group.stream().allMatch(predicate -> predicate.holdsFor(agent))) {
        return true;
      }
    }
    return false;
  }

  /** The agent's attributes have changed, or its number goes to another. */
  void forget(int agentNumber) {
    if (!groups.isEmpty()) {
      judged.clear(agentNumber);
    }
  }
}
