package io.entresol.marathon.core.app;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * What a group has beyond its members. A group that is only implied by an app's path has none.
 *
 * @param dependencies groups that must run first
 * @param enforceRole whether its apps take the top-level group's name as role; empty is the default
 */
public record GroupSpec(
    AppId id, Set<AppId> dependencies, Optional<Boolean> enforceRole, Instant version) {
  public GroupSpec {
    dependencies = Collections.unmodifiableSet(new LinkedHashSet<>(dependencies));
  }
}
