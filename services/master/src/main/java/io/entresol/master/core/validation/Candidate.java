package io.entresol.master.core.validation;

import io.entresol.domain.resources.Resources;
import io.entresol.mesos.v1.TaskInfo;

/**
 * A task that a framework wants to run.
 *
 * @param resources of the task, allocated
 * @param executorResources of its executor, allocated; none for a command task
 */
public record Candidate(TaskInfo info, Resources resources, Resources executorResources) {}
