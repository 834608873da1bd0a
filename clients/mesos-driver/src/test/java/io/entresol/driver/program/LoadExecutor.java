package io.entresol.driver.program;

import java.nio.charset.StandardCharsets;
import org.apache.mesos.Executor;
import org.apache.mesos.ExecutorDriver;
import org.apache.mesos.MesosExecutorDriver;
import org.apache.mesos.Protos;

/**
 * An executor as its author would have written it for the native library: a task ends as soon as it
 * runs, unless its name asks it to stay. A message is answered.
 */
public final class LoadExecutor implements Executor {
  /** The name of tasks that run until they are killed. */
  public static final String STAY = "stay";

  /** The name of a task after which the executor no longer does what it is told. */
  public static final String HANG = "hang";

  private boolean hangs;

  private LoadExecutor() {}

  public static void main(String[] arguments) {
    Protos.Status last = new MesosExecutorDriver(new LoadExecutor()).run();
    System.out.println("executor ended: " + last);
    System.exit(last == Protos.Status.DRIVER_STOPPED ? 0 : 1);
  }

  private static Protos.TaskStatus status(Protos.TaskID task, Protos.TaskState state) {
    return Protos.TaskStatus.newBuilder().setTaskId(task).setState(state).build();
  }

  @Override
  public void registered(
      ExecutorDriver driver,
      Protos.ExecutorInfo executor,
      Protos.FrameworkInfo framework,
      Protos.SlaveInfo agent) {
    System.out.println("executor registered: " + executor.getExecutorId().getValue());
  }

  @Override
  public void reregistered(ExecutorDriver driver, Protos.SlaveInfo agent) {
    System.out.println("executor reregistered");
  }

  @Override
  public void disconnected(ExecutorDriver driver) {
    System.out.println("executor disconnected");
  }

  @Override
  public void launchTask(ExecutorDriver driver, Protos.TaskInfo task) {
    driver.sendStatusUpdate(status(task.getTaskId(), Protos.TaskState.TASK_RUNNING));
    hangs = task.getName().equals(HANG);
    if (!hangs && !task.getName().equals(STAY)) {
      driver.sendStatusUpdate(status(task.getTaskId(), Protos.TaskState.TASK_FINISHED));
    }
  }

  @Override
  public void killTask(ExecutorDriver driver, Protos.TaskID task) {
    driver.sendStatusUpdate(status(task, Protos.TaskState.TASK_KILLED));
  }

  @Override
  public void frameworkMessage(ExecutorDriver driver, byte[] data) {
    String text = new String(data, StandardCharsets.UTF_8);
    driver.sendFrameworkMessage(("answer to " + text).getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void shutdown(ExecutorDriver driver) {
    System.out.println("executor shutdown");
    if (!hangs) {
      driver.stop();
    }
  }

  @Override
  public void error(ExecutorDriver driver, String message) {
    System.out.println("executor error: " + message);
  }
}
