package io.entresol.marathon.core;

import io.entresol.marathon.core.app.AppId;
import io.entresol.marathon.core.effect.Turn;
import io.entresol.marathon.core.instance.Instance;
import io.entresol.marathon.core.rest.TaskFailure;
import io.entresol.marathon.core.store.FailureRecord;
import io.entresol.marathon.core.store.Keys;
import io.entresol.mesos.v1.TaskStatus;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The last failure of each app's tasks. */
final class TaskFailures {
  private final Map<AppId, TaskFailure> last = new HashMap<>();

  void restore(byte[] record) {
    TaskFailure failure = FailureRecord.read(record);
    last.put(failure.appId(), failure);
  }

  void record(Instance instance, TaskStatus status, Turn turn) {
    TaskFailure failure =
        new TaskFailure(
            instance.app(),
            instance.taskId(),
            status.getState().name(),
            status.getMessage(),
            instance.placement().hostname(),
            turn.now(),
            instance.version(),
            Optional.of(instance.placement().agentId()));
    last.put(instance.app(), failure);
    turn.put(Keys.failure(instance.app()), FailureRecord.write(failure));
  }

  /** The app is gone. */
  void forget(AppId app, Turn turn) {
    if (last.remove(app) != null) {
      turn.remove(Keys.failure(app));
    }
  }

  Optional<TaskFailure> of(AppId app) {
    return Optional.ofNullable(last.get(app));
  }
}
