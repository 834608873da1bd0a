package io.entresol.allocator.core.amount;

import io.entresol.domain.resources.ResourceKey;
import io.entresol.domain.resources.Resources;
import io.entresol.domain.resources.Resources.Held;
import io.entresol.domain.resources.Scalar;
import java.util.Map;

/**
 * What rides beside the plain scalars of an agent or an offer: ports and other ranges, sets,
 * reserved resources, volumes, disks with a source. Immutable; what the allocator asks for again
 * and again is worked out once.
 */
public final class Rest {
  public static final Rest NONE = new Rest(Resources.NONE, null);

  private final ScalarKinds kinds;
  private final Resources resources;

  // Scalars by kind, all that are not shared; and of these what quota counts.
  private long[] scalars = Quantities.NONE;
  private long[] unreserved = Quantities.NONE;

  // Shared volumes by kind, each counted once however often it is held.
  private long[] sharedScalars = Quantities.NONE;

  private final boolean empty;
  private boolean shared;
  // Whether some of it is unreserved and not shared, whoever may have it.
  private boolean open;
  // The one role that all reservations are for; null if there are none or several.
  private String reservedFor;
  private boolean reservedForSeveral;
  private int neededCapabilities;

  private Rest(Resources resources, ScalarKinds kinds) {
    this.resources = resources;
    this.kinds = kinds;
    this.empty = resources.isEmpty();
    for (Map.Entry<ResourceKey, Held> entry : resources.held().entrySet()) {
      look(entry.getKey(), entry.getValue());
    }
  }

  public static Rest of(Resources resources, ScalarKinds kinds) {
    return resources.isEmpty() ? NONE : new Rest(resources, kinds);
  }

  private void look(ResourceKey key, Held held) {
    neededCapabilities |= Capabilities.neededFor(key);
    shared |= key.shared();
    if (held.amount() instanceof Scalar scalar) {
      int kind = kinds.number(key.name());
      if (key.shared()) {
        sharedScalars = more(sharedScalars, kind, scalar);
      } else {
        scalars = more(scalars, kind, scalar);
      }
      if (countsForQuota(key)) {
        unreserved = more(unreserved, kind, scalar);
      }
    }
    if (!key.isReserved()) {
      open |= !key.shared();
    } else if (reservedFor == null && !reservedForSeveral) {
      reservedFor = key.role();
    } else if (!key.role().equals(reservedFor)) {
      reservedFor = null;
      reservedForSeveral = true;
    }
  }

  private static long[] more(long[] vector, int kind, Scalar scalar) {
    return Quantities.with(vector, kind, Quantities.at(vector, kind) + scalar.milli());
  }

  /** Whether an amount under this key is charged to a role's quota when it is allocated. */
  static boolean countsForQuota(ResourceKey key) {
    return !key.isReserved() && !key.revocable() && !key.shared();
  }

  public Resources resources() {
    return resources;
  }

  public boolean isEmpty() {
    return empty;
  }

  /** All its scalars by kind, whatever they are reserved for; shared volumes left out. */
  public long[] scalars() {
    return scalars;
  }

  /** Its scalars that are neither reserved nor revocable nor shared: what quota counts. */
  public long[] unreservedScalars() {
    return unreserved;
  }

  /** Its shared volumes by kind, each once, however many copies there are. */
  public long[] sharedScalars() {
    return sharedScalars;
  }

  public boolean hasShared() {
    return shared;
  }

  public boolean hasReserved() {
    return reservedFor != null || reservedForSeveral;
  }

  /** Whether a framework in that role might get anything of it, its capabilities aside. */
  public boolean reaches(String role) {
    if (open) {
      return true;
    }
    if (isEmpty()) {
      return false;
    }
    if (reservedForSeveral) {
      return resources.held().keySet().stream().anyMatch(key -> key.isAvailableTo(role));
    }
    return reservedFor == null || isWithin(role, reservedFor);
  }

  /** What a framework with those capabilities may have of it in that role. */
  public Rest availableTo(String role, int capabilities) {
    boolean capable = (neededCapabilities & ~capabilities) == 0;
    boolean ours = !reservedForSeveral && (reservedFor == null || isWithin(role, reservedFor));
    if (capable && ours) {
      return this;
    }
    return having(
        resources.filter(
            key -> key.isAvailableTo(role) && (Capabilities.neededFor(key) & ~capabilities) == 0));
  }

  public Rest withoutShared() {
    return shared ? having(resources.filter(key -> !key.shared())) : this;
  }

  public Rest sharedOnly() {
    return shared ? having(resources.filter(ResourceKey::shared)) : NONE;
  }

  /** Decides on one indivisible amount that quota counts; asked once for each. */
  public interface QuotaCheck {
    boolean admits(int kind, long milli);
  }

  /** Without those unreserved scalars, disks with a source for example, that quota forbids. */
  public Rest admittedBy(QuotaCheck quota) {
    return Quantities.isZero(unreserved)
        ? this
        : having(resources.filter(key -> isAdmitted(key, quota)));
  }

  private boolean isAdmitted(ResourceKey key, QuotaCheck quota) {
    return !countsForQuota(key)
        || !(resources.held().get(key).amount() instanceof Scalar scalar)
        || quota.admits(kinds.number(key.name()), scalar.milli());
  }

  public Rest plus(Rest more) {
    if (more.isEmpty()) {
      return this;
    }
    return isEmpty() ? more : Rest.of(resources.plus(more.resources), more.kinds);
  }

  public Rest minus(Rest less) {
    if (isSame(less, this)) {
      return NONE;
    }
    return less.isEmpty() || isEmpty() ? this : having(resources.minus(less.resources));
  }

  public boolean contains(Rest part) {
    return isSame(part, this)
        || part.isEmpty()
        || (!isEmpty() && resources.contains(part.resources));
  }

  private Rest having(Resources changed) {
    return isSame(changed, resources) ? this : Rest.of(changed, kinds);
  }

  /**
   * Whether it is the same object. That is the quick way: what an agent has free is given away and
   * comes back whole again and again. What is merely equal takes the long way, with the same
   * result.
   */
  static boolean isSame(Object one, Object other) {
    return one == other;
  }

  private static boolean isWithin(String role, String ancestor) {
    return role.startsWith(ancestor)
        && (role.length() == ancestor.length() || role.charAt(ancestor.length()) == '/');
  }

  @Override
  public boolean equals(Object other) {
    return other == this || (other instanceof Rest rest && resources.equals(rest.resources));
  }

  @Override
  public int hashCode() {
    return resources.hashCode();
  }

  @Override
  public String toString() {
    return resources.toString();
  }
}
