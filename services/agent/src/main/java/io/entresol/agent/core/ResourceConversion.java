package io.entresol.agent.core;

import io.entresol.domain.resources.Disk;
import io.entresol.domain.resources.Reservation;
import io.entresol.domain.resources.ResourceKey;
import io.entresol.domain.resources.Resources;
import io.entresol.domain.resources.Scalar;
import io.entresol.mesos.v1.Offer;
import io.entresol.mesos.v1.Resource;
import io.entresol.proto.ProtoResources;
import java.util.List;
import java.util.Optional;

/**
 * What an operation turns into what.
 *
 * @param consumed must be there
 * @param converted takes its place
 */
record ResourceConversion(Resources consumed, Resources converted) {

  /**
   * The conversion that an operation asks for; nothing in it is allocated to a role.
   *
   * @throws IllegalArgumentException if the operation converts nothing, or nonsense
   */
  static ResourceConversion of(Offer.Operation operation) {
    return switch (operation.getType()) {
      case RESERVE -> reserve(operation.getReserve());
      case UNRESERVE -> {
        Resources reserved = resources(operation.getUnreserve().getResourcesList());
        yield new ResourceConversion(reserved, reserved.mapKeys(ResourceConversion::unreserved));
      }
      case CREATE -> {
        Resources volumes = resources(operation.getCreate().getVolumesList());
        yield new ResourceConversion(volumes.mapKeys(ResourceConversion::withoutVolume), volumes);
      }
      case DESTROY -> {
        Resources volumes = resources(operation.getDestroy().getVolumesList());
        yield new ResourceConversion(volumes, volumes.mapKeys(ResourceConversion::withoutVolume));
      }
      case GROW_VOLUME -> {
        Offer.Operation.GrowVolume grow = operation.getGrowVolume();
        Resources volume = resources(List.of(grow.getVolume()));
        Resources addition = resources(List.of(grow.getAddition()));
        yield new ResourceConversion(
            volume.plus(addition), resized(volume, milli(volume) + addition.scalarMilli("disk")));
      }
      case SHRINK_VOLUME -> {
        Offer.Operation.ShrinkVolume shrink = operation.getShrinkVolume();
        Resources volume = resources(List.of(shrink.getVolume()));
        long subtract = Scalar.milliOf(shrink.getSubtract().getValue());
        long left = milli(volume) - subtract;
        if (subtract <= 0 || left <= 0) {
          throw new IllegalArgumentException("a volume cannot shrink by that much");
        }
        yield new ResourceConversion(
            volume,
            resized(volume, left)
                .plus(resized(volume, subtract).mapKeys(ResourceConversion::withoutVolume)));
      }
      case LAUNCH, LAUNCH_GROUP, CREATE_DISK, DESTROY_DISK, UNKNOWN ->
          throw new IllegalArgumentException(
              "operation " + operation.getType() + " converts no resources here");
    };
  }

  private static ResourceConversion reserve(Offer.Operation.Reserve reserve) {
    Resources reserved = resources(reserve.getResourcesList());
    Resources source =
        reserve.getSourceCount() > 0
            ? resources(reserve.getSourceList())
            : reserved.mapKeys(ResourceConversion::unreserved);
    return new ResourceConversion(source, reserved);
  }

  private static Resources resources(List<Resource> resources) {
    return ProtoResources.fromProto(resources).unallocated();
  }

  private static ResourceKey unreserved(ResourceKey key) {
    if (!key.isDynamicallyReserved()) {
      throw new IllegalArgumentException(key.name() + " is not dynamically reserved");
    }
    return key.unreserved();
  }

  /** The disk that a volume was made of. */
  static ResourceKey withoutVolume(ResourceKey key) {
    if (!key.isPersistentVolume()) {
      throw new IllegalArgumentException(key.name() + " is no persistent volume");
    }
    Optional<Disk> disk =
        key.disk()
            .flatMap(Disk::source)
            .map(source -> new Disk(Optional.empty(), Optional.empty(), Optional.of(source)));
    return new ResourceKey(
        key.name(),
        key.reservations(),
        key.allocatedTo(),
        disk,
        key.revocable(),
        false,
        key.provider());
  }

  /** What a checkpointed resource was configured as: without volume and dynamic reservations. */
  static ResourceKey configured(ResourceKey key) {
    ResourceKey disk = key.isPersistentVolume() ? withoutVolume(key) : key;
    return disk.withReservations(
        disk.reservations().stream()
            .filter(layer -> layer.type() == Reservation.Type.STATIC)
            .toList());
  }

  private static long milli(Resources volume) {
    return volume.scalarMilli("disk");
  }

  private static Resources resized(Resources volume, long milli) {
    ResourceKey key = volume.held().keySet().iterator().next();
    return Resources.of(key, new Scalar(milli));
  }
}
