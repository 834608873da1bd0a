package io.entresol.agent.core;

import io.entresol.mesos.v1.CheckInfo;
import io.entresol.mesos.v1.CheckStatusInfo;
import io.entresol.mesos.v1.HealthCheck;
import io.entresol.mesos.v1.TaskInfo;
import io.entresol.mesos.v1.TaskStatus;
import java.util.Optional;

/**
 * What the health check and the check of one task have shown so far. The health check may end the
 * task, the check only informs; neither hides the other's latest result.
 */
final class TaskChecks {
  private final Optional<HealthCheck> healthCheck;
  private final Optional<CheckInfo> check;
  private Optional<Boolean> healthy = Optional.empty();
  private boolean everHealthy;
  private int failures;
  private Optional<CheckStatusInfo> checkStatus;

  private TaskChecks(Optional<HealthCheck> healthCheck, Optional<CheckInfo> check) {
    this.healthCheck = healthCheck;
    this.check = check;
    this.checkStatus = emptyCheckStatus();
  }

  /** Empty if the task has neither. */
  static Optional<TaskChecks> of(TaskInfo task) {
    if (!task.hasHealthCheck() && !task.hasCheck()) {
      return Optional.empty();
    }
    return Optional.of(
        new TaskChecks(
            task.hasHealthCheck() ? Optional.of(task.getHealthCheck()) : Optional.empty(),
            task.hasCheck() ? Optional.of(task.getCheck()) : Optional.empty()));
  }

  /** Goes on where an earlier life of the agent stopped. */
  void restore(TaskStatus last) {
    if (last.hasHealthy()) {
      healthy = Optional.of(last.getHealthy());
      everHealthy = true;
    }
    if (last.hasCheckStatus()) {
      checkStatus = Optional.of(last.getCheckStatus());
    }
  }

  Optional<HealthCheck> healthCheck() {
    return healthCheck;
  }

  Optional<CheckInfo> check() {
    return check;
  }

  /** Empty before the first result. */
  Optional<Boolean> healthy() {
    return healthy;
  }

  /** Set if the task has a check, with nothing in it before the first result. */
  Optional<CheckStatusInfo> checkStatus() {
    return checkStatus;
  }

  /** What stands in an update while no result is known; empty if the task has no check. */
  Optional<CheckStatusInfo> emptyCheckStatus() {
    return check.map(
        info -> {
          CheckStatusInfo.Builder status = CheckStatusInfo.newBuilder().setType(info.getType());
          switch (info.getType()) {
            case COMMAND -> status.getCommandBuilder();
            case HTTP -> status.getHttpBuilder();
            case TCP -> status.getTcpBuilder();
            case UNKNOWN -> {}
          }
          return status.build();
        });
  }

  /**
   * Takes in a result of the check.
   *
   * @return whether it differs from the last
   */
  boolean checked(Probe.Result result) {
    CheckStatusInfo.Builder status = emptyCheckStatus().orElseThrow().toBuilder();
    if (result instanceof Probe.Exited exited) {
      status.getCommandBuilder().setExitCode(exited.exitCode());
    } else if (result instanceof Probe.Answered answered) {
      status.getHttpBuilder().setStatusCode(answered.statusCode());
    } else if (result instanceof Probe.Connected connected) {
      status.getTcpBuilder().setSucceeded(connected.succeeded());
    }
    boolean news = !checkStatus.equals(Optional.of(status.build()));
    checkStatus = Optional.of(status.build());
    return news;
  }

  /**
   * Takes in a success of the health check.
   *
   * @return whether it is news: the first, or the first after a failure
   */
  boolean succeeded() {
    boolean news = !healthy.equals(Optional.of(true));
    healthy = Optional.of(true);
    everHealthy = true;
    failures = 0;
    return news;
  }

  /** Whether the task has been healthy once; before, failures may be excused. */
  boolean everHealthy() {
    return everHealthy;
  }

  /**
   * Takes in a failure of the health check.
   *
   * @return whether it is one too many
   */
  boolean failed() {
    healthy = Optional.of(false);
    failures++;
    return failures >= healthCheck.orElseThrow().getConsecutiveFailures();
  }

  static boolean isSuccess(Probe.Result result) {
    if (result instanceof Probe.Exited exited) {
      return exited.exitCode() == 0;
    }
    if (result instanceof Probe.Answered answered) {
      return answered.statusCode() >= 200 && answered.statusCode() < 400;
    }
    return result instanceof Probe.Connected connected && connected.succeeded();
  }
}
