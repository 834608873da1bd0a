package io.entresol.master.core.book;

import com.google.protobuf.ByteString;
import io.entresol.domain.resources.Resources;
import io.entresol.mesos.v1.AgentInfo;
import io.entresol.mesos.v1.ExecutorInfo;
import io.entresol.mesos.v1.MachineID;
import io.entresol.mesos.v1.URL;
import io.entresol.proto.bus.Endpoint;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A registered agent: who it is, whether it is in touch, and what is on it. */
public final class Agent {
  /** A task of a framework. */
  public record TaskKey(String frameworkId, String taskId) {}

  private final String id;
  private final Instant registeredAt;
  private final Account account;
  private AgentInfo info;
  private AgentAddress address;
  private URL url;
  private String version;
  private Set<AgentInfo.Capability.Type> capabilities;
  private Endpoint endpoint;
  private String attachedPid;
  private Instant reregisteredAt;
  private Instant drainStartedAt;
  private boolean connected = true;
  private boolean deactivated;
  private long lastSeq;
  private int missedPings;
  private boolean awaitsPong;
  private int place = -1;

  private final Map<String, Map<String, LiveTask>> tasks = new HashMap<>(4);
  private final Map<String, Map<String, ExecutorInfo>> executors = new HashMap<>(4);
  private final Set<OutstandingOffer> offers = new LinkedHashSet<>(4);
  private final Set<OutstandingInverseOffer> inverseOffers = new LinkedHashSet<>(4);
  private final Map<ByteString, PendingOperation> operations = new LinkedHashMap<>(4);
  private final Set<TaskKey> killedTasks = new LinkedHashSet<>(4);

  /**
   * @param info with its id
   * @param total all that it has, with its dynamic reservations and volumes
   */
  public Agent(AgentInfo info, Resources total, Instant registeredAt) {
    this.id = info.getId().getValue();
    this.info = info;
    this.registeredAt = registeredAt;
    this.account = new Account(total);
  }

  public String id() {
    return id;
  }

  public AgentInfo info() {
    return info;
  }

  public String hostname() {
    return info.getHostname();
  }

  public AgentAddress address() {
    return address;
  }

  public URL url() {
    return url;
  }

  public MachineID machine() {
    return address.machine(info.getHostname());
  }

  /** As the agent gave it; empty if it gave none. */
  public String version() {
    return version;
  }

  public Set<AgentInfo.Capability.Type> capabilities() {
    return capabilities;
  }

  public boolean can(AgentInfo.Capability.Type capability) {
    return capabilities.contains(capability);
  }

  /** What an agent says of itself at each registration. */
  public void describe(
      AgentInfo newInfo,
      AgentAddress newAddress,
      String newVersion,
      List<AgentInfo.Capability> newCapabilities) {
    info = newInfo;
    address = newAddress;
    url = newAddress.url(newInfo.getHostname());
    version = newVersion;
    capabilities = EnumSet.noneOf(AgentInfo.Capability.Type.class);
    newCapabilities.forEach(c -> capabilities.add(c.getType()));
  }

  public Endpoint endpoint() {
    return endpoint;
  }

  /** A new registration: commands are numbered from 1 again. */
  void setEndpoint(Endpoint newEndpoint) {
    endpoint = newEndpoint;
    attachedPid = address.pid();
    lastSeq = 0;
  }

  /** The pid under which it was registered last. */
  String attachedPid() {
    return attachedPid;
  }

  public long nextSeq() {
    return ++lastSeq;
  }

  public long lastSeq() {
    return lastSeq;
  }

  public Account account() {
    return account;
  }

  /** From available to used by a framework. */
  public void use(Framework framework, Resources resources) {
    account.use(framework.id(), resources);
    framework.agents().add(this);
  }

  /** Used by a framework, whether it was available or not. */
  public void admitUse(Framework framework, Resources resources) {
    account.admit(framework.id(), resources);
    framework.agents().add(this);
  }

  /** From used by a framework to available. */
  public void free(Framework framework, Resources resources) {
    account.free(framework.id(), resources);
    letGoIfUnused(framework);
  }

