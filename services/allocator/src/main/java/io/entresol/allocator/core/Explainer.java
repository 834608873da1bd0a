package io.entresol.allocator.core;

import io.entresol.allocator.core.Explanation.AgentClass;
import io.entresol.allocator.core.Explanation.Ahead;
import io.entresol.allocator.core.Explanation.InRole;
import io.entresol.allocator.core.Explanation.QuotaState;
import io.entresol.allocator.core.amount.ScalarKinds;
import io.entresol.allocator.core.cluster.Agent;
import io.entresol.allocator.core.cluster.Client;
import io.entresol.allocator.core.cluster.Cluster;
import io.entresol.allocator.core.cluster.Framework;
import io.entresol.allocator.core.cluster.RoleNode;
import io.entresol.allocator.core.cluster.RoleQuota;
import io.entresol.allocator.core.fair.Contender;
import io.entresol.allocator.core.fair.Ranking;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntToLongFunction;

/** Finds out why a framework gets no offers, by the rules that make them. Looks at every agent. */
final class Explainer {
  private static final int AHEAD_MAX = 5;

  /** For each of them every agent is looked at. */
  private static final int FRAMEWORKS_MAX = 20;

  private static final long NO_RUN = -1;

  private final Cluster cluster;
  private final ScalarKinds kinds;
  private final boolean paused;
  private final Judge judge;

  Explainer(Cluster cluster, ScalarKinds kinds, boolean paused) {
    this.cluster = cluster;
    this.kinds = kinds;
    this.paused = paused;
    this.judge = new Judge(cluster);
  }

  Explanation explain(Framework framework, Instant now) {
    List<InRole> roles = new ArrayList<>();
    for (Client client : framework.clients()) {
      roles.add(inRole(client, now));
    }
    return explanation(framework, roles);
  }

  private Explanation explanation(Framework framework, List<InRole> roles) {
    return new Explanation(
        framework.id(), framework.info().getName(), framework.isActive(), paused, roles);
  }

  /** The role's frameworks in the order of their turns, and those that are not in it last. */
  RoleExplanation explain(RoleNode role, Instant now) {
    List<Ahead> rolesAhead = new ArrayList<>();
    rolesAhead(role, rolesAhead);
    List<Client> members = new ArrayList<>(role.group().members());
    members.sort(
        Comparator.comparing((Client client) -> !client.isRanked())
            .thenComparing(client -> cluster.capacity().dominantShare(client))
            .thenComparing(client -> client.framework().id()));
    List<Explanation> frameworks = new ArrayList<>();
    for (Client client : members.subList(0, Math.min(FRAMEWORKS_MAX, members.size()))) {
      frameworks.add(explanation(client.framework(), List.of(inRole(client, now))));
    }
    return new RoleExplanation(
        role.path(),
        role.weight(),
        cluster.capacity().dominantShare(role),
        quota(role.topLevel().quota()),
        paused,
        rolesAhead,
        members.size(),
        frameworks);
  }

  private void rolesAhead(RoleNode from, List<Ahead> rolesAhead) {
    for (RoleNode role = from; role.isRanked(); role = role.parent()) {
      ahead(role.parent().subtrees(), role, rolesAhead);
    }
  }

  private InRole inRole(Client client, Instant now) {
    RoleNode node = client.group().node();
    List<Ahead> rolesAhead = new ArrayList<>();
    rolesAhead(node, rolesAhead);
    List<Ahead> frameworksAhead = new ArrayList<>();
    if (client.isRanked()) {
      ahead(client.group().ranking(), client, frameworksAhead);
    }
    return new InRole(
        client.role(),
        client.isSubscribed(),
        client.isSuppressed(),
        node.weight(),
        cluster.capacity().dominantShare(client),
        cluster.capacity().dominantShare(node),
        byName(client::heldMilli),
        quota(node.quota()),
        rolesAhead,
        frameworksAhead,
        client.filters(),
        agentClasses(client, now));
  }

  private void ahead(Ranking ranking, Contender until, List<Ahead> ahead) {
    ranking.refreshed();
    for (int i = 0; i < ranking.size() && ahead.size() < AHEAD_MAX; i++) {
      Contender contender = ranking.at(i);
      if (contender == until) {
        return;
      }
      double share = cluster.capacity().dominantShare(contender);
      ahead.add(new Ahead(contender.name(), share, contender.weight()));
    }
  }

  private Optional<QuotaState> quota(RoleQuota quota) {
    return quota.isDefault()
        ? Optional.empty()
        : Optional.of(
            new QuotaState(
                byName(quota::guaranteeMilli),
                AllocatorFigures.limits(kinds, quota),
                byName(quota::consumedMilli)));
  }

  private Map<String, Double> byName(IntToLongFunction milli) {
    return AllocatorFigures.byName(kinds, milli);
  }

  private static final class Tally {
    private int agents;
    private String example = "";
    private long until = Long.MAX_VALUE;
  }

  private List<AgentClass> agentClasses(Client client, Instant now) {
    Map<Refusal, Tally> tallies = new EnumMap<>(Refusal.class);
    for (Agent agent : cluster.agents()) {
      Refusal refusal = refusal(client, agent);
      Tally tally = tallies.computeIfAbsent(refusal, any -> new Tally());
      tally.agents++;
      tally.example = agent.id();
      if (refusal == Refusal.DECLINED) {
        tally.until = Math.min(tally.until, agent.blockedUntilMs(client, judge.portion()));
      }
    }
    List<AgentClass> classes = new ArrayList<>();
    tallies.forEach((reason, tally) -> classes.add(agentClass(reason, tally, now)));
    classes.sort(Comparator.comparingInt(AgentClass::agents).reversed());
    return classes;
  }

  private static AgentClass agentClass(Refusal reason, Tally tally, Instant now) {
    Optional<Instant> until = Optional.empty();
    if (tally.until != Long.MAX_VALUE) {
      Instant end = Instant.ofEpochMilli(tally.until);
      until = Optional.of(end.isBefore(now) ? now : end);
    }
    return new AgentClass(reason, tally.agents, tally.example, until);
  }

  private Refusal refusal(Client client, Agent agent) {
    if (!client.isSubscribed() || !client.framework().isActive()) {
      return Refusal.FRAMEWORK_INACTIVE;
    }
    if (client.isSuppressed()) {
      return Refusal.ROLE_SUPPRESSED;
    }
    if (agent.isUnlisted()) {
      return Refusal.AGENT_NOT_WHITELISTED;
    }
    if (!agent.isActive()) {
      return switch (agent.inactivity()) {
        case AGENT_DISCONNECTED -> Refusal.AGENT_DISCONNECTED;
        case AGENT_DEACTIVATED -> Refusal.AGENT_DEACTIVATED;
        case AGENT_DRAINING -> Refusal.AGENT_DRAINING;
      };
    }
    Refusal refusal = judge.judge(client, agent, false, NO_RUN);
    if (refusal != null) {
      return refusal;
    }
    return paused ? Refusal.ALLOCATION_PAUSED : Refusal.NOT_ITS_TURN;
  }
}
