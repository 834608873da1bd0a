package io.entresol.allocator.core;

import io.entresol.allocator.core.amount.Capabilities;
import io.entresol.allocator.core.amount.Rest;
import io.entresol.allocator.core.amount.ScalarKinds;
import io.entresol.allocator.core.cluster.Agent;
import io.entresol.allocator.core.cluster.Client;
import io.entresol.allocator.core.cluster.Cluster;
import io.entresol.allocator.core.cluster.Headroom;
import io.entresol.allocator.core.cluster.OfferFilters;
import io.entresol.allocator.core.cluster.Portion;
import io.entresol.allocator.core.cluster.RoleQuota;

/**
 * Decides what one client may have of what is free on one agent, or says why nothing. The order of
 * turns is not its business. Changes nothing, so explanations come from the same rules.
 */
final class Judge {
  private static final long WHOLE = 1000;

  private final Cluster cluster;
  private final Portion portion = new Portion();

  // Of the last decision: whether quota made the portion smaller than what is free.
  private boolean limited;
  private boolean withheld;

  Judge(Cluster cluster) {
    this.cluster = cluster;
  }

  /** What the client may have; valid until the next decision, and if that was no refusal. */
  Portion portion() {
    return portion;
  }

  /** Whether the role's limit made the last portion smaller, or made it a refusal. */
  boolean wasLimited() {
    return limited;
  }

  /** Whether the guarantees of others made the last portion smaller, or made it a refusal. */
  boolean wasWithheld() {
    return withheld;
  }

  /**
   * Decides on one client and one agent.
   *
   * @param guaranteed whether only what brings the role nearer to its guarantee is to be given
   * @param run shared volumes that were offered in this run are not offered again
   * @return null if the client may have the {@link #portion}
   */
  Refusal judge(Client client, Agent agent, boolean guaranteed, long run) {
    limited = false;
    withheld = false;
    Refusal refusal = judgeAgent(client, agent);
    if (refusal == null) {
      refusal = judgeFree(client, agent, run);
    }
    if (refusal == null) {
      refusal = judgeQuota(client, guaranteed);
    }
    if (refusal == null && isDeclined(client, agent)) {
      refusal = Refusal.DECLINED;
    }
    return refusal;
  }

  private boolean isDeclined(Client client, Agent agent) {
    return agent.blockedUntilMs(client, portion) != OfferFilters.NOT_BLOCKED;
  }

  /** Whether the client may see the agent at all. */
  private Refusal judgeAgent(Client client, Agent agent) {
    int missing = agent.neededCapabilities() & ~client.framework().capabilities();
    if (missing != 0) {
      return (missing & Capabilities.GPU) != 0 ? Refusal.GPU_CAPABILITY : Refusal.REGION_CAPABILITY;
    }
    if (!agent.isMultiRole() && client.framework().isCapableOf(Capabilities.MULTI_ROLE)) {
      return Refusal.AGENT_NOT_MULTI_ROLE;
    }
    if (client.isInNestedRole() && !agent.hasHierarchicalRoles()) {
      return Refusal.AGENT_NOT_HIERARCHICAL;
    }
    return client.constraint().excludes(agent) ? Refusal.OFFER_CONSTRAINTS : null;
  }

  private Refusal judgeFree(Client client, Agent agent, long run) {
    Rest free = agent.freeRest();
    if (free.hasShared() && agent.wasSharedOfferedIn(run)) {
      free = free.withoutShared();
    }
    Rest available = free;
    if (!free.isEmpty()) {
      available = free.availableTo(client.role(), client.framework().capabilities());
    }
    portion.fill(agent, client, available);
    if (portion.isEmpty()) {
      return whyNothing(client, agent, free);
    }
    return client.minimum().isMetBy(portion) ? null : Refusal.TOO_SMALL;
  }

  private static Refusal whyNothing(Client client, Agent agent, Rest free) {
    if (!agent.hasFreeScalars()) {
      if (free.isEmpty()) {
        return Refusal.NOTHING_FREE;
      }
      if (!free.reaches(client.role())) {
        return Refusal.RESERVED;
      }
    }
    return Refusal.RESOURCE_CAPABILITY;
  }

  private Refusal judgeQuota(Client client, boolean guaranteed) {
    RoleQuota quota = client.group().node().quota();
    boolean headroomRequired = cluster.headroom().isRequired();
    if (!guaranteed && !headroomRequired && !quota.hasLimit()) {
      return null;
    }
    boolean progress = chop(quota, guaranteed, headroomRequired);
    if (guaranteed && !progress) {
      return Refusal.NOT_ITS_TURN;
    }
    if (!portion.isEmpty() && client.minimum().isMetBy(portion)) {
      return null;
    }
    return limited ? Refusal.QUOTA_LIMIT : Refusal.QUOTA_HEADROOM;
  }

  /** Makes the portion as small as quota wants it; whether it serves the role's guarantee. */
  private boolean chop(RoleQuota quota, boolean guaranteed, boolean headroomRequired) {
    Headroom headroom = cluster.headroom();
    long[] plain = portion.plain();
    long[] beyondGuarantee = new long[plain.length];
    boolean progress = false;
    for (int kind = 0; kind < plain.length; kind++) {
      long free = plain[kind];
      long owed = guaranteed ? Math.min(free, quota.unsatisfiedMilli(kind)) : 0;
      long more = free - owed;
      long left = quota.leftMilli(kind) - owed;
      if (more > left) {
        more = Math.max(0, left);
        limited = true;
      }
      if (headroomRequired && more > headroom.surplusMilli(kind)) {
        more = headroom.surplusMilli(kind);
        withheld = true;
      }
      plain[kind] = owed + more == free ? free : divisible(kind, owed + more);
      beyondGuarantee[kind] = more;
      progress |= owed > 0;
    }
    portion.setRest(
        portion.rest().admittedBy((kind, milli) -> admits(quota, beyondGuarantee, kind, milli)));
    return progress;
  }

  /** Half a GPU is of use to nobody. */
  private static long divisible(int kind, long milli) {
    return kind == ScalarKinds.GPUS ? milli - milli % WHOLE : milli;
  }

  /** Takes an indivisible amount if the limit and the headroom leave room for all of it. */
  private boolean admits(RoleQuota quota, long[] beyondGuarantee, int kind, long milli) {
    long more = kind < beyondGuarantee.length ? beyondGuarantee[kind] + milli : milli;
    if (more > quota.leftMilli(kind)) {
      limited = true;
      return false;
    }
    if (cluster.headroom().isRequired() && more > cluster.headroom().surplusMilli(kind)) {
      withheld = true;
      return false;
    }
    if (kind < beyondGuarantee.length) {
      beyondGuarantee[kind] = more;
    }
    return true;
  }
}
