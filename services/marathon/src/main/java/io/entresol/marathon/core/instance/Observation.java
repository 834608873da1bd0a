package io.entresol.marathon.core.instance;

import io.entresol.marathon.core.instance.Instance.Times;
import io.entresol.marathon.core.rest.InstanceView.IpAddress;
import io.entresol.mesos.v1.NetworkInfo;
import io.entresol.mesos.v1.TaskStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Folds a status update into an instance. */
public final class Observation {
  private static final List<Condition> PROGRESS =
      List.of(
          Condition.PROVISIONED,
          Condition.STAGING,
          Condition.STARTING,
          Condition.RUNNING,
          Condition.KILLING);

  private Observation() {}

  /**
   * The instance after an update of its task. What the update does not say stays as it was; an
   * instance that was given up as out of reach stays so until it is heard of in another state. A
   * task never goes back on its way: the answer to a reconciliation may be older than what is
   * known.
   */
  public static Instance apply(Instance instance, TaskStatus status, Instant now) {
    Condition condition = Condition.of(status);
    if ((condition == Condition.UNREACHABLE && instance.condition().isUnreachable())
        || isEarlier(condition, instance.condition())) {
      condition = instance.condition();
    }
    List<IpAddress> addresses = addresses(status);
    return instance.observed(
        condition,
        addresses.isEmpty() ? instance.addresses() : addresses,
        times(instance.times(), condition, now),
        status.hasHealthy() ? Optional.of(status.getHealthy()) : instance.healthy(),
        now);
  }

  private static boolean isEarlier(Condition said, Condition known) {
    return PROGRESS.contains(said)
        && PROGRESS.contains(known)
        && PROGRESS.indexOf(said) < PROGRESS.indexOf(known);
  }

  private static Times times(Times times, Condition condition, Instant now) {
    return condition == Condition.RUNNING && times.started().isEmpty()
        ? new Times(times.provisioned(), Optional.of(now))
        : times;
  }

  private static List<IpAddress> addresses(TaskStatus status) {
    return status.getContainerStatus().getNetworkInfosList().stream()
        .flatMap(network -> network.getIpAddressesList().stream())
        .filter(NetworkInfo.IPAddress::hasIpAddress)
        .map(ip -> new IpAddress(ip.getIpAddress(), ip.getProtocol().name()))
        .distinct()
        .toList();
  }
}
