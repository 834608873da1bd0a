package io.entresol.allocator;

import io.entresol.runtime.ClusterNode;
import io.entresol.runtime.Service;
import io.vertx.core.Future;

/** An allocator in this process: leads, or stands by. */
public final class AllocatorService implements Service {
  private final ClusterNode node;
  private final AllocatorVerticle verticle;
  private Future<String> deployment = Future.failedFuture("not started");

  /**
   * @throws IllegalArgumentException if an option is wrong; the message names it
   */
  public AllocatorService(ClusterNode node, AllocatorOptions options) {
    this.node = node;
    this.verticle = new AllocatorVerticle(node, options);
  }

  @Override
  public String name() {
    return "allocator";
  }

  @Override
  public Future<Void> start() {
    deployment = node.vertx().deployVerticle(verticle);
    return deployment.mapEmpty();
  }

  @Override
  public Future<Void> stop() {
    return deployment.compose(id -> node.vertx().undeploy(id));
  }

  /** Where health and metrics are served, once it is started. */
  public int healthPort() {
    return verticle.healthPort();
  }
}
