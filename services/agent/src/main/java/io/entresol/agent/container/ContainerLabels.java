package io.entresol.agent.container;

import java.util.LinkedHashMap;
import java.util.Map;

/** The labels that a container carries, so that a restarted agent knows what it found. */
public final class ContainerLabels {
  public static final String FRAMEWORK_ID = "framework_id";
  public static final String EXECUTOR_ID = "executor_id";

  /** Absent for an executor that runs tasks of its own. */
  public static final String TASK_ID = "task_id";

  private ContainerLabels() {}

  public static Map<String, String> of(ContainerSpec spec) {
    Map<String, String> labels = new LinkedHashMap<>();
    labels.put(FRAMEWORK_ID, spec.frameworkId().getValue());
    labels.put(EXECUTOR_ID, spec.executorId().getValue());
    spec.task().ifPresent(task -> labels.put(TASK_ID, task.getTaskId().getValue()));
    return labels;
  }
}
