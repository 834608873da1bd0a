package io.entresol.driver.core;

import io.entresol.mesos.v1.FrameworkInfo;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

/** The roles of a framework that want no offers: told to each master anew. */
final class Roles {
  private final Set<String> suppressed;

  Roles(Collection<String> suppressed) {
    this.suppressed = new LinkedHashSet<>(suppressed);
  }

  /** All roles of a framework, however it names them. */
  static Collection<String> of(FrameworkInfo framework) {
    boolean many =
        framework.getCapabilitiesList().stream()
            .anyMatch(c -> c.getType() == FrameworkInfo.Capability.Type.MULTI_ROLE);
    return many ? framework.getRolesList() : Collections.singletonList(framework.getRole());
  }

  Set<String> suppressed() {
    return suppressed;
  }

  void suppress(Collection<String> roles) {
    suppressed.addAll(roles);
  }

  void suppressOnly(Collection<String> roles) {
    suppressed.clear();
    suppressed.addAll(roles);
  }

  void revive(Collection<String> roles) {
    suppressed.removeAll(roles);
  }

  void reviveAll() {
    suppressed.clear();
  }
}
