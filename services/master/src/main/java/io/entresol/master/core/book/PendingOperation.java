package io.entresol.master.core.book;

import com.google.protobuf.ByteString;
import io.entresol.mesos.v1.Offer;
import io.entresol.mesos.v1.Operation;
import io.entresol.mesos.v1.OperationState;
import io.entresol.mesos.v1.OperationStatus;
import io.entresol.mesos.v1.UUID;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** An operation that was sent to an agent and has not ended, or whose end is not acknowledged. */
public final class PendingOperation {
  private static final Set<OperationState> TERMINAL =
      EnumSet.of(
          OperationState.OPERATION_FINISHED,
          OperationState.OPERATION_FAILED,
          OperationState.OPERATION_ERROR,
          OperationState.OPERATION_DROPPED,
          OperationState.OPERATION_GONE_BY_OPERATOR);

  private final ByteString uuid;
  private final Offer.Operation info;
  private final Optional<Framework> framework;
  private final Agent agent;
  private final List<OperationStatus> statuses = new ArrayList<>(2);
  private OperationStatus latest;

  /**
   * @param framework whose it is; empty if an operator's
   */
  public PendingOperation(
      ByteString uuid,
      Offer.Operation info,
      Optional<Framework> framework,
      Agent agent,
      OperationStatus latest) {
    this.uuid = uuid;
    this.info = info;
    this.framework = framework;
    this.agent = agent;
    this.latest = latest;
  }

  public static boolean isTerminal(OperationState state) {
    return TERMINAL.contains(state);
  }

  public ByteString uuid() {
    return uuid;
  }

  public Offer.Operation info() {
    return info;
  }

  public Optional<Framework> framework() {
    return framework;
  }

  public Agent agent() {
    return agent;
  }

  /** The newest status that is known. */
  public OperationStatus latest() {
    return latest;
  }

  /** The status that its framework was sent last; the newest one if it was sent none. */
  public OperationStatus reported() {
    return statuses.isEmpty() ? latest : statuses.get(statuses.size() - 1);
  }

  /** The status with that uuid, if the framework was sent it. */
  public Optional<OperationStatus> forwarded(ByteString statusUuid) {
    return statuses.stream()
        .filter(status -> status.hasUuid() && status.getUuid().getValue().equals(statusUuid))
        .findFirst();
  }

  /** Takes a status over; the end of an operation stays. */
  public void remember(OperationStatus status, OperationStatus newest) {
    if (!isTerminal(latest.getState())) {
      latest = newest;
    }
    if (statuses.isEmpty() || !statuses.get(statuses.size() - 1).equals(status)) {
      statuses.add(status);
    }
  }

  public Operation toProto() {
    Operation.Builder operation =
        Operation.newBuilder()
            .setAgentId(agent.info().getId())
            .setInfo(info)
            .setLatestStatus(latest)
            .addAllStatuses(statuses)
            .setUuid(UUID.newBuilder().setValue(uuid));
    framework.ifPresent(owner -> operation.setFrameworkId(owner.protoId()));
    return operation.build();
  }
}
