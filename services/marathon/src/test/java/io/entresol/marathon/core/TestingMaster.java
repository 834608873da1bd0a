package io.entresol.marathon.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.entresol.domain.resources.Ranges;
import io.entresol.domain.resources.ResourceKey;
import io.entresol.domain.resources.Resources;
import io.entresol.mesos.v1.AgentID;
import io.entresol.mesos.v1.Attribute;
import io.entresol.mesos.v1.FrameworkID;
import io.entresol.mesos.v1.MasterInfo;
import io.entresol.mesos.v1.Offer;
import io.entresol.mesos.v1.OfferID;
import io.entresol.mesos.v1.Resource;
import io.entresol.mesos.v1.TaskID;
import io.entresol.mesos.v1.TaskInfo;
import io.entresol.mesos.v1.TaskState;
import io.entresol.mesos.v1.TaskStatus;
import io.entresol.mesos.v1.Value;
import io.entresol.mesos.v1.scheduler.Call;
import io.entresol.mesos.v1.scheduler.Event;
import io.entresol.proto.ProtoResources;
import io.entresol.proto.bus.FrameworkEvents;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** A master with agents and an allocator, in memory, as far as a framework can see them. */
public final class TestingMaster {
  /** One machine. */
  public static final class Agent {
    final String id;
    final String hostname;
    final Resources total;
    final Map<String, String> attributes = new LinkedHashMap<>();
    final Map<String, Task> tasks = new LinkedHashMap<>();
    boolean reachable = true;
    Resources offered = Resources.NONE;
    Instant filteredUntil = Instant.EPOCH;
    Resources filtered = Resources.NONE;

    private Agent(String id, String hostname, Resources total) {
      this.id = id;
      this.hostname = hostname;
      this.total = total;
    }

    Agent with(String attribute, String value) {
      attributes.put(attribute, value);
      return this;
    }

    Resources free() {
      Resources free = total.minus(offered);
      for (Task task : tasks.values()) {
        free = free.minus(task.resources);
      }
      return free;
    }
  }

  /** One task that has not ended, or whose end was not acknowledged. */
  public static final class Task {
    final TaskInfo info;
    final Agent agent;
    final Resources resources;
    TaskState state = TaskState.TASK_STAGING;

    private Task(TaskInfo info, Agent agent) {
      this.info = info;
      this.agent = agent;
      this.resources = ProtoResources.fromProto(info.getResourcesList());
    }

    public String id() {
      return info.getTaskId().getValue();
    }

    boolean isLive() {
      return !ENDED.contains(state);
    }
  }

  private static final Set<TaskState> ENDED =
      Set.of(
          TaskState.TASK_FINISHED,
          TaskState.TASK_FAILED,
          TaskState.TASK_KILLED,
          TaskState.TASK_ERROR,
          TaskState.TASK_DROPPED,
          TaskState.TASK_GONE);

  final Map<String, Agent> agents = new LinkedHashMap<>();
  final List<Call> calls = new ArrayList<>();

  /** Every task that was ever launched. */
  public final Set<String> everLaunched = new HashSet<>();

  /** Whether tasks run, and end when killed, without being told to by the test. */
  boolean obedient = true;

  /** Tasks that were told to end. */
  final Set<String> condemned = new HashSet<>();

  /** Called with each task that is launched, before it counts. */
  Consumer<TaskInfo> onLaunch = info -> {};

  /** Tasks that do not end when killed. */
  boolean deaf = false;

  private final Map<String, Agent> offers = new HashMap<>();
  private final Map<String, Resources> offerResources = new HashMap<>();
  private final Deque<Event> outgoing = new ArrayDeque<>();
  private final Map<String, TaskStatus> unacknowledged = new LinkedHashMap<>();
  private Optional<String> stream = Optional.empty();
  private long nextSeq;
  private boolean suppressed;
  private int nextOffer;
  private int nextUuid;
  private Instant now = Instant.EPOCH;

  public Agent agent(String hostname, double cpus, double mem) {
    return agent(hostname, cpus, mem, Ranges.of(31000, 31999));
  }

  Agent agent(String hostname, double cpus, double mem, Ranges ports) {
    Resources total =
        Resources.sum(
            List.of(
                Resources.scalar("cpus", cpus),
                Resources.scalar("mem", mem),
                Resources.scalar("disk", 10_000),
                Resources.of(ResourceKey.of("ports"), ports)));
    Agent agent = new Agent("agent-" + hostname, hostname, total);
    agents.put(agent.id, agent);
    return agent;
  }

  public void at(Instant instant) {
    now = instant;
  }

  boolean isSuppressed() {
    return suppressed;
  }

  public Optional<String> stream() {
    return stream;
  }

  boolean isSubscribed() {
    return stream.isPresent();
  }

  Collection<Task> tasks() {
    List<Task> all = new ArrayList<>();
    agents.values().forEach(agent -> all.addAll(agent.tasks.values()));
    return all;
  }

