package io.entresol.allocator.core;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Why a framework gets offers or none.
 *
 * @param active whether it is connected
 * @param paused whether nobody is offered anything, since the master waits for agents to return
 */
public record Explanation(
    String frameworkId, String name, boolean active, boolean paused, List<InRole> roles) {
  public Explanation {
    roles = List.copyOf(roles);
  }

  /**
   * How things stand in one of its roles.
   *
   * @param dominantShare its own, from 0 to 1
   * @param roleShare the role's with all below it, from 0 to 1
   * @param allocated what it holds there, offered or in use, by name of resource
   * @param quota the quota of the top-level role, if it has one
   * @param rolesAhead the roles that are served before this one now, a few at most
   * @param frameworksAhead the frameworks of the role that are served before it now, a few at most
   * @param filters how many offer filters it has set
   * @param agents what keeps it from the agents, the commonest first
   */
  public record InRole(
      String role,
      boolean subscribed,
      boolean suppressed,
      double weight,
      double dominantShare,
      double roleShare,
      Map<String, Double> allocated,
      Optional<QuotaState> quota,
      List<Ahead> rolesAhead,
      List<Ahead> frameworksAhead,
      int filters,
      List<AgentClass> agents) {}

  /** A quota by name of resource: what is guaranteed, what is the limit, what is consumed. */
  public record QuotaState(
      Map<String, Double> guarantees, Map<String, Double> limits, Map<String, Double> consumed) {}

  /**
   * Somebody whose turn comes earlier.
   *
   * @param name a role or a framework's id
   */
  public record Ahead(String name, double dominantShare, double weight) {}

  /**
   * Agents that are kept from it for the same reason.
   *
   * @param example the id of one of them
   * @param until when the first filter ends, if it has declined them
   */
  public record AgentClass(Refusal reason, int agents, String example, Optional<Instant> until) {}
}
