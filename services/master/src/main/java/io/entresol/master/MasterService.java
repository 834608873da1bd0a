package io.entresol.master;

import io.entresol.runtime.ClusterNode;
import io.entresol.runtime.Service;
import io.vertx.core.Future;

/** A master in this process: leads, or stands by. */
public final class MasterService implements Service {
  private final ClusterNode node;
  private final MasterVerticle verticle;
  private Future<String> deployment = Future.failedFuture("not started");

  /**
   * @throws IllegalArgumentException if an option is wrong; the message names it
   */
  public MasterService(ClusterNode node, MasterOptions options) {
    this.node = node;
    this.verticle = new MasterVerticle(node, options);
  }

  @Override
  public String name() {
    return "master";
  }

  /** Completes when the master contends for leadership. */
  @Override
  public Future<Void> start() {
    deployment = node.vertx().deployVerticle(verticle);
    return deployment.mapEmpty();
  }

  @Override
  public Future<Void> stop() {
    return deployment.compose(id -> node.vertx().undeploy(id));
  }

  /** Where health and metrics are served, once it is started; 0 if they are not. */
  public int healthPort() {
    return verticle.healthPort();
  }
}
