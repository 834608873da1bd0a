package io.entresol.driver.core;

import io.entresol.mesos.v1.AgentID;
import io.entresol.mesos.v1.ExecutorID;
import io.entresol.mesos.v1.FrameworkID;
import io.entresol.mesos.v1.MasterInfo;
import io.entresol.mesos.v1.Offer;
import io.entresol.mesos.v1.OfferID;
import io.entresol.mesos.v1.TaskStatus;
import io.entresol.mesos.v1.scheduler.Call;
import java.util.List;

/**
 * What a scheduler's driver does: calls to the master and callbacks to the scheduler. Callbacks are
 * made one at a time, in this order; once the driver no longer runs, those that wait are dropped,
 * except for {@link #error}.
 */
public interface SchedulerOutput {
  /** Opens a connection, of which there is one at a time, and sends SUBSCRIBE on it. */
  void connect(long connection, String address, Call subscribe);

  /** Ends a connection; nothing is heard of it any more. */
  void close(long connection);

  /** Sends a call on a connection that has subscribed. */
  void send(long connection, Call call);

  void registered(FrameworkID framework, MasterInfo master);

  void reregistered(MasterInfo master);

  void disconnected();

  void offers(List<Offer> offers);

  void offerRescinded(OfferID offer);

  /** Gives a status; {@link SchedulerCore#statusTaken} is to be called once it was taken. */
  void status(TaskStatus status);

  void message(ExecutorID executor, AgentID agent, byte[] data);

  void agentLost(AgentID agent);

  void executorLost(ExecutorID executor, AgentID agent, int status);

  /** Says why the driver has aborted. */
  void error(String message);
}
