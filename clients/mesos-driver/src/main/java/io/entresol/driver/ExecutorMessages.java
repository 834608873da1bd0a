package io.entresol.driver;

import io.entresol.driver.core.DriverStatus;
import io.entresol.driver.core.ExecutorCore;
import io.entresol.mesos.v1.TaskStatus;
import java.util.function.Function;
import org.apache.mesos.Protos;

/** The calls of the host's executor, in messages of our own. */
public final class ExecutorMessages {
  private ExecutorMessages() {}

  public static Function<ExecutorCore, DriverStatus> statusUpdate(Protos.TaskStatus status) {
    TaskStatus ours = HostMessages.ours(TaskStatus.parser(), status.toByteArray());
    return core -> core.sendStatusUpdate(ours);
  }
}