  public List<Task> liveTasks() {
    return tasks().stream().filter(Task::isLive).toList();
  }

  Task task(String id) {
    return tasks().stream().filter(task -> task.id().equals(id)).findFirst().orElseThrow();
  }

  List<Call> calls(Call.Type type) {
    return calls.stream().filter(call -> call.getType() == type).toList();
  }

  /** A subscription replaces the one before it; what was outstanding there is void. */
  public void subscribe(String streamId, Call call) {
    stream = Optional.of(streamId);
    nextSeq = 1;
    suppressed = false;
    outgoing.clear();
    offers.clear();
    offerResources.clear();
    agents.values().forEach(agent -> agent.offered = Resources.NONE);
    agents.values().forEach(agent -> agent.filteredUntil = Instant.EPOCH);
    FrameworkID id =
        call.hasFrameworkId()
            ? call.getFrameworkId()
            : FrameworkID.newBuilder().setValue("master-0000").build();
    outgoing.add(
        Event.newBuilder()
            .setType(Event.Type.SUBSCRIBED)
            .setSubscribed(
                Event.Subscribed.newBuilder()
                    .setFrameworkId(id)
                    .setHeartbeatIntervalSeconds(15)
                    .setMasterInfo(
                        MasterInfo.newBuilder().setId("m").setIp(0).setPort(5050).setHostname("m")))
            .build());
    unacknowledged.values().forEach(this::send);
  }

  public void disconnect() {
    stream = Optional.empty();
    outgoing.clear();
  }

  public void call(String streamId, Call call) {
    calls.add(call);
    if (!stream.equals(Optional.of(streamId))) {
      return;
    }
    switch (call.getType()) {
      case ACCEPT -> accept(call.getAccept());
      case DECLINE -> decline(call.getDecline());
      case REVIVE -> {
        suppressed = false;
        agents.values().forEach(agent -> agent.filteredUntil = Instant.EPOCH);
      }
      case SUPPRESS -> suppressed = true;
      case KILL -> kill(call.getKill());
      case ACKNOWLEDGE -> unacknowledged.remove(call.getAcknowledge().getUuid().toStringUtf8());
      case RECONCILE -> reconcile(call.getReconcile());
      default -> throw new IllegalArgumentException("unexpected call " + call.getType());
    }
  }

  private void accept(Call.Accept accept) {
    Agent agent = null;
    Resources offered = Resources.NONE;
    for (OfferID id : accept.getOfferIdsList()) {
      agent = offers.remove(id.getValue());
      Resources resources = offerResources.remove(id.getValue());
      if (agent != null) {
        agent.offered = agent.offered.minus(resources);
        offered = offered.plus(resources);
      }
    }
    for (Offer.Operation operation : accept.getOperationsList()) {
      for (TaskInfo info : operation.getLaunch().getTaskInfosList()) {
        if (agent == null) {
          send(status(info.getTaskId().getValue(), "", TaskState.TASK_DROPPED));
          continue;
        }
        Task task = new Task(info, agent);
        assertThat(offered.contains(task.resources)).as("within the offer").isTrue();
        offered = offered.minus(task.resources);
        assertThat(everLaunched.add(task.id())).as("launched once").isTrue();
        onLaunch.accept(info);
        agent.tasks.put(task.id(), task);
        if (obedient) {
          update(task.id(), TaskState.TASK_RUNNING);
        }
      }
    }
    if (agent != null) {
      filter(agent, offered, accept.getFilters().getRefuseSeconds());
    }
  }

  private void decline(Call.Decline decline) {
    for (OfferID id : decline.getOfferIdsList()) {
      Agent agent = offers.remove(id.getValue());
      Resources resources = offerResources.remove(id.getValue());
      if (agent != null) {
        agent.offered = agent.offered.minus(resources);
        filter(agent, resources, decline.getFilters().getRefuseSeconds());
      }
    }
  }

  private void filter(Agent agent, Resources resources, double seconds) {
    agent.filtered = resources;
    agent.filteredUntil = now.plus(Duration.ofMillis((long) (seconds * 1000)));
  }

  private void kill(Call.Kill kill) {
    String id = kill.getTaskId().getValue();
    condemned.add(id);
    Optional<Task> task = tasks().stream().filter(one -> one.id().equals(id)).findFirst();
    if (task.isEmpty()) {
      send(status(id, kill.getAgentId().getValue(), TaskState.TASK_GONE));
    } else if (obedient && !deaf && task.get().isLive() && task.get().agent.reachable) {
      update(id, TaskState.TASK_KILLED);
    }
  }

