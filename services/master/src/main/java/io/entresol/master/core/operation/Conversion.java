package io.entresol.master.core.operation;

import io.entresol.domain.resources.Amount;
import io.entresol.domain.resources.Disk;
import io.entresol.domain.resources.ResourceKey;
import io.entresol.domain.resources.Resources;
import io.entresol.domain.resources.Scalar;
import io.entresol.mesos.v1.Offer;
import io.entresol.proto.ProtoResources;
import java.util.List;
import java.util.Optional;

/** What an operation takes, and what it makes of it. */
public record Conversion(Resources consumed, Resources converted) {

  /**
   * The conversion of an operation that was checked.
   *
   * @throws IllegalArgumentException if an operation of that type converts nothing by itself
   */
  public static Conversion of(Offer.Operation operation) {
    return switch (operation.getType()) {
      case RESERVE -> reserve(operation.getReserve());
      case UNRESERVE -> {
        Resources reserved = ProtoResources.fromProto(operation.getUnreserve().getResourcesList());
        yield new Conversion(reserved, reserved.mapKeys(ResourceKey::unreserved));
      }
      case CREATE -> {
        Resources volumes = ProtoResources.fromProto(operation.getCreate().getVolumesList());
        yield new Conversion(volumes.mapKeys(Conversion::withoutVolume), volumes);
      }
      case DESTROY -> {
        Resources volumes = ProtoResources.fromProto(operation.getDestroy().getVolumesList());
        yield new Conversion(volumes, volumes.mapKeys(Conversion::withoutVolume));
      }
      case GROW_VOLUME -> grow(operation.getGrowVolume());
      case SHRINK_VOLUME -> shrink(operation.getShrinkVolume());
      case UNKNOWN, LAUNCH, LAUNCH_GROUP, CREATE_DISK, DESTROY_DISK ->
          throw new IllegalArgumentException(operation.getType() + " converts no resources");
    };
  }

  private static Conversion reserve(Offer.Operation.Reserve reserve) {
    Resources reserved = ProtoResources.fromProto(reserve.getResourcesList());
    Resources source =
        reserve.getSourceCount() > 0
            ? ProtoResources.fromProto(reserve.getSourceList())
            : reserved.mapKeys(ResourceKey::unreserved);
    return new Conversion(source, reserved);
  }

  private static Conversion grow(Offer.Operation.GrowVolume grow) {
    Resources volume = ProtoResources.fromProto(List.of(grow.getVolume()));
    Resources addition = ProtoResources.fromProto(List.of(grow.getAddition()));
    ResourceKey key = ProtoResources.key(grow.getVolume());
    Amount grown =
        ProtoResources.amount(grow.getVolume()).plus(ProtoResources.amount(grow.getAddition()));
    return new Conversion(volume.plus(addition), Resources.of(key, grown));
  }

  private static Conversion shrink(Offer.Operation.ShrinkVolume shrink) {
    ResourceKey key = ProtoResources.key(shrink.getVolume());
    Amount size = ProtoResources.amount(shrink.getVolume());
    Amount freed = Scalar.of(shrink.getSubtract().getValue());
    return new Conversion(
        Resources.of(key, size),
        Resources.of(key, size.minus(freed)).plus(Resources.of(withoutVolume(key), freed)));
  }

  /** The disk that a volume is made of. */
  static ResourceKey withoutVolume(ResourceKey volume) {
    Optional<Disk> plain =
        volume
            .disk()
            .flatMap(Disk::source)
            .map(source -> new Disk(Optional.empty(), Optional.empty(), Optional.of(source)));
    return new ResourceKey(
        volume.name(),
        volume.reservations(),
        volume.allocatedTo(),
        plain,
        volume.revocable(),
        false,
        volume.provider());
  }

  public Conversion unallocated() {
    return new Conversion(consumed.unallocated(), converted.unallocated());
  }

  /** Whether these resources allow it. */
  public boolean isPossible(Resources resources) {
    return resources.contains(consumed);
  }

  /** These resources afterwards. */
  public Resources apply(Resources resources) {
    return resources.minus(consumed).plus(converted);
  }
}
