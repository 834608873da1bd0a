package io.entresol.allocator.core;

import io.entresol.allocator.core.amount.Bundle;
import io.entresol.allocator.core.amount.Quantities;
import io.entresol.allocator.core.cluster.Agent;
import io.entresol.allocator.core.cluster.Attention;
import io.entresol.allocator.core.cluster.Client;
import io.entresol.allocator.core.cluster.ClientGroup;
import io.entresol.allocator.core.cluster.Cluster;
import io.entresol.allocator.core.cluster.RoleNode;
import io.entresol.allocator.core.cluster.RoleQuota;
import io.entresol.allocator.core.cluster.RoleTree;
import io.entresol.allocator.core.fair.Contender;
import io.entresol.allocator.core.fair.Ranking;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Divides what is free among those whose turn it is. Looks only at agents that have something new
 * to offer or that somebody may want anew. For each agent in turn, each client in the order of the
 * policy takes all that it may have; so the whole agent mostly goes to the first that wants it.
 *
 * <p>In a first stage only roles whose guarantee is not met are served, in the second stage all,
 * and of what is needed for guarantees nothing is given away.
 */
final class AllocationRun {
  // So many agents are read ahead of the visits.
  private static final int FETCHED_AHEAD = 16;

  private final Cluster cluster;
  private final Attention attention;
  private final RoleNode root;
  private final Judge judge;
  private final int offersMax;

  private long number;
  private long startedMs;
  private final List<Agent> agents = new ArrayList<>();
  private final List<Client> served = new ArrayList<>();
  // In the first stage: the top-level roles whose guarantee is not met, in the order of turns.
  private final List<RoleNode> owed = new ArrayList<>();
  private List<Proposal> proposals = new ArrayList<>();
  // Of the first stage, so that the second can add to them.
  private final Map<Agent, List<Proposal>> early = new HashMap<>();
  private boolean guaranteed;
  private long[] surplusBefore = Quantities.NONE;

  AllocationRun(Cluster cluster, int offersMax) {
    this.cluster = cluster;
    this.attention = cluster.attention();
    this.root = cluster.roles().root();
    this.judge = new Judge(cluster);
    this.offersMax = offersMax;
  }

  /** Proposes what is to be offered, and counts it as held from now on. */
  List<Proposal> run(long nowMs, long seed) {
    number++;
    startedMs = nowMs;
    proposals = new ArrayList<>();
    lookAtWithheldAgain();
    attention.takeAgents(agents);
    if (root.subtrees().isEmpty()) {
      agents.forEach(attention::done);
      return proposals;
    }
    Shuffle shuffle = new Shuffle(seed);
    if (cluster.headroom().isRequired()) {
      shuffle.shuffle(agents);
      serveGuarantees();
    }
    shuffle.shuffle(agents);
    for (int i = 0; i < agents.size(); i++) {
      if (i % FETCHED_AHEAD == 0) {
        fetch(i);
      }
      if (proposals.size() < offersMax) {
        visit(agents.get(i));
        attention.done(agents.get(i));
      } else {
        attention.postpone(agents.get(i));
      }
    }
    early.clear();
    surplusBefore = cluster.headroom().surplus();
    return proposals;
  }

  /**
   * Reads what will be asked of the next few agents. They are visited in random order, so each
   * would be waited for in turn; read without a dependence on one another they come from memory
   * together.
   */
  private void fetch(int from) {
    int end = Math.min(agents.size(), from + FETCHED_AHEAD);
    int read = 0;
    for (int i = from; i < end; i++) {
      read |= agents.get(i).fetch();
    }
    // Or the compiler would leave out the reading.
    if (read < 0) {
      throw new IllegalStateException("an array of negative length");
    }
  }

  private void serveGuarantees() {
    guaranteed = true;
    owed.clear();
    Ranking roles = root.subtrees().refreshed();
    for (int i = 0; i < roles.size(); i++) {
      RoleNode role = (RoleNode) roles.at(i);
      if (role.quota().isOwed()) {
        owed.add(role);
      }
    }
    for (int i = 0; i < agents.size() && !owed.isEmpty(); i++) {
      visit(agents.get(i));
    }
    guaranteed = false;
  }

  /** How many agents the last run looked at. */
  int agentsLookedAt() {
    return agents.size();
  }

  private void lookAtWithheldAgain() {
    if (attention.isAnythingWithheld()
        && !Quantities.isWithin(cluster.headroom().surplus(), surplusBefore)) {
      attention.lookAtWithheld();
    }
  }