  /** An executor may use nothing of its own, and stays when its last task has ended. */
  private void letGoIfUnused(Framework framework) {
    if (account.usedBy(framework.id()).isEmpty() && !executors.containsKey(framework.id())) {
      framework.agents().remove(this);
    }
  }

  public Instant registeredAt() {
    return registeredAt;
  }

  public Optional<Instant> reregisteredAt() {
    return Optional.ofNullable(reregisteredAt);
  }

  public void setReregisteredAt(Instant at) {
    reregisteredAt = at;
  }

  public Optional<Instant> drainStartedAt() {
    return Optional.ofNullable(drainStartedAt);
  }

  public void setDrainStartedAt(Optional<Instant> at) {
    drainStartedAt = at.orElse(null);
  }

  /** Whether it is in touch with the master. */
  public boolean isConnected() {
    return connected;
  }

  public void setConnected(boolean nowConnected) {
    connected = nowConnected;
  }

  /** Whether an operator wants nothing new on it. */
  public boolean isDeactivated() {
    return deactivated;
  }

  public void setDeactivated(boolean nowDeactivated) {
    deactivated = nowDeactivated;
  }

  /** Whether its resources may be offered. */
  public boolean isActive() {
    return connected && !deactivated;
  }

  /** Notes that a ping is sent. Returns how many before it went unanswered in a row. */
  public int pinged() {
    missedPings = awaitsPong ? missedPings + 1 : 0;
    awaitsPong = true;
    return missedPings;
  }

  public void ponged() {
    awaitsPong = false;
    missedPings = 0;
  }

  /** Its tasks, by framework and id. */
  public Map<String, Map<String, LiveTask>> tasks() {
    return tasks;
  }

  public Collection<LiveTask> tasksOf(String frameworkId) {
    return tasks.getOrDefault(frameworkId, Map.of()).values();
  }

  /** The task, or null. */
  public LiveTask task(String frameworkId, String taskId) {
    return tasks.getOrDefault(frameworkId, Map.of()).get(taskId);
  }

  public void addTask(LiveTask task) {
    tasks.computeIfAbsent(task.framework().id(), id -> new LinkedHashMap<>(4)).put(task.id(), task);
  }

  public void removeTask(LiveTask task) {
    String frameworkId = task.framework().id();
    Map<String, LiveTask> ofFramework = tasks.get(frameworkId);
    if (ofFramework != null && ofFramework.remove(task.id(), task) && ofFramework.isEmpty()) {
      tasks.remove(frameworkId);
    }
    killedTasks.remove(new TaskKey(frameworkId, task.id()));
  }

  /** Its executors that are not command executors, by framework and id. */
  public Map<String, Map<String, ExecutorInfo>> executors() {
    return executors;
  }

  /** The executor, or null. */
  public ExecutorInfo executor(String frameworkId, String executorId) {
    return executors.getOrDefault(frameworkId, Map.of()).get(executorId);
  }

  public void addExecutor(Framework framework, ExecutorInfo executor) {
    executors
        .computeIfAbsent(framework.id(), id -> new LinkedHashMap<>(4))
        .put(executor.getExecutorId().getValue(), executor);
    framework.agents().add(this);
  }

  /** Returns what was removed, or null. */
  public ExecutorInfo removeExecutor(Framework framework, String executorId) {
    Map<String, ExecutorInfo> ofFramework = executors.get(framework.id());
    if (ofFramework == null) {
      return null;
    }
    ExecutorInfo removed = ofFramework.remove(executorId);
    if (ofFramework.isEmpty()) {
      executors.remove(framework.id());
      letGoIfUnused(framework);
    }
    return removed;
  }

  public Set<OutstandingOffer> offers() {
    return offers;
  }

  public Set<OutstandingInverseOffer> inverseOffers() {
    return inverseOffers;
  }

  public Map<ByteString, PendingOperation> operations() {
    return operations;
  }

  /** Tasks whose kill was asked for, so that it is asked again if the agent may have missed it. */
  public Set<TaskKey> killedTasks() {
    return killedTasks;
  }

  public int place() {
    return place;
  }

  void setPlace(int newPlace) {
    place = newPlace;
  }

  @Override
  public String toString() {
    return id + " at " + address.pid() + " (" + info.getHostname() + ")";
  }
}
