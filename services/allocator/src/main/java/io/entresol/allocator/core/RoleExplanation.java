package io.entresol.allocator.core;

import io.entresol.allocator.core.Explanation.Ahead;
import io.entresol.allocator.core.Explanation.QuotaState;
import java.util.List;
import java.util.Optional;

/**
 * Why the frameworks of a role get offers or none.
 *
 * @param share the role's dominant share with all below it, from 0 to 1
 * @param quota the quota of the top-level role, if it has one
 * @param paused whether nobody is offered anything, since the master waits for agents to return
 * @param rolesAhead the roles that are served before this one now, a few at most
 * @param frameworkCount how many frameworks are in the role
 * @param frameworks those whose turn is first, in this role only
 */
public record RoleExplanation(
    String role,
    double weight,
    double share,
    Optional<QuotaState> quota,
    boolean paused,
    List<Ahead> rolesAhead,
    int frameworkCount,
    List<Explanation> frameworks) {
  public RoleExplanation {
    rolesAhead = List.copyOf(rolesAhead);
    frameworks = List.copyOf(frameworks);
  }
}
