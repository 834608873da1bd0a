package io.entresol.allocator.core.amount;

import io.entresol.domain.resources.ResourceKey;
import io.entresol.domain.resources.Resources;
import io.entresol.domain.resources.Scalar;
import io.entresol.mesos.v1.Resource;
import io.entresol.mesos.v1.Value;
import io.entresol.proto.ProtoResources;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads resources out of messages. Plain scalars, nearly all there are, take the short way. */
public final class ResourceReader {
  // Set aside by the agent for containers' own addresses; nobody is ever offered it.
  private static final String EPHEMERAL_PORTS = "ephemeral_ports";

  private final ScalarKinds kinds;
  private final RestPool rests;

  public ResourceReader(ScalarKinds kinds) {
    this.kinds = kinds;
    this.rests = new RestPool(kinds);
  }

  /**
   * The sum of all, whomever they are allocated to.
   *
   * @throws IllegalArgumentException if a resource is malformed; the message names it
   */
  public Bundle read(List<Resource> resources) {
    return sum(resources, null);
  }

  /**
   * The sums for each role in allocation_info; what lacks it counts for {@code *}.
   *
   * @throws IllegalArgumentException if a resource is malformed; the message names it
   */
  public Map<String, Bundle> readByRole(List<Resource> resources) {
    Map<String, Bundle> byRole = new LinkedHashMap<>(2);
    for (Resource resource : resources) {
      String role = role(resource);
      if (!byRole.containsKey(role)) {
        byRole.put(role, sum(resources, role));
      }
    }
    return byRole;
  }

  private static String role(Resource resource) {
    return resource.hasAllocationInfo() && resource.getAllocationInfo().hasRole()
        ? resource.getAllocationInfo().getRole()
        : ResourceKey.UNRESERVED_ROLE;
  }

  private Bundle sum(List<Resource> resources, String onlyRole) {
    long[] plain = new long[ScalarKinds.GPUS + 1];
    long[] revocable = Quantities.NONE;
    Resources only = Resources.NONE;
    List<Resources> others = null;
    for (int i = 0; i < resources.size(); i++) {
      Resource resource = resources.get(i);
      if ((onlyRole != null && !onlyRole.equals(role(resource)))
          || resource.getName().equals(EPHEMERAL_PORTS)) {
        continue;
      }
      if (isUnreservedScalar(resource)) {
        if (resource.hasRevocable()) {
          revocable = plus(revocable, resource);
        } else {
          plain = plus(plain, resource);
        }
      } else if (only.isEmpty()) {
        only = other(resource);
      } else {
        others = others == null ? new ArrayList<>(List.of(only)) : others;
        others.add(other(resource));
      }
    }
    Resources rest = others == null ? only : Resources.sum(others);
    return new Bundle(plain, revocable, rests.of(rest));
  }

  private long[] plus(long[] vector, Resource resource) {
    int kind = kinds.number(resource.getName());
    long milli = Scalar.milliOf(resource.getScalar().getValue());
    return Quantities.with(vector, kind, Math.addExact(Quantities.at(vector, kind), milli));
  }

  private Resources other(Resource resource) {
    if (isUnreserved(resource) && isOrdinary(resource) && !resource.hasRevocable()) {
      return Resources.of(kinds.plainKey(resource.getName()), ProtoResources.amount(resource));
    }
    return Resources.of(
        ProtoResources.key(resource).unallocated(), ProtoResources.amount(resource));
  }

  private static boolean isUnreservedScalar(Resource resource) {
    return resource.getType() == Value.Type.SCALAR
        && resource.hasScalar()
        && isUnreserved(resource)
        && isOrdinary(resource);
  }

  private static boolean isOrdinary(Resource resource) {
    return !resource.hasDisk() && !resource.hasShared() && !resource.hasProviderId();
  }

  private static boolean isUnreserved(Resource resource) {
    return resource.getReservationsCount() == 0
        && !resource.hasReservation()
        && (!resource.hasRole() || resource.getRole().equals(ResourceKey.UNRESERVED_ROLE));
  }
}