  private void reconcile(Call.Reconcile reconcile) {
    if (reconcile.getTasksCount() == 0) {
      liveTasks().forEach(task -> send(stateOf(task)));
    }
    for (Call.Reconcile.Task asked : reconcile.getTasksList()) {
      String id = asked.getTaskId().getValue();
      Optional<Task> task = tasks().stream().filter(one -> one.id().equals(id)).findFirst();
      send(
          task.map(this::stateOf)
              .orElseGet(() -> status(id, asked.getAgentId().getValue(), TaskState.TASK_GONE)));
    }
  }

  private TaskStatus stateOf(Task task) {
    return status(
        task.id(), task.agent.id, task.agent.reachable ? task.state : TaskState.TASK_UNREACHABLE);
  }

  /** A task comes into another state, and tells of it until that is acknowledged. */
  public void update(String taskId, TaskState state) {
    update(taskId, state, Optional.empty());
  }

  void update(String taskId, TaskState state, Optional<Boolean> healthy) {
    Task task = task(taskId);
    task.state = state;
    TaskStatus.Builder status = status(taskId, task.agent.id, state).toBuilder();
    healthy.ifPresent(status::setHealthy);
    String uuid = "uuid-" + nextUuid++;
    TaskStatus update = status.setUuid(ByteString.copyFromUtf8(uuid)).build();
    unacknowledged.put(uuid, update);
    if (!task.isLive()) {
      task.agent.tasks.remove(taskId);
    }
    if (task.agent.reachable) {
      send(update);
    }
  }

  /** The agent and all its tasks are out of reach. */
  void partition(Agent agent) {
    agent.reachable = false;
    agent.tasks.values().forEach(task -> send(stateOf(task)));
  }

  /** The agent is back, with its tasks as they were. */
  void heal(Agent agent) {
    agent.reachable = true;
    agent.tasks.values().forEach(task -> send(stateOf(task)));
    unacknowledged.values().stream()
        .filter(status -> status.getAgentId().getValue().equals(agent.id))
        .forEach(this::send);
  }

  int unacknowledged() {
    return unacknowledged.size();
  }

  void send(TaskStatus status) {
    outgoing.add(
        Event.newBuilder()
            .setType(Event.Type.UPDATE)
            .setUpdate(Event.Update.newBuilder().setStatus(status))
            .build());
  }

  void send(Event event) {
    outgoing.add(event);
  }

  static TaskStatus status(String taskId, String agentId, TaskState state) {
    TaskStatus.Builder status =
        TaskStatus.newBuilder()
            .setTaskId(TaskID.newBuilder().setValue(taskId))
            .setState(state)
            .setMessage("it is " + state);
    if (!agentId.isEmpty()) {
      status.setAgentId(AgentID.newBuilder().setValue(agentId));
    }
    return status.build();
  }

  /** Makes offers of all that is free and wanted. */
  public void allocate() {
    if (suppressed || stream.isEmpty()) {
      return;
    }
    List<Offer> made = new ArrayList<>();
    for (Agent agent : agents.values()) {
      Resources free = agent.free();
      boolean filtered = now.isBefore(agent.filteredUntil) && agent.filtered.contains(free);
      if (agent.reachable && !filtered && free.scalarMilli("cpus") > 0) {
        made.add(offer(agent, free));
      }
    }
    if (!made.isEmpty()) {
      outgoing.add(
          Event.newBuilder()
              .setType(Event.Type.OFFERS)
              .setOffers(Event.Offers.newBuilder().addAllOffers(made))
              .build());
    }
  }

  private Offer offer(Agent agent, Resources free) {
    String id = "O" + nextOffer++;
    agent.offered = agent.offered.plus(free);
    offers.put(id, agent);
    offerResources.put(id, free);
    Offer.Builder offer =
        Offer.newBuilder()
            .setId(OfferID.newBuilder().setValue(id))
            .setFrameworkId(FrameworkID.newBuilder().setValue("master-0000"))
            .setAgentId(AgentID.newBuilder().setValue(agent.id))
            .setHostname(agent.hostname)
            .addAllResources(allocated(free));
    offer.getAllocationInfoBuilder().setRole("*");
    agent.attributes.forEach(
        (name, value) ->
            offer.addAttributes(
                Attribute.newBuilder()
                    .setName(name)
                    .setType(Value.Type.TEXT)
                    .setText(Value.Text.newBuilder().setValue(value))));
    return offer.build();
  }

  private static List<Resource> allocated(Resources resources) {
    return ProtoResources.toProto(resources);
  }

  /** Takes what is to be delivered, in order; empty if there is nothing. */
  public Optional<FrameworkEvents> take() {
    if (stream.isEmpty() || outgoing.isEmpty()) {
      return Optional.empty();
    }
    FrameworkEvents batch =
        FrameworkEvents.newBuilder()
            .setStreamId(stream.get())
            .setFirstSeq(nextSeq)
            .addAllEvents(outgoing)
            .build();
    nextSeq += outgoing.size();
    outgoing.clear();
    return Optional.of(batch);
  }
}