  private void visit(Agent agent) {
    if (proposals.size() >= offersMax || !agent.isOpen()) {
      return;
    }
    if (!attention.isForAll(agent)) {
      offerToWoken(agent);
    } else if (guaranteed) {
      offerToOwed(agent);
    } else {
      offerToSubtree(root, agent);
    }
    // Places in the order change only now, so that the walk is not led astray.
    for (int i = 0; i < served.size(); i++) {
      cluster.reorder(served.get(i));
    }
    if (guaranteed) {
      for (int i = 0; i < served.size(); i++) {
        reorderOwed(served.get(i).group().node().topLevel());
      }
    }
    served.clear();
  }

  private void offerToOwed(Agent agent) {
    for (int i = 0; i < owed.size(); i++) {
      if (offerToSubtree(owed.get(i), agent)) {
        return;
      }
    }
  }

  private void reorderOwed(RoleNode role) {
    owed.remove(role);
    if (role.quota().isOwed()) {
      int place = Collections.binarySearch(owed, role, Contender::compareRank);
      owed.add(place < 0 ? -place - 1 : place, role);
    }
  }

  /** True when the agent has nothing left for anybody. */
  private boolean offerToSubtree(RoleNode node, Agent agent) {
    Ranking subtrees = node.subtrees().refreshed();
    for (int i = 0; i < subtrees.size(); i++) {
      Contender next = subtrees.at(i);
      boolean finished;
      if (next instanceof RoleNode role) {
        finished = !isPassedOver(role, agent) && offerToSubtree(role, agent);
      } else {
        finished = offerToGroup((ClientGroup) next, agent);
      }
      if (finished) {
        return true;
      }
    }
    return false;
  }

  private boolean isPassedOver(RoleNode role, Agent agent) {
    if (!role.isTopLevel()) {
      return false;
    }
    RoleQuota quota = role.quota();
    if (quota.isExhausted()
        && !agent.freeRest().hasReserved()
        && !Quantities.hasPositive(agent.freeRevocable())) {
      quota.setHeldBack(true);
      return true;
    }
    return false;
  }

  private boolean offerToGroup(ClientGroup group, Agent agent) {
    Ranking clients = group.ranking().refreshed();
    for (int i = 0; i < clients.size(); i++) {
      Refusal refusal = offer((Client) clients.at(i), agent);
      if (refusal == null && !agent.isOpen()) {
        return true;
      }
      if (refusal == Refusal.RESERVED) {
        return false;
      }
    }
    return false;
  }

  private void offerToWoken(Agent agent) {
    List<Client> woken = attention.wokenFor(agent);
    if (woken.size() > 1) {
      woken.removeIf(client -> !client.isActive());
      woken.forEach(cluster.roles()::refresh);
      woken.sort(RoleTree::compareTurns);
    }
    for (int i = 0; i < woken.size(); i++) {
      Client client = woken.get(i);
      boolean entitled = !guaranteed || client.group().node().quota().isOwed();
      if (entitled && client.isActive()) {
        offer(client, agent);
      }
    }
  }

  /** Null if it was given something. */
  private Refusal offer(Client client, Agent agent) {
    Refusal refusal = judge.judge(client, agent, guaranteed, number);
    if (judge.wasLimited()) {
      client.group().node().quota().setHeldBack(true);
    }
    if (judge.wasWithheld()) {
      attention.withhold(agent);
    }
    if (refusal != null) {
      return refusal;
    }
    Bundle bundle = judge.portion().toBundle();
    cluster.allocate(agent, client, bundle);
    cluster.roles().served(client);
    served.add(client);
    if (bundle.rest().hasShared()) {
      agent.sharedOfferedIn(number);
    }
    propose(client, agent, bundle);
    return null;
  }

  private void propose(Client client, Agent agent, Bundle bundle) {
    if (!early.isEmpty()) {
      for (Proposal proposal : early.getOrDefault(agent, List.of())) {
        if (proposal.client() == client) {
          proposal.add(bundle);
          agent.noteOffer(client, proposal.bundle(), startedMs);
          return;
        }
      }
    }
    Proposal proposal = new Proposal(client, agent, bundle);
    proposals.add(proposal);
    agent.noteOffer(client, bundle, startedMs);
    if (guaranteed) {
      early.computeIfAbsent(agent, any -> new ArrayList<>(1)).add(proposal);
    }
  }
}
