package io.entresol.master.core.book;

import io.entresol.mesos.v1.FrameworkID;
import io.entresol.mesos.v1.FrameworkInfo;
import io.entresol.mesos.v1.scheduler.OfferConstraints;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A framework: who it is, whether it listens, and what it has. */
public final class Framework {
  private final String id;
  private FrameworkInfo info;
  private Set<FrameworkInfo.Capability.Type> capabilities;
  private Set<String> roles;
  private Set<String> suppressedRoles = Set.of();
  private Optional<OfferConstraints> offerConstraints = Optional.empty();
  private EventStream stream;
  private boolean recovered;
  private Instant registeredAt;
  private Instant reregisteredAt;
  private Instant unregisteredAt;
  private int place = -1;

  private final Map<String, LiveTask> tasks = new HashMap<>();
  private final List<LiveTask> doubles = new ArrayList<>(0);
  private final Roster<LiveTask> taskRoster = new Roster<>();
  private final Map<String, LiveTask> unreachableTasks = new LinkedHashMap<>();
  private final Deque<LiveTask> completedTasks = new ArrayDeque<>();
  private final Set<Agent> agents = new LinkedHashSet<>();
  private final Set<OutstandingOffer> offers = new LinkedHashSet<>();
  private final Set<OutstandingInverseOffer> inverseOffers = new LinkedHashSet<>();
  private final Map<String, PendingOperation> operations = new LinkedHashMap<>();
  private final FrameworkCounters counters = new FrameworkCounters();

  /**
   * @param info with its id
   */
  public Framework(FrameworkInfo info) {
    this.id = info.getId().getValue();
    setInfo(info);
  }

  /** The roles that a framework's info subscribes it to. */
  public static Set<String> rolesOf(FrameworkInfo info) {
    if (has(info, FrameworkInfo.Capability.Type.MULTI_ROLE)) {
      return new LinkedHashSet<>(info.getRolesList());
    }
    return Set.of(info.getRole());
  }

  private static boolean has(FrameworkInfo info, FrameworkInfo.Capability.Type type) {
    return info.getCapabilitiesList().stream().anyMatch(c -> c.getType() == type);
  }

  public String id() {
    return id;
  }

  public FrameworkID protoId() {
    return info.getId();
  }

  public FrameworkInfo info() {
    return info;
  }

  public void setInfo(FrameworkInfo newInfo) {
    info = newInfo;
    roles = rolesOf(newInfo);
    capabilities = EnumSet.noneOf(FrameworkInfo.Capability.Type.class);
    newInfo.getCapabilitiesList().forEach(c -> capabilities.add(c.getType()));
  }

  public boolean can(FrameworkInfo.Capability.Type capability) {
    return capabilities.contains(capability);
  }

  public boolean isPartitionAware() {
    return can(FrameworkInfo.Capability.Type.PARTITION_AWARE);
  }

  public Set<String> roles() {
    return roles;
  }

  public Set<String> suppressedRoles() {
    return suppressedRoles;
  }

  public void setSuppressedRoles(Set<String> newRoles) {
    suppressedRoles = Set.copyOf(newRoles);
  }

  public Optional<OfferConstraints> offerConstraints() {
    return offerConstraints;
  }

  public void setOfferConstraints(Optional<OfferConstraints> constraints) {
    offerConstraints = constraints;
  }

  /** Whether a scheduler listens. Only such a framework is offered anything. */
  public boolean isConnected() {
    return stream != null;
  }

  /** The open stream, or null while nobody listens. */
  public EventStream stream() {
    return stream;
  }

  /** Someone listens: a framework that was known from agents alone is so no more. */
  public void connect(EventStream newStream) {
    stream = newStream;
    recovered = false;
  }

  public void disconnect() {
    stream = null;
  }

  /** Whether it is known from agents alone and has not subscribed in this term. */
  public boolean isRecovered() {
    return recovered;
  }

  public void setRecovered() {
    recovered = true;
  }

  public Optional<Instant> registeredAt() {
    return Optional.ofNullable(registeredAt);
  }

  public void setRegisteredAt(Instant at) {
    registeredAt = at;
    reregisteredAt = at;
  }

  public Optional<Instant> reregisteredAt() {
    return Optional.ofNullable(reregisteredAt);
  }

  public void setReregisteredAt(Instant at) {
    reregisteredAt = at;
  }

  public Optional<Instant> unregisteredAt() {
    return Optional.ofNullable(unregisteredAt);
  }

  public void setUnregisteredAt(Instant at) {
    unregisteredAt = at;
  }

  /** The task with that id, or null. */
  public LiveTask task(String taskId) {
    return tasks.get(taskId);
  }

  /** Its live tasks, doubles among them. */
  public Collection<LiveTask> tasks() {
    if (doubles.isEmpty()) {
      return tasks.values();
    }
    List<LiveTask> all = new ArrayList<>(tasks.values());
    all.addAll(doubles);
    return all;
  }

  /** The same tasks, for reading in pages. */
  public Roster<LiveTask> taskRoster() {
    return taskRoster;
  }

  /** An agent that was lost may come back with a task whose id runs elsewhere: it is a double. */
  public void addTask(LiveTask task) {
    if (tasks.putIfAbsent(task.id(), task) != null) {
      doubles.add(task);
    }
    task.setPlace(taskRoster.add(task));
  }

  public void removeTask(LiveTask task) {
    if (tasks.remove(task.id(), task)) {
      taskRoster.remove(task.place());
      doubles.stream()
          .filter(other -> other.id().equals(task.id()))
          .findFirst()
          .ifPresent(this::promote);
    } else if (doubles.remove(task)) {
      taskRoster.remove(task.place());
    }
  }

  private void promote(LiveTask task) {
    doubles.remove(task);
    tasks.put(task.id(), task);
  }

  /** Whether another live task has that one's id, and had it first. */
  public boolean isDouble(LiveTask task) {
    return doubles.contains(task);
  }

  /** Tasks on agents that were lost, oldest first, by id. */
  public Map<String, LiveTask> unreachableTasks() {
    return unreachableTasks;
  }

  /** Returns those that are remembered no longer. */
  public List<LiveTask> addUnreachableTask(LiveTask task, int limit) {
    List<LiveTask> forgotten = new ArrayList<>(0);
    LiveTask former = unreachableTasks.put(task.id(), task);
    if (former != null) {
      forgotten.add(former);
    }
    while (unreachableTasks.size() > limit) {
      forgotten.add(unreachableTasks.remove(unreachableTasks.keySet().iterator().next()));
    }
    return forgotten;
  }

  /** Ended tasks, oldest first. */
  public Deque<LiveTask> completedTasks() {
    return completedTasks;
  }

  public void addCompletedTask(LiveTask task, int limit) {
    completedTasks.addLast(task);
    while (completedTasks.size() > limit) {
      completedTasks.removeFirst();
    }
  }

  /** The registered agents on which it uses something or has an executor. */
  public Set<Agent> agents() {
    return agents;
  }

  public Set<OutstandingOffer> offers() {
    return offers;
  }

  public Set<OutstandingInverseOffer> inverseOffers() {
    return inverseOffers;
  }

  /** Operations that it wants to hear of, by the id that it gave them. */
  public Map<String, PendingOperation> operations() {
    return operations;
  }

  public FrameworkCounters counters() {
    return counters;
  }

  public int place() {
    return place;
  }

  void setPlace(int newPlace) {
    place = newPlace;
  }

  @Override
  public String toString() {
    return id + " (" + info.getName() + ")";
  }
}
