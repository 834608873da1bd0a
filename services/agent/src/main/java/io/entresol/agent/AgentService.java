package io.entresol.agent;

import io.entresol.runtime.ClusterNode;
import io.entresol.runtime.EdgeNode;
import io.entresol.runtime.Service;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Clock;

/** An agent in this process: it offers the machine to the cluster and runs what it is given. */
public final class AgentService implements Service {
  private final Vertx vertx;
  private final Promise<String> ended = Promise.promise();
  private final AgentVerticle verticle;
  private String deployment;

  /**
   * @throws IllegalArgumentException if an option is wrong or missing
   */
  public AgentService(ClusterNode node, AgentOptions options) {
    this(AgentHost.of(node), options);
  }

  /**
   * An agent that reaches its masters through one of the options' gateways.
   *
   * @throws IllegalArgumentException if an option is wrong or missing
   */
  public static AgentService atEdge(EdgeNode node, AgentOptions options) {
    return new AgentService(AgentHost.of(node, options.edge()), options);
  }

  private AgentService(AgentHost host, AgentOptions options) {
    this.vertx = host.vertx();
    this.verticle = new AgentVerticle(host, options, Clock.systemUTC(), ended);
  }

  @Override
  public String name() {
    return "agent";
  }

  /** Completes when the agent listens and looks for a master. */
  @Override
  public Future<Void> start() {
    return vertx.deployVerticle(verticle).onSuccess(id -> deployment = id).mapEmpty();
  }

  /** The tasks run on; a later agent in the same work directory finds them. */
  @Override
  public Future<Void> stop() {
    return deployment == null ? Future.succeededFuture() : vertx.undeploy(deployment);
  }

  /** Leaves the cluster for good: all tasks are ended, and {@link #ended} completes. */
  public void unregister() {
    verticle.unregister();
  }

  /**
   * Completes, with the reason, if the agent has to end by itself: the master has sent it away, or
   * it cannot go on. The service is then still to be stopped.
   */
  @Override
  public Future<String> ended() {
    return ended.future();
  }

  /** The port of its HTTP server, once it has started. */
  public int port() {
    return verticle.port();
  }
}
