package io.entresol.allocator.core.cluster;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * What the next run has to look at. An agent is looked at because something of it became free, or
 * because a client may want now what it did not want before: then for that client alone. Whatever
 * was looked at and stayed as it was is not looked at again.
 */
public final class Attention {
  // With more clients than this, an agent is looked at for everybody: sorting them costs more.
  private static final int FEW_CLIENTS = 8;

  private final List<Agent> candidates = new ArrayList<>();
  private final List<Client> everywhere = new ArrayList<>();
  // Agents of which something was kept back for guarantees that are not yet met.
  private final Set<Agent> withheld = new LinkedHashSet<>();
  // All active agents with something free, with gaps where others were: to close a gap at once
  // would mean to touch an agent that has nothing to do with it.
  private final List<Agent> open = new ArrayList<>();
  private int gaps;

  /** The agent has more to offer, or offers it on other terms. */
  void look(Agent agent) {
    agent.lookAtAll = true;
    agent.woken = null;
    becomeCandidate(agent);
  }

  /** The client may want something of the agent again. */
  void look(Agent agent, Client client) {
    if (agent.openPosition < 0 || agent.lookAtAll) {
      return;
    }
    if (agent.woken == null) {
      agent.woken = new ArrayList<>(1);
    } else if (agent.woken.contains(client)) {
      return;
    }
    agent.woken.add(client);
    becomeCandidate(agent);
    if (agent.woken.size() > FEW_CLIENTS) {
      look(agent);
    }
  }

  /** The client may want something of any agent. */
  void lookEverywhere(Client client) {
    if (client.isActive() && !client.wokenEverywhere) {
      client.wokenEverywhere = true;
      everywhere.add(client);
    }
  }

  private void becomeCandidate(Agent agent) {
    if (!agent.candidate) {
      agent.candidate = true;
      candidates.add(agent);
    }
  }

  /** Something of the agent was kept back for guarantees. */
  public void withhold(Agent agent) {
    withheld.add(agent);
  }

  /** What was kept back may be so no longer. */
  public void lookAtWithheld() {
    withheld.forEach(this::look);
    withheld.clear();
  }

  public boolean isAnythingWithheld() {
    return !withheld.isEmpty();
  }

  /** Whether a run would have anything to look at. */
  public boolean isNeeded() {
    return !candidates.isEmpty() || !everywhere.isEmpty();
  }

  /** How many active agents have something free. */
  public int openAgents() {
    return open.size() - gaps;
  }

  /** To be told after every change of what the agent has free. */
  void openOrClose(Agent agent) {
    boolean isOpen = agent.isActive() && agent.hasFree();
    if (isOpen && agent.openPosition < 0) {
      if (gaps > 16 && 2 * gaps > open.size()) {
        closeGaps();
      }
      agent.openPosition = open.size();
      open.add(agent);
    } else if (!isOpen && agent.openPosition >= 0) {
      open.set(agent.openPosition, null);
      agent.openPosition = -1;
      gaps++;
    }
  }

  private void closeGaps() {
    open.removeIf(Objects::isNull);
    gaps = 0;
    for (int i = 0; i < open.size(); i++) {
      open.get(i).openPosition = i;
    }
  }

  /** Moves the agents that are to be looked at into the list, which is emptied first. */
  public void takeAgents(List<Agent> taken) {
    taken.clear();
    if (!everywhere.isEmpty()) {
      spread();
    }
    for (Agent agent : candidates) {
      if (agent.openPosition >= 0) {
        taken.add(agent);
      } else {
        done(agent);
      }
      agent.candidate = false;
    }
    candidates.clear();
  }

  private void spread() {
    if (gaps > 0) {
      closeGaps();
    }
    boolean few = everywhere.size() <= FEW_CLIENTS;
    for (int i = 0; i < open.size(); i++) {
      Agent agent = open.get(i);
      if (!few) {
        look(agent);
      } else if (!agent.lookAtAll) {
        for (int j = 0; j < everywhere.size(); j++) {
          look(agent, everywhere.get(j));
        }
      }
    }
    for (Client client : everywhere) {
      client.wokenEverywhere = false;
    }
    everywhere.clear();
  }

  /** Whether all clients are to be asked about the agent, not only {@link #wokenFor}. */
  public boolean isForAll(Agent agent) {
    return agent.lookAtAll;
  }

  /** The clients to be asked about the agent. */
  public List<Client> wokenFor(Agent agent) {
    return agent.woken == null ? List.of() : agent.woken;
  }

  /** The agent has been looked at. */
  public void done(Agent agent) {
    agent.lookAtAll = false;
    agent.woken = null;
  }

  /** The agent was taken, but its turn did not come. */
  public void postpone(Agent agent) {
    becomeCandidate(agent);
  }
}
