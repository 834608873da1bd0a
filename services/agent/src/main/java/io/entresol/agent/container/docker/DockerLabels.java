package io.entresol.agent.container.docker;

import io.entresol.agent.container.ContainerId;
import io.entresol.agent.container.ContainerLabels;
import io.entresol.agent.container.ContainerSpec;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The labels by which an agent knows its own containers among all that an engine runs. */
final class DockerLabels {
  static final String AGENT_ID = "io.entresol.agent_id";
  static final String CONTAINER_ID = "io.entresol.container_id";
  private static final String SANDBOX = "io.entresol.sandbox";
  private static final String PREFIX = "io.entresol.";

  private DockerLabels() {}

  static Map<String, String> of(ContainerSpec spec) {
    Map<String, String> labels = new LinkedHashMap<>();
    labels.put(AGENT_ID, spec.agentId());
    labels.put(CONTAINER_ID, spec.id().value());
    labels.put(SANDBOX, spec.sandbox().toString());
    ContainerLabels.of(spec).forEach((name, value) -> labels.put(PREFIX + name, value));
    return labels;
  }

  /** Empty if it is no container of an agent. */
  static Optional<ContainerId> containerId(Map<String, String> labels) {
    return Optional.ofNullable(labels.get(CONTAINER_ID)).map(ContainerId::new);
  }

  static Optional<Path> sandbox(Map<String, String> labels) {
    return Optional.ofNullable(labels.get(SANDBOX)).map(Path::of);
  }

  /** Framework id, executor id and task id under their plain names. */
  static Map<String, String> known(Map<String, String> labels) {
    Map<String, String> known = new LinkedHashMap<>();
    for (String name :
        new String[] {
          ContainerLabels.FRAMEWORK_ID, ContainerLabels.EXECUTOR_ID, ContainerLabels.TASK_ID
        }) {
      if (labels.containsKey(PREFIX + name)) {
        known.put(name, labels.get(PREFIX + name));
      }
    }
    return known;
  }
}
