package io.entresol.driver.core;

import com.google.protobuf.ByteString;
import io.entresol.mesos.v1.ExecutorID;
import io.entresol.mesos.v1.FrameworkID;
import io.entresol.mesos.v1.TaskID;
import io.entresol.mesos.v1.TaskInfo;
import io.entresol.mesos.v1.executor.Call;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the agent is not known to have recorded: told again when the executor subscribes again. It
 * grows with what the executor reports while there is no agent, which ends with the recovery
 * timeout.
 */
final class Unacknowledged {
  private final Map<ByteString, Call.Update> updates = new LinkedHashMap<>();
  private final Map<TaskID, TaskInfo> tasks = new LinkedHashMap<>();

  void launched(TaskInfo task) {
    tasks.put(task.getTaskId(), task);
  }

  void reported(Call.Update update) {
    updates.put(update.getStatus().getUuid(), update);
  }

  void acknowledged(TaskID task, ByteString uuid) {
    updates.remove(uuid);
    tasks.remove(task);
  }

  Call subscribe(FrameworkID framework, ExecutorID executor) {
    return Call.newBuilder()
        .setType(Call.Type.SUBSCRIBE)
        .setFrameworkId(framework)
        .setExecutorId(executor)
        .setSubscribe(
            Call.Subscribe.newBuilder()
                .addAllUnacknowledgedTasks(tasks.values())
                .addAllUnacknowledgedUpdates(updates.values()))
        .build();
  }
}
