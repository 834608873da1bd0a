package io.entresol.master.core.validation;

import io.entresol.domain.resources.Disk;
import io.entresol.domain.resources.Reservation;
import io.entresol.domain.resources.ResourceKey;
import io.entresol.domain.resources.Resources;
import io.entresol.domain.resources.Scalar;
import io.entresol.master.core.book.Framework;
import io.entresol.mesos.v1.AgentInfo;
import io.entresol.mesos.v1.FrameworkInfo;
import io.entresol.mesos.v1.Offer;
import io.entresol.mesos.v1.Resource;
import io.entresol.proto.ProtoResources;
import java.util.List;
import java.util.Optional;

/** What operations on resources may do, whether by a framework or by an operator. */
public final class OperationRules {
  private OperationRules() {}

  /** Why the resources of an operation cannot be read, or empty if they can. */
  public static Optional<String> checkForm(Offer.Operation operation) {
    return switch (operation.getType()) {
      case RESERVE ->
          checkForm(
              operation.hasReserve(),
              operation.getReserve().getResourcesList(),
              operation.getReserve().getSourceList());
      case UNRESERVE ->
          checkForm(
              operation.hasUnreserve(), operation.getUnreserve().getResourcesList(), List.of());
      case CREATE ->
          checkForm(operation.hasCreate(), operation.getCreate().getVolumesList(), List.of());
      case DESTROY ->
          checkForm(operation.hasDestroy(), operation.getDestroy().getVolumesList(), List.of());
      case GROW_VOLUME ->
          checkForm(
              operation.hasGrowVolume(),
              List.of(operation.getGrowVolume().getVolume()),
              List.of(operation.getGrowVolume().getAddition()));
      case SHRINK_VOLUME ->
          checkForm(
              operation.hasShrinkVolume(),
              List.of(operation.getShrinkVolume().getVolume()),
              List.of());
      case CREATE_DISK ->
          checkForm(
              operation.hasCreateDisk(), List.of(operation.getCreateDisk().getSource()), List.of());
      case DESTROY_DISK ->
          checkForm(
              operation.hasDestroyDisk(),
              List.of(operation.getDestroyDisk().getSource()),
              List.of());
      case LAUNCH, LAUNCH_GROUP, UNKNOWN -> Optional.empty();
    };
  }

  private static Optional<String> checkForm(
      boolean present, List<Resource> resources, List<Resource> others) {
    return Checks.first(
        () -> Checks.unless(present, "the operation lacks its body"),
        () -> Checks.when(resources.isEmpty(), "the operation names no resources"),
        () -> ResourceRules.checkForm(resources),
        () -> ResourceRules.checkForm(others));
  }

  /** Why that operation is not allowed, or empty if it is; its form was checked before. */
  public static Optional<String> check(Offer.Operation operation, Requester requester) {
    return switch (operation.getType()) {
      case RESERVE -> ReserveRules.check(operation.getReserve(), requester);
      case UNRESERVE -> checkUnreserve(operation.getUnreserve());
      case CREATE -> checkCreate(operation.getCreate(), requester);
      case DESTROY -> checkDestroy(operation.getDestroy(), requester);
      case GROW_VOLUME -> checkGrow(operation.getGrowVolume(), requester);
      case SHRINK_VOLUME -> checkShrink(operation.getShrinkVolume(), requester);
      case CREATE_DISK, DESTROY_DISK ->
          Optional.of("the agent has no resource provider for the disk");
      case LAUNCH, LAUNCH_GROUP, UNKNOWN ->
          Optional.of(operation.getType() + " is no operation on resources");
    };
  }

  private static Optional<String> checkUnreserve(Offer.Operation.Unreserve unreserve) {
    Resources resources = ProtoResources.fromProto(unreserve.getResourcesList());
    return Checks.first(
        () -> ResourceRules.check(resources),
        () -> ResourceRules.checkOneProvider(resources),
        () ->
            ResourceRules.checkEach(
                resources,
                ResourceKey::isDynamicallyReserved,
                text -> "Resource " + text + " is not dynamically reserved"),
        () ->
            ResourceRules.checkEach(
                resources,
                key -> !key.isPersistentVolume(),
                text ->
                    "A dynamically reserved persistent volume "
                        + text
                        + " cannot be unreserved directly. Please destroy the persistent volume"
                        + " first then unreserve the resource"));
  }

  private static Optional<String> checkCreate(Offer.Operation.Create create, Requester requester) {
    Resources volumes = ProtoResources.fromProto(create.getVolumesList());
    Resources existing = requester.agent().account().total().checkpointed();
    return Checks.first(
        () -> checkVolumes(volumes),
        () -> ResourceRules.checkPersistenceIds(volumes),
        () -> checkNewIds(volumes, existing),
        () -> checkMaker(volumes, requester),
        () -> checkSharing(volumes, requester.framework()),
        () ->
            requester.framework().isPresent()
                ? ResourceRules.checkOneRole(volumes)
                : Optional.empty());
  }

  private static Optional<String> checkVolumes(Resources volumes) {
    return Checks.first(
        () -> ResourceRules.check(volumes),
        () -> ResourceRules.checkOneProvider(volumes),
        () -> ResourceRules.checkVolumes(volumes));
  }

