package io.entresol.marathon.core.link;

import io.entresol.domain.frame.Deadlines;
import io.entresol.marathon.core.effect.Turn;
import io.entresol.mesos.v1.AgentID;
import io.entresol.mesos.v1.DurationInfo;
import io.entresol.mesos.v1.KillPolicy;
import io.entresol.mesos.v1.TaskID;
import io.entresol.mesos.v1.scheduler.Call;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Tasks that must end. A bounded number is being killed at a time; each is told again until it has
 * ended, however long that takes. One that does not end goes behind those that wait.
 */
public final class Kills {
  /**
   * @param agentId empty if it is not known
   * @param gracePeriod between TERM and KILL; empty is the agent's choice
   */
  private record Victim(String taskId, String agentId, Optional<Duration> gracePeriod) {}

  private final MasterLink link;
  private final int maxInFlight;
  private final Duration retryInterval;

  /** In the order in which they were asked for, or last tried in vain. */
  private final Map<String, Victim> victims = new LinkedHashMap<>();

  private final Set<String> inFlight = new HashSet<>();
  private final Deadlines<String> retries = new Deadlines<>();

  public Kills(MasterLink link, int maxInFlight, Duration retryInterval) {
    this.link = link;
    this.maxInFlight = maxInFlight;
    this.retryInterval = retryInterval;
  }

  /** Kills a task. Nothing new happens if that is going on already. */
  public void kill(String taskId, String agentId, Optional<Duration> gracePeriod, Turn turn) {
    if (victims.putIfAbsent(taskId, new Victim(taskId, agentId, gracePeriod)) == null) {
      pump(turn);
    }
  }

  /** The task has ended, or is given up. */
  public void ended(String taskId, Turn turn) {
    if (victims.remove(taskId) != null) {
      inFlight.remove(taskId);
      retries.cancel(taskId);
      pump(turn);
    }
  }

  /** A new subscription: what was told to the one before may never have arrived. */
  public void subscribed(Turn turn) {
    inFlight.forEach(retries::cancel);
    inFlight.clear();
    pump(turn);
  }

  public int size() {
    return victims.size();
  }

  public Optional<Instant> nextDeadline() {
    return retries.next();
  }

  public void tick(Turn turn) {
    for (String taskId : retries.takeDue(turn.now())) {
      inFlight.remove(taskId);
      Victim victim = victims.remove(taskId);
      victims.put(taskId, victim);
    }
    pump(turn);
  }

  private void pump(Turn turn) {
    if (!link.isSubscribed() || inFlight.size() >= maxInFlight) {
      return;
    }
    List<Victim> next = new ArrayList<>();
    for (Victim victim : victims.values()) {
      if (inFlight.size() + next.size() >= maxInFlight) {
        break;
      }
      if (!inFlight.contains(victim.taskId())) {
        next.add(victim);
      }
    }
    next.forEach(victim -> send(victim, turn));
  }

  private void send(Victim victim, Turn turn) {
    Call.Kill.Builder kill =
        Call.Kill.newBuilder().setTaskId(TaskID.newBuilder().setValue(victim.taskId()));
    if (!victim.agentId().isEmpty()) {
      kill.setAgentId(AgentID.newBuilder().setValue(victim.agentId()));
    }
    victim
        .gracePeriod()
        .ifPresent(
            grace ->
                kill.setKillPolicy(
                    KillPolicy.newBuilder()
                        .setGracePeriod(
                            DurationInfo.newBuilder().setNanoseconds(grace.toNanos()))));
    link.call(Call.newBuilder().setType(Call.Type.KILL).setKill(kill), turn);
    inFlight.add(victim.taskId());
    retries.set(victim.taskId(), turn.now().plus(retryInterval));
  }
}
