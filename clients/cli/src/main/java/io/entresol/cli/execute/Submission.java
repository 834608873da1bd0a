package io.entresol.cli.execute;

import io.entresol.mesos.v1.FrameworkInfo;
import io.entresol.mesos.v1.TaskGroupInfo;
import io.entresol.mesos.v1.TaskInfo;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What one run of {@code execute} is to run: a task, or a group of tasks that live and die
 * together.
 *
 * @param framework as whom it subscribes
 * @param tasks the tasks, without agent; one unless it is a group
 * @param group whether they are launched as a group
 * @param killAfter how long after the start of each task it is killed; empty is never
 */
record Submission(
    FrameworkInfo framework, List<TaskInfo> tasks, boolean group, Optional<Duration> killAfter) {
  Submission {
    tasks = List.copyOf(tasks);
  }

  static Submission of(FrameworkInfo framework, TaskInfo task, Optional<Duration> killAfter) {
    return new Submission(framework, List.of(task), false, killAfter);
  }

  static Submission of(FrameworkInfo framework, TaskGroupInfo group, Optional<Duration> killAfter) {
    return new Submission(framework, group.getTasksList(), true, killAfter);
  }

  /** The role whose offers it takes. */
  String role() {
    return framework.getRoles(0);
  }
}
