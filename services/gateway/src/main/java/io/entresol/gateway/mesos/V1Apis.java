package io.entresol.gateway.mesos;

import io.entresol.gateway.core.access.Access;

/** The v1 APIs as one server has them, with the streams that it holds open. */
public final class V1Apis {
  private final Streams streams;
  private final SchedulerApi scheduler;
  private final OperatorApi operator;
  private final Access access;

  V1Apis(Streams streams, SchedulerApi scheduler, OperatorApi operator, Access access) {
    this.streams = streams;
    this.scheduler = scheduler;
    this.operator = operator;
    this.access = access;
  }

  /** Watches the leader, on the caller's context: the server's. */
  public void start() {
    streams.start();
  }

  /** Ends all streams. */
  public void stop() {
    streams.stop();
  }

  public SchedulerApi scheduler() {
    return scheduler;
  }

  public OperatorApi operator() {
    return operator;
  }

  /** Who is served. */
  public Access access() {
    return access;
  }
}
