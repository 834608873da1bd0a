package io.entresol.domain.resources;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Everything about a resource but its amount. Amounts of equal keys add up; amounts of different
 * keys never mix.
 *
 * <p>No record, since it keeps its hash code: keys are looked up far more often than made.
 */
public final class ResourceKey {
  /** The role of what is not reserved. */
  public static final String UNRESERVED_ROLE = "*";

  private final String name;
  private final List<Reservation> reservations;
  private final Optional<String> allocatedTo;
  private final Optional<Disk> disk;
  private final boolean revocable;
  private final boolean shared;
  private final Optional<String> provider;
  private final int hash;

  /**
   * A key.
   *
   * @param name {@code cpus}, {@code mem}, {@code ports}, …
   * @param reservations outermost role first, the one that counts last; empty is unreserved
   * @param allocatedTo the role that it is offered or allocated to; empty while it is nobody's
   * @param disk what is special about a disk
   * @param revocable whether it may be taken back at any time
   * @param shared whether several tasks may use it at once
   * @param provider the resource provider's id; empty is the agent itself
   */
  public ResourceKey(
      String name,
      List<Reservation> reservations,
      Optional<String> allocatedTo,
      Optional<Disk> disk,
      boolean revocable,
      boolean shared,
      Optional<String> provider) {
    this.name = Objects.requireNonNull(name);
    this.reservations = List.copyOf(reservations);
    this.allocatedTo = allocatedTo;
    this.disk = disk;
    this.revocable = revocable;
    this.shared = shared;
    this.provider = provider;
    this.hash =
        Objects.hash(name, this.reservations, allocatedTo, disk, revocable, shared, provider);
  }

  /** An unreserved plain resource. */
  public static ResourceKey of(String name) {
    return new ResourceKey(
        name, List.of(), Optional.empty(), Optional.empty(), false, false, Optional.empty());
  }

  public String name() {
    return name;
  }

  /** Outermost role first, the one that counts last; empty is unreserved. */
  public List<Reservation> reservations() {
    return reservations;
  }

  /** The role that it is offered or allocated to; empty while it is nobody's. */
  public Optional<String> allocatedTo() {
    return allocatedTo;
  }

  /** What is special about a disk. */
  public Optional<Disk> disk() {
    return disk;
  }

  /** Whether it may be taken back at any time. */
  public boolean revocable() {
    return revocable;
  }

  /** Whether several tasks may use it at once. */
  public boolean shared() {
    return shared;
  }

  /** The resource provider's id; empty is the agent itself. */
  public Optional<String> provider() {
    return provider;
  }

  /** The role that it is reserved for, or {@code *}. */
  public String role() {
    return reservations.isEmpty()
        ? UNRESERVED_ROLE
        : reservations.get(reservations.size() - 1).role();
  }

  public boolean isReserved() {
    return !reservations.isEmpty();
  }

  public boolean isDynamicallyReserved() {
    return isReserved()
        && reservations.get(reservations.size() - 1).type() == Reservation.Type.DYNAMIC;
  }

  public boolean isPersistentVolume() {
    return disk.flatMap(Disk::persistence).isPresent();
  }

  /** Whether a framework in that role may be offered it: unreserved, its own, or an ancestor's. */
  public boolean isAvailableTo(String role) {
    return !isReserved() || role.equals(role()) || role.startsWith(role() + "/");
  }

  public ResourceKey allocatedTo(String role) {
    if (allocatedTo.isPresent() && allocatedTo.get().equals(role)) {
      return this;
    }
    return new ResourceKey(
        name, reservations, Optional.of(role), disk, revocable, shared, provider);
  }

  public ResourceKey unallocated() {
    return allocatedTo.isEmpty()
        ? this
        : new ResourceKey(name, reservations, Optional.empty(), disk, revocable, shared, provider);
  }

  public ResourceKey withReservations(List<Reservation> stack) {
    return new ResourceKey(name, stack, allocatedTo, disk, revocable, shared, provider);
  }

  public ResourceKey withDisk(Optional<Disk> newDisk) {
    return new ResourceKey(name, reservations, allocatedTo, newDisk, revocable, shared, provider);
  }

  /** With one more layer of reservation. */
  public ResourceKey reserved(Reservation layer) {
    List<Reservation> stack = new ArrayList<>(reservations);
    stack.add(layer);
    return withReservations(stack);
  }

  /** Without the last layer of reservation. */
  public ResourceKey unreserved() {
    return withReservations(reservations.subList(0, reservations.size() - 1));
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || (other instanceof ResourceKey key
            && hash == key.hash
            && revocable == key.revocable
            && shared == key.shared
            && name.equals(key.name)
            && allocatedTo.equals(key.allocatedTo)
            && reservations.equals(key.reservations)
            && disk.equals(key.disk)
            && provider.equals(key.provider));
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return "ResourceKey[name="
        + name
        + ", reservations="
        + reservations
        + ", allocatedTo="
        + allocatedTo
        + ", disk="
        + disk
        + ", revocable="
        + revocable
        + ", shared="
        + shared
        + ", provider="
        + provider
        + "]";
  }
}
