package io.entresol.master.core.validation;

import io.entresol.domain.resources.Disk;
import io.entresol.domain.resources.ResourceKey;
import io.entresol.domain.resources.Resources;
import io.entresol.domain.resources.Scalar;
import io.entresol.master.core.book.ResourcePhrase;
import io.entresol.mesos.v1.Resource;
import io.entresol.mesos.v1.Value;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** What resources in messages may look like, alone and together. */
public final class ResourceRules {
  /** More than any machine has; sums over a large cluster stay far from overflow. */
  private static final double MAX_SCALAR = 1e10;

  private ResourceRules() {}

  /** Why these cannot be converted to resources, or empty if they can. */
  public static Optional<String> checkForm(List<Resource> resources) {
    for (Resource resource : resources) {
      Optional<String> objection = checkForm(resource);
      if (objection.isPresent()) {
        return objection.map(
            text -> "Resource '" + ResourcePhrase.of(resource) + "' is invalid: " + text);
      }
    }
    return Optional.empty();
  }

  private static Optional<String> checkForm(Resource resource) {
    return Checks.first(
        () -> Checks.when(resource.getName().isEmpty(), "it has no name"),
        () -> checkValue(resource),
        () -> checkDiskForm(resource),
        () -> checkReservationForm(resource),
        () ->
            Checks.when(
                resource.hasShared() && !resource.getDisk().hasPersistence(),
                "only persistent volumes can be shared"));
  }

  private static Optional<String> checkValue(Resource resource) {
    return switch (resource.getType()) {
      case SCALAR ->
          !resource.hasScalar() || resource.hasRanges() || resource.hasSet()
              ? Optional.of("type SCALAR needs a scalar, and nothing else")
              : checkScalar(resource.getScalar().getValue());
      case RANGES ->
          !resource.hasRanges() || resource.hasScalar() || resource.hasSet()
              ? Optional.of("type RANGES needs ranges, and nothing else")
              : checkRanges(resource.getRanges());
      case SET ->
          !resource.hasSet() || resource.hasScalar() || resource.hasRanges()
              ? Optional.of("type SET needs a set, and nothing else")
              : Checks.unless(
                  Set.copyOf(resource.getSet().getItemList()).size()
                      == resource.getSet().getItemCount(),
                  "the set contains an item twice");
      case TEXT -> Optional.of("type TEXT is not supported");
    };
  }

  /** A scalar of exactly 0 is good: it means that there is none of it. */
  private static Optional<String> checkScalar(double value) {
    if (Double.isNaN(value) || Double.isInfinite(value) || value > MAX_SCALAR) {
      return Optional.of("the scalar is not a number up to " + MAX_SCALAR);
    }
    if (value != 0 && (value < 0 || Scalar.milliOf(value) == 0)) {
      return Optional.of("Invalid scalar resource: value <= 0");
    }
    return Optional.empty();
  }

  private static Optional<String> checkRanges(Value.Ranges ranges) {
    List<Value.Range> sorted =
        ranges.getRangeList().stream()
            .sorted((a, b) -> Long.compare(a.getBegin(), b.getBegin()))
            .toList();
    Value.Range before = null;
    for (Value.Range range : sorted) {
      if (range.getBegin() < 0 || range.getEnd() < 0) {
        return Optional.of("a range is out of bounds");
      }
      if (range.getBegin() > range.getEnd()) {
        return Optional.of("a range ends before it begins");
      }
      if (before != null && range.getBegin() <= before.getEnd()) {
        return Optional.of("ranges overlap");
      }
      before = range;
    }
    return Optional.empty();
  }

  private static Optional<String> checkDiskForm(Resource resource) {
    if (!resource.hasDisk()) {
      return Optional.empty();
    }
    if (!resource.getName().equals("disk")) {
      return Optional.of("only disk can have disk info");
    }
    Resource.DiskInfo disk = resource.getDisk();
    if (!disk.hasSource()) {
      return Optional.empty();
    }
    return switch (disk.getSource().getType()) {
      case PATH, MOUNT -> Optional.empty();
      case BLOCK, RAW ->
          Checks.when(
              disk.getSource().hasMount() || disk.getSource().hasPath(),
              "a BLOCK or RAW disk has no root");
      case UNKNOWN -> Optional.of("the disk's source has an unknown type");
    };
  }

