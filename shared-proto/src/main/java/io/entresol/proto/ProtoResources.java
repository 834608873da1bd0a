package io.entresol.proto;

import io.entresol.domain.resources.Amount;
import io.entresol.domain.resources.Disk;
import io.entresol.domain.resources.Items;
import io.entresol.domain.resources.Ranges;
import io.entresol.domain.resources.Reservation;
import io.entresol.domain.resources.ResourceKey;
import io.entresol.domain.resources.Resources;
import io.entresol.domain.resources.Scalar;
import io.entresol.mesos.v1.Label;
import io.entresol.mesos.v1.Labels;
import io.entresol.mesos.v1.Resource;
import io.entresol.mesos.v1.ResourceProviderID;
import io.entresol.mesos.v1.Value;
import io.entresol.mesos.v1.Volume;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Turns the resources of messages into the domain's and back.
 *
 * <p>Both forms of a reservation are read: the stack in {@code reservations}, and the older {@code
 * role} with {@code reservation}. {@link #toProto} writes the stack; {@link #toProtoOldFormat}
 * writes the older form, which cannot express a refined reservation.
 */
public final class ProtoResources {
  private ProtoResources() {}

  /**
   * The sum of the resources.
   *
   * @throws IllegalArgumentException if a resource lacks the value of its type or its value is no
   *     number or its range ends before it begins; the message names the resource
   */
  public static Resources fromProto(List<Resource> resources) {
    List<Resources> parts = new ArrayList<>(resources.size());
    for (Resource resource : resources) {
      parts.add(fromProto(resource));
    }
    return Resources.sum(parts);
  }

  /**
   * One resource as a bag of one.
   *
   * @throws IllegalArgumentException as {@link #fromProto(List)}
   */
  public static Resources fromProto(Resource resource) {
    return Resources.of(key(resource), amount(resource));
  }

  /**
   * How much of it there is.
   *
   * @throws IllegalArgumentException if it lacks the value of its type
   */
  public static Amount amount(Resource resource) {
    String name = resource.getName();
    switch (resource.getType()) {
      case SCALAR -> {
        require(resource.hasScalar(), name, "has type SCALAR but no scalar");
        return Scalar.of(resource.getScalar().getValue());
      }
      case RANGES -> {
        require(resource.hasRanges(), name, "has type RANGES but no ranges");
        List<Ranges.Range> ranges = new ArrayList<>();
        for (Value.Range range : resource.getRanges().getRangeList()) {
          ranges.add(new Ranges.Range(range.getBegin(), range.getEnd()));
        }
        return new Ranges(ranges);
      }
      case SET -> {
        require(resource.hasSet(), name, "has type SET but no set");
        return Items.of(resource.getSet().getItemList());
      }
      case TEXT -> throw new IllegalArgumentException("Resource '" + name + "' has type TEXT");
    }
    throw new IllegalStateException("unreachable");
  }

  private static void require(boolean condition, String name, String problem) {
    if (!condition) {
      throw new IllegalArgumentException("Resource '" + name + "' " + problem);
    }
  }

  public static ResourceKey key(Resource resource) {
    return new ResourceKey(
        resource.getName(),
        reservations(resource),
        text(resource.getAllocationInfo().hasRole(), resource.getAllocationInfo().getRole()),
        resource.hasDisk() ? Optional.of(disk(resource.getDisk())) : Optional.empty(),
        resource.hasRevocable(),
        resource.hasShared(),
        text(resource.hasProviderId(), resource.getProviderId().getValue()));
  }

  private static List<Reservation> reservations(Resource resource) {
    if (resource.getReservationsCount() > 0) {
      return resource.getReservationsList().stream().map(ProtoResources::reservation).toList();
    }
    String role = resource.getRole();
    if (role.equals(ResourceKey.UNRESERVED_ROLE)) {
      return List.of();
    }
    if (!resource.hasReservation()) {
      return List.of(Reservation.statically(role));
    }
    Resource.ReservationInfo old = resource.getReservation();
    return List.of(
        new Reservation(
            Reservation.Type.DYNAMIC,
            role,
            text(old.hasPrincipal(), old.getPrincipal()),
            labels(old.getLabels())));
  }

  private static Reservation reservation(Resource.ReservationInfo info) {
    return new Reservation(
        info.getType() == Resource.ReservationInfo.Type.STATIC
            ? Reservation.Type.STATIC
            : Reservation.Type.DYNAMIC,
        info.getRole(),
        text(info.hasPrincipal(), info.getPrincipal()),
        labels(info.getLabels()));
  }

  private static Disk disk(Resource.DiskInfo info) {
    Optional<Disk.Persistence> persistence = Optional.empty();
    if (info.hasPersistence()) {
      Resource.DiskInfo.Persistence p = info.getPersistence();
      persistence =
          Optional.of(new Disk.Persistence(p.getId(), text(p.hasPrincipal(), p.getPrincipal())));
    }
    Optional<Disk.Volume> volume = Optional.empty();
    if (info.hasVolume()) {
      Volume v = info.getVolume();
      volume =
          Optional.of(
              new Disk.Volume(
                  v.getContainerPath(),
                  text(v.hasHostPath(), v.getHostPath()),
                  v.getMode() == Volume.Mode.RO));
    }
    return new Disk(
        persistence,
        volume,
        info.hasSource() ? Optional.of(source(info.getSource())) : Optional.empty());
  }

  private static Disk.Source source(Resource.DiskInfo.Source source) {
    Optional<String> root = Optional.empty();
    if (source.getPath().hasRoot()) {
      root = Optional.of(source.getPath().getRoot());
    } else if (source.getMount().hasRoot()) {
      root = Optional.of(source.getMount().getRoot());
    }
    Disk.SourceType type =
        switch (source.getType()) {
          case MOUNT -> Disk.SourceType.MOUNT;
          case BLOCK -> Disk.SourceType.BLOCK;
          case RAW -> Disk.SourceType.RAW;
          case PATH, UNKNOWN -> Disk.SourceType.PATH;
        };
    return new Disk.Source(
        type,
        root,
        text(source.hasVendor(), source.getVendor()),
        text(source.hasId(), source.getId()),
        labels(source.getMetadata()),
        text(source.hasProfile(), source.getProfile()));
  }

  /** With {@code reservations} and no {@code role}: what frameworks that know refinement get. */
  public static List<Resource> toProto(Resources resources) {
    return toProto(resources, key -> true, ProtoResources::writeStack);
  }

  /**
   * With {@code role} and {@code reservation}: what every other framework gets. Refined
   * reservations are left out.
   */
  public static List<Resource> toProtoOldFormat(Resources resources) {
    return toProto(resources, key -> key.reservations().size() <= 1, ProtoResources::writeRole);
  }

  private interface ReservationWriter {
    void write(Resource.Builder resource, ResourceKey key);
  }

  private static List<Resource> toProto(
      Resources resources, Predicate<ResourceKey> included, ReservationWriter reservations) {
    List<Resource> protos = new ArrayList<>(resources.size());
    resources
        .held()
        .forEach(
            (key, held) -> {
              if (!included.test(key)) {
                return;
              }
              Resource.Builder resource = builder(key, held.amount());
              reservations.write(resource, key);
              Resource built = resource.build();
              for (int copy = 0; copy < held.copies(); copy++) {
                protos.add(built);
              }
            });
    return protos;
  }

  private static void writeStack(Resource.Builder resource, ResourceKey key) {
    for (Reservation layer : key.reservations()) {
      resource.addReservations(info(layer).setRole(layer.role()).setType(type(layer)));
    }
  }

  private static Resource.ReservationInfo.Type type(Reservation layer) {
    return layer.type() == Reservation.Type.STATIC
        ? Resource.ReservationInfo.Type.STATIC
        : Resource.ReservationInfo.Type.DYNAMIC;
  }

  private static void writeRole(Resource.Builder resource, ResourceKey key) {
    resource.setRole(key.role());
    if (key.isDynamicallyReserved()) {
      resource.setReservation(info(key.reservations().get(0)));
    }
  }

  private static Resource.ReservationInfo.Builder info(Reservation layer) {
    Resource.ReservationInfo.Builder info = Resource.ReservationInfo.newBuilder();
    layer.principal().ifPresent(info::setPrincipal);
    if (!layer.labels().isEmpty()) {
      info.setLabels(labels(layer.labels()));
    }
    return info;
  }

  private static Resource.Builder builder(ResourceKey key, Amount amount) {
    Resource.Builder resource = Resource.newBuilder().setName(key.name());
    if (amount instanceof Scalar scalar) {
      resource
          .setType(Value.Type.SCALAR)
          .setScalar(Value.Scalar.newBuilder().setValue(scalar.value()));
    } else if (amount instanceof Ranges ranges) {
      Value.Ranges.Builder value = Value.Ranges.newBuilder();
      ranges
          .ranges()
          .forEach(
              range ->
                  value.addRange(
                      Value.Range.newBuilder().setBegin(range.begin()).setEnd(range.end())));
      resource.setType(Value.Type.RANGES).setRanges(value);
    } else if (amount instanceof Items items) {
      resource.setType(Value.Type.SET).setSet(Value.Set.newBuilder().addAllItem(items.items()));
    }
    key.allocatedTo()
        .ifPresent(
            role -> resource.setAllocationInfo(Resource.AllocationInfo.newBuilder().setRole(role)));
    key.disk().ifPresent(disk -> resource.setDisk(disk(disk)));
    if (key.revocable()) {
      resource.setRevocable(Resource.RevocableInfo.getDefaultInstance());
    }
    if (key.shared()) {
      resource.setShared(Resource.SharedInfo.getDefaultInstance());
    }
    key.provider()
        .ifPresent(id -> resource.setProviderId(ResourceProviderID.newBuilder().setValue(id)));
    return resource;
  }

  private static Resource.DiskInfo disk(Disk disk) {
    Resource.DiskInfo.Builder info = Resource.DiskInfo.newBuilder();
    disk.persistence()
        .ifPresent(
            p -> {
              Resource.DiskInfo.Persistence.Builder persistence =
                  Resource.DiskInfo.Persistence.newBuilder().setId(p.id());
              p.principal().ifPresent(persistence::setPrincipal);
              info.setPersistence(persistence);
            });
    disk.volume()
        .ifPresent(
            v -> {
              Volume.Builder volume =
                  Volume.newBuilder()
                      .setContainerPath(v.containerPath())
                      .setMode(v.readOnly() ? Volume.Mode.RO : Volume.Mode.RW);
              v.hostPath().ifPresent(volume::setHostPath);
              info.setVolume(volume);
            });
    disk.source().ifPresent(source -> info.setSource(source(source)));
    return info.build();
  }

  private static Resource.DiskInfo.Source source(Disk.Source source) {
    Resource.DiskInfo.Source.Builder builder = Resource.DiskInfo.Source.newBuilder();
    switch (source.type()) {
      case PATH -> {
        builder.setType(Resource.DiskInfo.Source.Type.PATH);
        source.root().ifPresent(root -> builder.getPathBuilder().setRoot(root));
      }
      case MOUNT -> {
        builder.setType(Resource.DiskInfo.Source.Type.MOUNT);
        source.root().ifPresent(root -> builder.getMountBuilder().setRoot(root));
      }
      case BLOCK -> builder.setType(Resource.DiskInfo.Source.Type.BLOCK);
      case RAW -> builder.setType(Resource.DiskInfo.Source.Type.RAW);
    }
    source.vendor().ifPresent(builder::setVendor);
    source.id().ifPresent(builder::setId);
    if (!source.metadata().isEmpty()) {
      builder.setMetadata(labels(source.metadata()));
    }
    source.profile().ifPresent(builder::setProfile);
    return builder.build();
  }

  private static List<Map.Entry<String, Optional<String>>> labels(Labels labels) {
    Function<Label, Map.Entry<String, Optional<String>>> entry =
        label -> Map.entry(label.getKey(), text(label.hasValue(), label.getValue()));
    return labels.getLabelsList().stream().map(entry).toList();
  }

  private static Labels labels(List<Map.Entry<String, Optional<String>>> labels) {
    Labels.Builder builder = Labels.newBuilder();
    labels.forEach(
        entry -> {
          Label.Builder label = Label.newBuilder().setKey(entry.getKey());
          entry.getValue().ifPresent(label::setValue);
          builder.addLabels(label);
        });
    return builder.build();
  }

  private static Optional<String> text(boolean present, String value) {
    return present ? Optional.of(value) : Optional.empty();
  }
}
