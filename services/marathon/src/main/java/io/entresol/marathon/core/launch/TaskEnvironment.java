package io.entresol.marathon.core.launch;

import io.entresol.marathon.core.app.AppSpec;
import io.entresol.marathon.core.app.EnvValue;
import io.entresol.marathon.core.json.JsonText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The environment of a task: who it is, where it runs, its ports, then the app's own variables,
 * which win.
 */
public final class TaskEnvironment {
  /** Longer labels are left out, since an environment is no place for documents. */
  private static final int MAX_LENGTH = 512;

  private static final String LABEL_PREFIX = "MARATHON_APP_LABEL_";

  private TaskEnvironment() {}

  /** All variables by name; a secret is a reference that the agent resolves. */
  public static Map<String, EnvValue> of(Launch launch, LaunchSettings settings) {
    Map<String, String> given = new LinkedHashMap<>();
    identity(launch, given);
    labels(launch.spec().labels(), given);
    String prefix = settings.envVarsPrefix().orElse("");
    given.put(prefix + "HOST", launch.hostname());
    ports(AssignedPort.of(launch)).forEach((name, value) -> given.put(prefix + name, value));
    Map<String, EnvValue> all = new LinkedHashMap<>();
    given.forEach((name, value) -> all.put(name, new EnvValue.Text(value)));
    all.putAll(launch.spec().env());
    return all;
  }

  private static void identity(Launch launch, Map<String, String> env) {
    AppSpec spec = launch.spec();
    env.put("MESOS_TASK_ID", launch.taskId());
    env.put("MARATHON_APP_ID", spec.id().path());
    env.put("MARATHON_APP_VERSION", JsonText.instant(spec.version()));
    spec.container()
        .flatMap(container -> container.docker())
        .ifPresent(docker -> env.put("MARATHON_APP_DOCKER_IMAGE", docker.image()));
    env.put("MARATHON_APP_RESOURCE_CPUS", Double.toString(spec.demand().cpus()));
    env.put("MARATHON_APP_RESOURCE_MEM", Double.toString(spec.demand().mem()));
    env.put("MARATHON_APP_RESOURCE_DISK", Double.toString(spec.demand().disk()));
    env.put("MARATHON_APP_RESOURCE_GPUS", Integer.toString(spec.demand().gpus()));
    env.put("MARATHON_APP_ENFORCE_GROUP_ROLE", launch.enforceGroupRole() ? "TRUE" : "FALSE");
  }

  private static void labels(Map<String, String> labels, Map<String, String> env) {
    Map<String, String> shown = new LinkedHashMap<>();
    labels.forEach(
        (name, value) -> {
          if (name.length() < MAX_LENGTH - LABEL_PREFIX.length() && value.length() < MAX_LENGTH) {
            shown.put(variable(name), value);
          }
        });
    env.put("MARATHON_APP_LABELS", String.join(" ", shown.keySet()));
    shown.forEach((name, value) -> env.put(LABEL_PREFIX + name, value));
  }

  private static Map<String, String> ports(List<AssignedPort> ports) {
    Map<String, String> env = new LinkedHashMap<>();
    if (ports.isEmpty()) {
      return env;
    }
    for (int i = 0; i < ports.size(); i++) {
      AssignedPort port = ports.get(i);
      String number = Integer.toString(port.announced());
      env.put("PORT" + i, number);
      env.put("PORT_" + (port.declared() != 0 ? port.declared() : port.announced()), number);
      port.name().ifPresent(name -> env.put("PORT_" + variable(name), number));
    }
    List<String> assigned = new ArrayList<>();
    ports.stream()
        .map(AssignedPort::hostPort)
        .flatMap(Optional::stream)
        .forEach(port -> assigned.add(port.toString()));
    ports.stream()
        .filter(AssignedPort::isInvented)
        .forEach(port -> assigned.add(Integer.toString(port.ownPort())));
    if (!assigned.isEmpty()) {
      env.put("PORT", assigned.get(0));
    }
    env.put("PORTS", assigned.stream().collect(Collectors.joining(",")));
    return env;
  }

  private static String variable(String name) {
    return name.replaceAll("[^a-zA-Z0-9_]+", "_").toUpperCase(Locale.ROOT);
  }
}