  private static Optional<String> checkReservationForm(Resource resource) {
    return resource.getReservationsCount() == 0 ? checkOldForm(resource) : checkStack(resource);
  }

  private static Optional<String> checkOldForm(Resource resource) {
    return Checks.first(
        () -> RoleRules.check(resource.getRole()),
        () ->
            Checks.when(
                resource.getReservation().hasType() || resource.getReservation().hasRole(),
                "'reservation' has neither type nor role; 'reservations' have"),
        () ->
            Checks.when(
                resource.hasReservation() && resource.getRole().equals("*"),
                "Invalid reservation: role \"*\" cannot be reserved"));
  }

  private static Optional<String> checkStack(Resource resource) {
    String outer = null;
    for (Resource.ReservationInfo layer : resource.getReservationsList()) {
      Optional<String> objection = checkLayer(layer, outer);
      if (objection.isPresent()) {
        return objection;
      }
      outer = layer.getRole();
    }
    boolean oldToo = resource.hasRole() || resource.hasReservation();
    if (resource.getReservationsCount() > 1) {
      return Checks.when(oldToo, "a refined reservation has no 'role' and no 'reservation'");
    }
    return oldToo ? checkBothForms(resource, resource.getReservations(0)) : Optional.empty();
  }

  private static Optional<String> checkLayer(Resource.ReservationInfo layer, String outer) {
    if (!layer.hasType() || layer.getType() == Resource.ReservationInfo.Type.UNKNOWN) {
      return Optional.of("a reservation lacks its type");
    }
    if (!layer.hasRole()) {
      return Optional.of("a reservation lacks its role");
    }
    if (layer.getRole().equals("*")) {
      return Optional.of("Invalid reservation: role \"*\" cannot be reserved");
    }
    if (outer != null && layer.getType() == Resource.ReservationInfo.Type.STATIC) {
      return Optional.of("a refined reservation must be DYNAMIC");
    }
    if (outer != null && !RoleRules.isBelow(layer.getRole(), outer)) {
      return Optional.of(
          "a refined reservation's role '" + layer.getRole() + "' is not below '" + outer + "'");
    }
    return RoleRules.check(layer.getRole());
  }

  private static Optional<String> checkBothForms(Resource resource, Resource.ReservationInfo only) {
    if (resource.hasRole() && !resource.getRole().equals(only.getRole())) {
      return Optional.of("'role' and 'reservations' name different roles");
    }
    boolean dynamic = only.getType() == Resource.ReservationInfo.Type.DYNAMIC;
    if (resource.hasReservation() != (dynamic && resource.hasRole())) {
      return Optional.of("'role', 'reservation' and 'reservations' do not fit together");
    }
    boolean same =
        !resource.hasReservation()
            || (resource.getReservation().getPrincipal().equals(only.getPrincipal())
                && resource.getReservation().getLabels().equals(only.getLabels()));
    return Checks.unless(same, "'reservation' and 'reservations' differ");
  }

  /** Why resources in use by tasks or operations are not good, or empty if they are. */
  public static Optional<String> check(Resources resources) {
    return Checks.first(
        () ->
            Checks.when(
                resources.scalarMilli("gpus") % 1000 != 0,
                "Invalid 'gpus' resource: The 'gpus' resource must be an unsigned integer"),
        () -> checkDisks(resources),
        () ->
            Checks.when(
                resources.held().keySet().stream()
                    .anyMatch(key -> key.revocable() && key.isDynamicallyReserved()),
                "revocable resources cannot be reserved dynamically"));
  }

  private static Optional<String> checkDisks(Resources resources) {
    for (ResourceKey key : resources.held().keySet()) {
      Optional<String> objection = key.disk().flatMap(disk -> checkDisk(key, disk));
      if (objection.isPresent()) {
        return objection;
      }
    }
    return Optional.empty();
  }

