package io.entresol.driver.core;

import io.entresol.mesos.v1.AgentInfo;
import io.entresol.mesos.v1.ExecutorInfo;
import io.entresol.mesos.v1.FrameworkInfo;
import io.entresol.mesos.v1.TaskID;
import io.entresol.mesos.v1.TaskInfo;
import io.entresol.mesos.v1.executor.Call;

/**
 * What an executor's driver does: calls to the agent and callbacks to the executor. Callbacks are
 * made one at a time, in this order; once the driver no longer runs, those that wait are dropped,
 * except for {@link #error}.
 */
public interface ExecutorOutput {
  /**
   * Opens a connection to the agent, of which there is one at a time, and sends SUBSCRIBE on it.
   */
  void connect(long connection, Call subscribe);

  /** Ends a connection; nothing is heard of it any more. */
  void close(long connection);

  /** Sends a call on a connection that has subscribed. */
  void send(long connection, Call call);

  void registered(ExecutorInfo executor, FrameworkInfo framework, AgentInfo agent);

  void reregistered(AgentInfo agent);

  void disconnected();

  void launchTask(TaskInfo task);

  void killTask(TaskID task);

  void message(byte[] data);

  /** The executor is to end; the last callback but for {@link #error}. */
  void shutdown();

  /** Ends the process some time from now, whatever it is doing. */
  void endProcessAfter(long graceMs);

  /** Says why the driver has aborted. */
  void error(String message);
}
