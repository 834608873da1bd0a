package io.entresol.agent.core;

import io.entresol.domain.resources.ResourceKey;
import io.entresol.domain.resources.Resources;
import io.entresol.mesos.v1.Offer;
import io.entresol.mesos.v1.Operation;
import io.entresol.mesos.v1.OperationState;
import io.entresol.mesos.v1.OperationStatus;
import io.entresol.mesos.v1.UUID;
import io.entresol.proto.ProtoResources;
import io.entresol.proto.agent.CheckpointedResources;
import io.entresol.proto.bus.AcknowledgeOperation;
import io.entresol.proto.bus.AgentOperationUpdate;
import io.entresol.proto.bus.ApplyOperation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The agent's reservations and volumes, the operations that change them, and the updates about
 * these, repeated until acknowledged.
 */
final class OperationLedger {
  private static final class Entry {
    private final Operation operation;
    private Duration retry = UpdateStreams.FIRST_RETRY;

    private Entry(Operation operation) {
      this.operation = operation;
    }
  }

  private final CoreState state;
  private final Map<String, Entry> entries = new LinkedHashMap<>();
  private boolean paused = true;

  OperationLedger(CoreState state) {
    this.state = state;
  }

  /** Operations whose last update is not yet acknowledged. */
  List<Operation> pending() {
    return entries.values().stream().map(entry -> entry.operation).toList();
  }

  boolean isEmpty() {
    return entries.isEmpty();
  }

  /** What the agent has, with its reservations and volumes. */
  Resources total() {
    return total(ProtoResources.fromProto(state.info().getResourcesList()), state.checkpointed());
  }

  private static Resources total(Resources configured, Resources checkpointed) {
    return configured
        .minus(checkpointed.mapKeys(ResourceConversion::configured))
        .plus(checkpointed);
  }

  /**
   * Takes over the reservations and volumes of an earlier life.
   *
   * @return why they do not fit into what is configured now, or empty
   */
  Optional<String> restore(CheckpointedResources record) {
    Resources checkpointed = ProtoResources.fromProto(record.getResourcesList());
    Resources configured = ProtoResources.fromProto(state.info().getResourcesList());
    Resources needed = checkpointed.mapKeys(ResourceConversion::configured);
    if (!configured.contains(needed)) {
      return Optional.of(
          "The agent's reservations and volumes need "
              + needed
              + ", but only "
              + configured
              + " is configured");
    }
    state.checkpointed(checkpointed);
    return Optional.empty();
  }

  void restore(Operation operation) {
    entries.put(hex(operation.getUuid()), new Entry(operation));
  }

  /** Carries out an operation, or says why not; one that came before is not done again. */
  void apply(Turn turn, ApplyOperation apply) {
    String uuid = hex(apply.getOperationUuid());
    Entry known = entries.get(uuid);
    if (known != null) {
      send(turn, uuid, known);
      return;
    }
    Offer.Operation info = apply.getOperation();
    OperationStatus.Builder status =
        OperationStatus.newBuilder()
            .setUuid(UUID.newBuilder().setValue(state.newUuid()))
            .setAgentId(state.agentId());
    if (info.hasId()) {
      status.setOperationId(info.getId());
    }
    try {
      convert(turn, ResourceConversion.of(info), status);
    } catch (IllegalArgumentException e) {
      status.setState(OperationState.OPERATION_ERROR).setMessage(e.getMessage());
    }
    Operation.Builder operation =
        Operation.newBuilder()
            .setAgentId(state.agentId())
            .setInfo(info)
            .setLatestStatus(status)
            .addStatuses(status)
            .setUuid(apply.getOperationUuid());
    if (apply.hasFrameworkId()) {
      operation.setFrameworkId(apply.getFrameworkId());
    }
    Entry entry = new Entry(operation.build());
    entries.put(uuid, entry);
    turn.put(RecordKeys.operation(state.agentId().getValue(), uuid), entry.operation);
    send(turn, uuid, entry);
  }