  private static Optional<String> checkDisk(ResourceKey key, Disk disk) {
    if (disk.persistence().isEmpty()) {
      if (disk.volume().isPresent()) {
        return Optional.of("a volume on disk must be persistent");
      }
      return Checks.when(disk.source().isEmpty(), "disk info is empty");
    }
    return Checks.first(
        () -> Checks.when(key.revocable(), "a persistent volume cannot be revocable"),
        () -> Checks.unless(key.isReserved(), "a persistent volume must be reserved"),
        () -> Checks.unless(disk.volume().isPresent(), "a persistent volume lacks its 'volume'"),
        () ->
            Checks.when(
                disk.volume().flatMap(Disk.Volume::hostPath).isPresent(),
                "a persistent volume must not have a host path"),
        () ->
            Checks.prefixed(
                "a persistent volume's id: ", IdRules.check(disk.persistence().get().id())));
  }

  /** The objection to the first one that is not good, or empty if all are. */
  static Optional<String> checkEach(
      Resources resources, Predicate<ResourceKey> good, UnaryOperator<String> objection) {
    for (ResourceKey key : resources.held().keySet()) {
      if (!good.test(key)) {
        Resources bad = resources.filter(key::equals);
        return Optional.of(objection.apply(ResourcePhrase.of(bad)));
      }
    }
    return Optional.empty();
  }

  /** Why these are not all volumes that can be made or removed, or empty if they are. */
  static Optional<String> checkVolumes(Resources resources) {
    for (ResourceKey key : resources.held().keySet()) {
      if (!key.isPersistentVolume()) {
        return Optional.of("'" + key.name() + "' is not a persistent volume");
      }
      if (key.disk().flatMap(Disk::volume).map(Disk.Volume::readOnly).orElse(false)) {
        return Optional.of("a persistent volume must be writable");
      }
    }
    return Optional.empty();
  }

  /** Why two volumes have the same id in the same role, or empty if none have. */
  static Optional<String> checkPersistenceIds(Resources resources) {
    Set<String> seen = new HashSet<>();
    for (ResourceKey key : resources.held().keySet()) {
      Optional<Disk.Persistence> persistence = key.disk().flatMap(Disk::persistence);
      if (persistence.isPresent() && !seen.add(key.role() + "\n" + persistence.get().id())) {
        return Optional.of("persistence id '" + persistence.get().id() + "' occurs twice");
      }
    }
    return Optional.empty();
  }

  /** Why regular and revocable resources of one name are mixed, or empty if they are not. */
  static Optional<String> checkRevocable(Resources resources) {
    Set<String> revocable = new HashSet<>();
    Set<String> regular = new HashSet<>();
    resources
        .held()
        .keySet()
        .forEach(key -> (key.revocable() ? revocable : regular).add(key.name()));
    revocable.retainAll(regular);
    return revocable.isEmpty()
        ? Optional.empty()
        : Optional.of("both revocable and regular " + String.join(", ", revocable) + " are used");
  }

  /** Why these are not all allocated to one role, or empty if they are. */
  static Optional<String> checkOneRole(Resources resources) {
    Optional<String> role = Optional.empty();
    for (ResourceKey key : resources.held().keySet()) {
      if (key.allocatedTo().isEmpty()) {
        return Optional.of("'" + key.name() + "' is not allocated to a role");
      }
      if (role.isPresent() && !role.equals(key.allocatedTo())) {
        return Optional.of(
            "the resources are allocated to two roles, '"
                + role.get()
                + "' and '"
                + key.allocatedTo().get()
                + "'");
      }
      role = key.allocatedTo();
    }
    return Optional.empty();
  }

  /** Why some of these are the agent's and some a provider's, or empty if they are not. */
  static Optional<String> checkOneProvider(Resources resources) {
    long providers =
        resources.held().keySet().stream().map(ResourceKey::provider).distinct().count();
    return Checks.when(providers > 1, "the resources are of several resource providers");
  }

  /** Whether ranges or sets of the two have anything in common. */
  static boolean overlap(Resources one, Resources other) {
    for (ResourceKey key : one.held().keySet()) {
      if (one.amount(key).orElseThrow() instanceof Scalar || key.shared()) {
        continue;
      }
      if (other.amount(key).map(a -> !a.intersect(one.amount(key).get()).isEmpty()).orElse(false)) {
        return true;
      }
    }
    return false;
  }
}
