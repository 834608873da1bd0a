package io.entresol.master.core.book;

import io.entresol.mesos.v1.AgentInfo;
import io.entresol.mesos.v1.DrainInfo;
import io.entresol.proto.bus.Endpoint;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * All agents that the master knows: registered ones, those of the registry that have not come back
 * to this master yet (recovered), unreachable ones and gone ones. An agent is in exactly one of
 * these.
 */
public final class AgentBook {
  /**
   * An agent that is not registered.
   *
   * @param since when it became unreachable or gone
   */
  public record Away(AgentInfo info, Instant since) {}

  private final Map<String, Agent> registered = new LinkedHashMap<>();
  private final Map<String, Agent> byEndpoint = new HashMap<>();
  private final Map<String, Agent> byPid = new HashMap<>();
  private final Map<String, Set<Agent>> byNode = new HashMap<>();
  private final Roster<Agent> roster = new Roster<>();
  private final Map<String, AgentInfo> recovered = new LinkedHashMap<>();
  private final Map<String, Away> unreachable = new LinkedHashMap<>();
  private final Map<String, Away> gone = new LinkedHashMap<>();
  private final Map<String, Set<LiveTask>> unreachableTasks = new HashMap<>();
  private final Map<String, DrainInfo> draining = new HashMap<>();
  private final Set<String> deactivated = new HashSet<>();

  public Collection<Agent> all() {
    return registered.values();
  }

  /** The same agents, for reading in pages. */
  public Roster<Agent> roster() {
    return roster;
  }

  /** The registered agent with that id, or null. */
  public Agent get(String agentId) {
    return registered.get(agentId);
  }

  /** The registered agent whose process that is, or null. */
  public Agent atEndpoint(String endpointId) {
    return byEndpoint.get(endpointId);
  }

  /** The registered agent at that address, or null. */
  public Agent atPid(String pid) {
    return byPid.get(pid);
  }

  /** The registered agents that are reached through a node. */
  public List<Agent> onNode(String nodeId) {
    return List.copyOf(byNode.getOrDefault(nodeId, Set.of()));
  }

  public void add(Agent agent, Endpoint endpoint) {
    registered.put(agent.id(), agent);
    agent.setPlace(roster.add(agent));
    attach(agent, endpoint);
  }

  /** The agent answers from another process now, and its commands are numbered from 1 again. */
  public void move(Agent agent, Endpoint endpoint) {
    detach(agent);
    attach(agent, endpoint);
  }

  public void remove(Agent agent) {
    registered.remove(agent.id());
    roster.remove(agent.place());
    detach(agent);
  }

  private void attach(Agent agent, Endpoint endpoint) {
    agent.setEndpoint(endpoint);
    byEndpoint.put(endpoint.getId(), agent);
    byPid.put(agent.attachedPid(), agent);
    byNode.computeIfAbsent(endpoint.getNodeId(), node -> new LinkedHashSet<>()).add(agent);
  }

  private void detach(Agent agent) {
    Endpoint endpoint = agent.endpoint();
    byEndpoint.remove(endpoint.getId(), agent);
    byPid.remove(agent.attachedPid(), agent);
    Set<Agent> onNode = byNode.get(endpoint.getNodeId());
    if (onNode != null && onNode.remove(agent) && onNode.isEmpty()) {
      byNode.remove(endpoint.getNodeId());
    }
  }

  /** Agents of the registry that have not come back yet, by id. */
  public Map<String, AgentInfo> recovered() {
    return recovered;
  }

  /** By id, the longest unreachable first. */
  public Map<String, Away> unreachable() {
    return unreachable;
  }

  /** By id, the longest gone first. */
  public Map<String, Away> gone() {
    return gone;
  }

  public boolean isKnown(String agentId) {
    return registered.containsKey(agentId)
        || recovered.containsKey(agentId)
        || unreachable.containsKey(agentId);
  }

  /** What is known of an agent that may be registered or away; empty if it is unknown. */
  public Optional<AgentInfo> infoOf(String agentId) {
    Agent agent = registered.get(agentId);
    if (agent != null) {
      return Optional.of(agent.info());
    }
    if (recovered.containsKey(agentId)) {
      return Optional.of(recovered.get(agentId));
    }
    return Optional.ofNullable(unreachable.get(agentId)).map(Away::info);
  }

  /** Tasks that were on an agent when it became unreachable. */
  public void addUnreachableTask(LiveTask task) {
    unreachableTasks.computeIfAbsent(task.agentId(), id -> new LinkedHashSet<>()).add(task);
  }

  public void forgetUnreachableTask(LiveTask task) {
    Set<LiveTask> ofAgent = unreachableTasks.get(task.agentId());
    if (ofAgent != null && ofAgent.remove(task) && ofAgent.isEmpty()) {
      unreachableTasks.remove(task.agentId());
    }
  }

  /** Takes those tasks out. */
  public List<LiveTask> takeUnreachableTasks(String agentId) {
    Set<LiveTask> taken = unreachableTasks.remove(agentId);
    return taken == null ? List.of() : new ArrayList<>(taken);
  }

  /** Agents that are drained or being drained, by id. */
  public Map<String, DrainInfo> draining() {
    return draining;
  }

  /** Agents that an operator wants nothing new on, by id. */
  public Set<String> deactivated() {
    return deactivated;
  }
}