  private void convert(Turn turn, ResourceConversion conversion, OperationStatus.Builder status) {
    Resources total = total();
    if (!total.contains(conversion.consumed())) {
      status
          .setState(OperationState.OPERATION_DROPPED)
          .setMessage("The agent does not have " + conversion.consumed());
      return;
    }
    Resources next = total.minus(conversion.consumed()).plus(conversion.converted());
    Resources before = state.checkpointed();
    state.checkpointed(next.checkpointed());
    turn.put(
        RecordKeys.RESOURCES,
        CheckpointedResources.newBuilder()
            .addAllResources(ProtoResources.toProto(state.checkpointed()))
            .build());
    volumes(state.checkpointed(), before)
        .forEach(volume -> turn.effect(new AgentEffect.CreateVolume(volume)));
    volumes(before, state.checkpointed())
        .forEach(volume -> turn.effect(new AgentEffect.DeleteVolume(volume)));
    status.setState(OperationState.OPERATION_FINISHED);
  }

  /** The volumes that one has and the other has not; a resized volume is the same. */
  private static List<PersistentVolume> volumes(Resources has, Resources lacks) {
    List<PersistentVolume> volumes = new ArrayList<>();
    List<PersistentVolume> others = volumes(lacks);
    for (PersistentVolume volume : volumes(has)) {
      if (!others.contains(volume)) {
        volumes.add(volume);
      }
    }
    return volumes;
  }

  private static List<PersistentVolume> volumes(Resources resources) {
    return resources.held().keySet().stream()
        .filter(ResourceKey::isPersistentVolume)
        .flatMap(key -> PersistentVolume.of(key).stream())
        .toList();
  }

  void acknowledge(Turn turn, AcknowledgeOperation acknowledgement) {
    String uuid = hex(acknowledgement.getOperationUuid());
    Entry entry = entries.get(uuid);
    boolean matches =
        entry != null
            && entry.operation.getLatestStatus().getUuid().equals(acknowledgement.getStatusUuid());
    if (!matches) {
      turn.note("Dropped an acknowledgement that matches no operation's update");
      return;
    }
    entries.remove(uuid);
    state.deadlines().cancel(new Due.ResendOperation(uuid));
    turn.remove(RecordKeys.operation(state.agentId().getValue(), uuid));
  }

  void resend(Turn turn, String uuid) {
    Entry entry = entries.get(uuid);
    if (entry != null) {
      Duration next = entry.retry.multipliedBy(2);
      entry.retry = next.compareTo(UpdateStreams.LAST_RETRY) < 0 ? next : UpdateStreams.LAST_RETRY;
      send(turn, uuid, entry);
    }
  }

  void pause() {
    paused = true;
    entries.keySet().forEach(uuid -> state.deadlines().cancel(new Due.ResendOperation(uuid)));
  }

  void resume(Turn turn) {
    paused = false;
    entries.forEach(
        (uuid, entry) -> {
          entry.retry = UpdateStreams.FIRST_RETRY;
          send(turn, uuid, entry);
        });
  }

  private void send(Turn turn, String uuid, Entry entry) {
    if (paused) {
      return;
    }
    Operation operation = entry.operation;
    AgentOperationUpdate.Builder update =
        AgentOperationUpdate.newBuilder()
            .setOperationUuid(operation.getUuid())
            .setStatus(operation.getLatestStatus());
    if (operation.hasFrameworkId()) {
      update.setFrameworkId(operation.getFrameworkId());
    }
    turn.effect(new AgentEffect.SendToMaster(state.message().setOperationUpdate(update).build()));
    state.deadlines().set(new Due.ResendOperation(uuid), turn.now().plus(entry.retry));
  }

  private static String hex(UUID uuid) {
    return HexFormat.of().formatHex(uuid.getValue().toByteArray());
  }
}