  private static Optional<String> checkNewIds(Resources volumes, Resources existing) {
    for (ResourceKey key : volumes.held().keySet()) {
      String id = persistenceId(key);
      if (existing.held().keySet().stream()
          .filter(ResourceKey::isPersistentVolume)
          .anyMatch(other -> other.role().equals(key.role()) && persistenceId(other).equals(id))) {
        return Optional.of("persistence id '" + id + "' is in use");
      }
    }
    return Optional.empty();
  }

  private static String persistenceId(ResourceKey volume) {
    return volume.disk().flatMap(Disk::persistence).map(Disk.Persistence::id).orElse("");
  }

  private static Optional<String> checkMaker(Resources volumes, Requester requester) {
    if (requester.principal().isEmpty()) {
      return Optional.empty();
    }
    boolean own =
        volumes.held().keySet().stream()
            .map(key -> key.disk().flatMap(Disk::persistence).flatMap(p -> p.principal()))
            .allMatch(requester.principal()::equals);
    return Checks.unless(
        own, "the volume's principal is not '" + requester.principal().get() + "'");
  }

  private static Optional<String> checkSharing(Resources volumes, Optional<Framework> framework) {
    boolean shared = volumes.held().keySet().stream().anyMatch(ResourceKey::shared);
    boolean mayShare =
        framework.map(f -> f.can(FrameworkInfo.Capability.Type.SHARED_RESOURCES)).orElse(true);
    return Checks.when(shared && !mayShare, "the framework lacks SHARED_RESOURCES");
  }

  private static Optional<String> checkDestroy(
      Offer.Operation.Destroy destroy, Requester requester) {
    Resources volumes = ProtoResources.fromProto(destroy.getVolumesList()).unallocated();
    return Checks.first(
        () -> checkVolumes(volumes),
        () ->
            Checks.unless(
                requester.agent().account().total().contains(volumes),
                "Persistent volumes not found"),
        () -> Checks.when(isUsed(volumes, requester), "Persistent volumes in use"));
  }

  private static boolean isUsed(Resources volumes, Requester requester) {
    return requester.agent().account().usedByFramework().values().stream()
        .flatMap(used -> used.held().keySet().stream())
        .map(ResourceKey::unallocated)
        .anyMatch(key -> volumes.held().containsKey(key));
  }

  private static Optional<String> checkGrow(Offer.Operation.GrowVolume grow, Requester requester) {
    Resources volume = ProtoResources.fromProto(List.of(grow.getVolume()));
    return Checks.first(
        () -> checkResizable(volume, requester),
        () ->
            Checks.unless(
                grow.getAddition().getScalar().getValue() > 0, "the addition is not positive"),
        () -> checkAddition(grow));
  }

  /** What is added must be the same disk, without the volume. */
  private static Optional<String> checkAddition(Offer.Operation.GrowVolume grow) {
    ResourceKey volume = ProtoResources.key(grow.getVolume());
    ResourceKey addition = ProtoResources.key(grow.getAddition());
    boolean same =
        addition.name().equals(volume.name())
            && addition.reservations().equals(volume.reservations())
            && addition.allocatedTo().equals(volume.allocatedTo())
            && addition.disk().flatMap(Disk::persistence).isEmpty()
            && addition.disk().flatMap(Disk::source).equals(volume.disk().flatMap(Disk::source));
    return Checks.unless(same, "the addition does not fit the volume");
  }

  private static Optional<String> checkShrink(
      Offer.Operation.ShrinkVolume shrink, Requester requester) {
    Resources volume = ProtoResources.fromProto(List.of(shrink.getVolume()));
    double subtract = shrink.getSubtract().getValue();
    return Checks.first(
        () -> checkResizable(volume, requester),
        () ->
            Checks.unless(
                subtract > 0 && !Double.isInfinite(subtract) && Scalar.milliOf(subtract) > 0,
                "what is subtracted is not positive"),
        () ->
            Checks.unless(
                subtract < shrink.getVolume().getScalar().getValue(),
                "not less than the whole volume would be subtracted"));
  }

  private static Optional<String> checkResizable(Resources volume, Requester requester) {
    boolean mounted =
        volume.held().keySet().stream()
            .flatMap(key -> key.disk().flatMap(Disk::source).stream())
            .anyMatch(source -> source.type() != Disk.SourceType.PATH);
    return Checks.first(
        () -> checkVolumes(volume),
        () -> Checks.when(mounted, "a volume that is a whole device cannot be resized"),
        () ->
            Checks.when(
                volume.held().keySet().stream().anyMatch(ResourceKey::shared),
                "a shared volume cannot be resized"),
        () ->
            Checks.when(
                volume.held().keySet().stream().anyMatch(key -> key.provider().isPresent()),
                "a volume of a resource provider cannot be resized"),
        () ->
            Checks.unless(
                requester.agent().can(AgentInfo.Capability.Type.RESIZE_VOLUME),
                "the agent cannot resize volumes"));
  }

  /** The layer of a reservation that counts. */
  static Reservation lastLayer(ResourceKey key) {
    return key.reservations().get(key.reservations().size() - 1);
  }
}
