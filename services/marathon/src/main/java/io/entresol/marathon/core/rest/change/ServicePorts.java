package io.entresol.marathon.core.rest.change;

import io.entresol.marathon.core.app.AppSpec;
import io.entresol.marathon.core.app.PortDefinition;
import io.entresol.marathon.core.app.PortMapping;
import io.entresol.marathon.core.app.RootGroup;
import io.entresol.marathon.core.rest.RefusedException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Gives service ports to those of an app's ports that have none: first the app's own of before, at
 * the same position, then a free one of the range, unique in the cluster. Used by one thread.
 */
final class ServicePorts {
  private final int least;
  private final int end;
  private final Set<Integer> used = new HashSet<>();

  /**
   * @param root whose ports are taken
   */
  ServicePorts(int least, int end, RootGroup root) {
    this.least = least;
    this.end = end;
    root.apps().values().forEach(app -> used.addAll(app.servicePorts()));
  }

  AppSpec assign(AppSpec spec, Optional<AppSpec> before) {
    List<Integer> wanted = spec.servicePorts();
    boolean isFixed = spec.isHostNetworked() && spec.requirePorts();
    if (isFixed || !wanted.contains(0)) {
      // A required port that is left open is any host port, which a service port could not be.
      used.addAll(wanted);
      return spec;
    }
    List<Integer> had = before.map(AppSpec::servicePorts).orElse(List.of());
    List<Integer> assigned = new ArrayList<>(wanted);
    used.addAll(wanted);
    for (int i = 0; i < assigned.size(); i++) {
      if (assigned.get(i) == 0) {
        boolean keep = i < had.size() && had.get(i) != 0 && !assigned.contains(had.get(i));
        assigned.set(i, keep ? had.get(i) : free(spec));
      }
    }
    return with(spec, assigned);
  }

  /** From a place of the app's own, so that a port that is given back is not at once another's. */
  private int free(AppSpec spec) {
    int size = end - least;
    int start = size <= 0 ? 0 : Math.floorMod(spec.id().hashCode(), size);
    for (int i = 0; i < size; i++) {
      int port = least + (start + i) % size;
      if (used.add(port)) {
        return port;
      }
    }
    throw RefusedException.of(
        422, "All ports in the range [" + least + "-" + end + ") are already in use");
  }

  private static AppSpec with(AppSpec spec, List<Integer> ports) {
    if (spec.isHostNetworked()) {
      List<PortDefinition> definitions = new ArrayList<>();
      for (int i = 0; i < ports.size(); i++) {
        definitions.add(spec.portDefinitions().get(i).withPort(ports.get(i)));
      }
      return spec.toBuilder().portDefinitions(definitions).build();
    }
    List<PortMapping> mappings = new ArrayList<>();
    for (int i = 0; i < ports.size(); i++) {
      mappings.add(spec.portMappings().get(i).withServicePort(ports.get(i)));
    }
    return spec.toBuilder()
        .container(spec.container().map(container -> container.withPortMappings(mappings)))
        .build();
  }
}
