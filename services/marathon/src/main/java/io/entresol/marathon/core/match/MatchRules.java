package io.entresol.marathon.core.match;

import io.entresol.domain.resources.ResourceKey;
import io.entresol.marathon.core.app.AppSpec;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * What decides about offers beside the apps themselves.
 *
 * @param role Marathon's own, for apps that name none
 * @param acceptedByDefault which resources an app takes that does not say
 * @param homeRegion the master's; apps without a constraint on the region stay in it. Empty is none
 * @param draining how long before a maintenance window an agent's offers are no longer taken; empty
 *     takes them always
 * @param keepsGpusFree whether agents with GPUs are left to apps that want GPUs
 */
public record MatchRules(
    String role,
    AcceptedByDefault acceptedByDefault,
    Optional<String> homeRegion,
    Optional<Duration> draining,
    boolean keepsGpusFree) {

  /** Resources by whom they are reserved for. */
  public enum AcceptedByDefault {
    ANY,
    UNRESERVED,
    RESERVED
  }

  public MatchRules withHomeRegion(Optional<String> region) {
    return new MatchRules(role, acceptedByDefault, region, draining, keepsGpusFree);
  }

  String roleOf(AppSpec spec) {
    return spec.role().orElse(role);
  }

  /** The reservations out of which an app may be run; {@code *} is none. */
  Set<String> acceptedRoles(AppSpec spec) {
    if (!spec.acceptedResourceRoles().isEmpty()) {
      return spec.acceptedResourceRoles();
    }
    String own = roleOf(spec);
    return switch (acceptedByDefault) {
      case UNRESERVED -> Set.of(ResourceKey.UNRESERVED_ROLE);
      case RESERVED -> Set.of(own);
      case ANY ->
          own.equals(ResourceKey.UNRESERVED_ROLE)
              ? Set.of(own)
              : Set.of(own, ResourceKey.UNRESERVED_ROLE);
    };
  }
}
