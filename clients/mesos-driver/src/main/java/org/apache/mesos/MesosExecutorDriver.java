package org.apache.mesos;

import io.entresol.driver.ExecutorMessages;
import io.entresol.driver.ExecutorShell;

/**
 * The driver of executors, without a native library: it speaks the agent's HTTP API. What it needs
 * to know it reads from the environment that the agent gives to executors.
 */
public class MesosExecutorDriver implements ExecutorDriver {
  private final Executor executor;
  private ExecutorShell shell;

  /**
   * A driver that has not started.
   *
   * @throws NullPointerException if there is no executor
   */
  public MesosExecutorDriver(Executor executor) {
    if (executor == null) {
      throw new NullPointerException("Not expecting a null Executor");
    }
    this.executor = executor;
    initialize();
  }

  protected void initialize() {
    shell = new ExecutorShell(this, executor, System.getenv());
  }

  @Override
  public Protos.Status start() {
    return shell.start();
  }

  @Override
  public Protos.Status stop() {
    return shell.stop();
  }

  @Override
  public Protos.Status abort() {
    return shell.abort();
  }

  @Override
  public Protos.Status join() {
    return shell.awaitEnd();
  }

  @Override
  public Protos.Status run() {
    Protos.Status status = start();
    return status == Protos.Status.DRIVER_RUNNING ? join() : status;
  }

  @Override
  public Protos.Status sendStatusUpdate(Protos.TaskStatus status) {
    return shell.call(ExecutorMessages.statusUpdate(status));
  }

  @Override
  public Protos.Status sendFrameworkMessage(byte[] data) {
    byte[] copy = data.clone();
    return shell.call(core -> core.sendFrameworkMessage(copy));
  }
}
