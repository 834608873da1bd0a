package io.entresol.marathon.core.rest.json;

import io.entresol.marathon.core.app.AppSpec;
import io.entresol.marathon.core.app.PortMapping;
import io.entresol.marathon.core.rest.InstanceView;
import io.entresol.marathon.core.rest.MarathonView;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Running tasks as tab-separated text, which scripts that configure load balancers read: a line for
 * each service port with the app's name, the port, and where each task is reached.
 */
public final class TextTasks {
  private final MarathonView view;
  private final Set<String> containerNetworks;

  /**
   * @param containerNetworks networks whose addresses the reader can reach; ports without a host
   *     port are shown for them only
   */
  public TextTasks(MarathonView view, Collection<String> containerNetworks) {
    this.view = view;
    this.containerNetworks = Set.copyOf(containerNetworks);
  }

  public String of(Collection<AppSpec> apps) {
    StringBuilder text = new StringBuilder();
    apps.forEach(app -> append(app, text));
    return text.toString();
  }

  private void append(AppSpec app, StringBuilder text) {
    List<InstanceView> running =
        view.instances(app.id()).stream().filter(InstanceView::isRunning).toList();
    List<Integer> servicePorts = app.servicePorts();
    if (servicePorts.isEmpty()) {
      text.append(app.id().safeId()).append("\t \t");
      running.forEach(instance -> text.append(instance.host()).append(' '));
      text.append('\n');
      return;
    }
    for (int i = 0; i < servicePorts.size(); i++) {
      text.append(app.id().safeId()).append('\t').append(servicePorts.get(i)).append('\t');
      for (InstanceView instance : running) {
        endpoint(app, i, instance).ifPresent(at -> text.append(at).append('\t'));
      }
      text.append('\n');
    }
  }

  private Optional<String> endpoint(AppSpec app, int index, InstanceView instance) {
    List<Optional<Integer>> wanted = app.hostPorts();
    if (wanted.get(index).isEmpty()) {
      return ownEndpoint(app, index, instance);
    }
    int nth = (int) wanted.subList(0, index).stream().filter(Optional::isPresent).count();
    return nth < instance.ports().size()
        ? Optional.of(instance.host() + ":" + instance.ports().get(nth))
        : Optional.empty();
  }

  private Optional<String> ownEndpoint(AppSpec app, int index, InstanceView instance) {
    PortMapping mapping = app.portMappings().get(index);
    boolean reachable =
        app.networks().stream()
            .flatMap(network -> network.name().stream())
            .anyMatch(containerNetworks::contains);
    return reachable && mapping.containerPort() != 0
        ? instance.ipAddresses().stream()
            .findFirst()
            .map(address -> address.address() + ":" + mapping.containerPort())
        : Optional.empty();
  }
}
