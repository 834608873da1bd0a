package io.entresol.agent.container.mesos;

import io.entresol.agent.container.ContainerId;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Deletes control groups, each as soon as the kernel has buried the last of its processes. */
final class GroupRemoval {
  private static final Logger LOG = LoggerFactory.getLogger(GroupRemoval.class);
  private static final long RETRY_MS = 20;
  private static final int TRIES_MOST = 50;

  private final Vertx vertx;
  private final WorkerExecutor workers;

  GroupRemoval(Vertx vertx, WorkerExecutor workers) {
    this.vertx = vertx;
    this.workers = workers;
  }

  /** Does so in the background; what cannot be deleted is left, with a warning. */
  void remove(ContainerId id, ControlGroup group) {
    remove(id, group, 1);
  }

  private void remove(ContainerId id, ControlGroup group, int tries) {
    workers
        .executeBlocking(group::remove, false)
        .onSuccess(
            gone -> {
              if (!gone && tries < TRIES_MOST) {
                vertx.setTimer(RETRY_MS * tries, timer -> remove(id, group, tries + 1));
              } else if (!gone) {
                LOG.warn("The control group of container {} cannot be deleted", id);
              }
            })
        .onFailure(failure -> LOG.warn("Cannot delete the control group of {}", id, failure));
  }
}
