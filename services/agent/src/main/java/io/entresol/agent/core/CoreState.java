package io.entresol.agent.core;

import com.google.protobuf.ByteString;
import io.entresol.domain.frame.Deadlines;
import io.entresol.domain.resources.Resources;
import io.entresol.mesos.v1.AgentID;
import io.entresol.mesos.v1.AgentInfo;
import io.entresol.mesos.v1.DrainConfig;
import io.entresol.mesos.v1.FrameworkID;
import io.entresol.mesos.v1.FrameworkInfo;
import io.entresol.proto.bus.AgentMessage;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** What the parts of the core share: who the agent is and what is on it. */
final class CoreState {
  private final AgentIdentity identity;
  private final AgentPolicy policy;
  private final Supplier<UUID> ids;
  private final AgentMetrics metrics;
  private final Deadlines<Due> deadlines = new Deadlines<>();
  private final Map<FrameworkID, Framework> frameworks = new LinkedHashMap<>();
  private final Map<FrameworkID, Framework> completedFrameworks = new LinkedHashMap<>();
  private final Map<String, Container> containers = new LinkedHashMap<>();
  private AgentInfo info;
  private Optional<DrainConfig> drain = Optional.empty();
  private Resources checkpointed = Resources.NONE;

  CoreState(AgentIdentity identity, AgentPolicy policy, Supplier<UUID> ids, AgentMetrics metrics) {
    this.identity = identity;
    this.policy = policy;
    this.ids = ids;
    this.metrics = metrics;
    this.info = identity.info();
  }

  AgentIdentity identity() {
    return identity;
  }

  AgentPolicy policy() {
    return policy;
  }

  AgentMetrics metrics() {
    return metrics;
  }

  Deadlines<Due> deadlines() {
    return deadlines;
  }

  UUID newId() {
    return ids.get();
  }

  /** A new UUID as the 16 bytes that status updates carry. */
  ByteString newUuid() {
    UUID id = ids.get();
    ByteBuffer bytes = ByteBuffer.allocate(16);
    bytes.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits()).flip();
    return ByteString.copyFrom(bytes);
  }

  /** With an id from the first registration on. */
  AgentInfo info() {
    return info;
  }

  AgentID agentId() {
    return info.getId();
  }

  boolean hasAgentId() {
    return info.hasId();
  }

  void agentId(AgentID id) {
    info = info.toBuilder().setId(id).build();
  }

  Map<FrameworkID, Framework> frameworks() {
    return frameworks;
  }

  /** Those that have left, oldest first. */
  Map<FrameworkID, Framework> completedFrameworks() {
    return completedFrameworks;
  }

  /** The framework, known from now on; one that had left comes back with its past. */
  Framework framework(FrameworkInfo frameworkInfo) {
    Framework known = frameworks.get(frameworkInfo.getId());
    if (known != null) {
      return known;
    }
    Framework framework = completedFrameworks.remove(frameworkInfo.getId());
    Framework back = new Framework(frameworkInfo);
    if (framework != null) {
      back.completed().addAll(framework.completed());
    }
    frameworks.put(back.id(), back);
    return back;
  }

  /** Every container that has not ended and been dealt with, by its id. */
  Map<String, Container> containers() {
    return containers;
  }

  /** Empty unless the agent is being drained. */
  Optional<DrainConfig> drain() {
    return drain;
  }

  void drain(Optional<DrainConfig> newDrain) {
    drain = newDrain;
  }

  /** Dynamic reservations and persistent volumes, nobody's. */
  Resources checkpointed() {
    return checkpointed;
  }

  void checkpointed(Resources resources) {
    checkpointed = resources;
  }

  /** Whether the framework's executors and tasks are found again after a restart. */
  boolean checkpoints(Framework framework) {
    return framework.info().getCheckpoint() || policy.checkpointAlways();
  }

  /** A message to the master, signed. */
  AgentMessage.Builder message() {
    AgentMessage.Builder message = AgentMessage.newBuilder().setAgent(identity.endpoint());
    if (info.hasId()) {
      message.setAgentId(info.getId());
    }
    return message;
  }
}
