package io.entresol.cli.hosting;

import io.entresol.runtime.ClusterNode;
import io.entresol.runtime.ClusterOptions;
import io.entresol.runtime.Service;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** This process as a member of the cluster: the services in it, from their start to their stop. */
public final class ProcessHost {
  private static final Logger LOG = LoggerFactory.getLogger(ProcessHost.class);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(10);

  private record Deployment(ServiceVerticle verticle, String id) {}

  private final ClusterNode node;
  private final Deque<Deployment> deployments = new ArrayDeque<>();
  private final CountDownLatch end = new CountDownLatch(1);
  private volatile boolean serviceEnded;

  private ProcessHost(ClusterNode node) {
    this.node = node;
  }

  /** Joins the cluster; blocks. */
  public static ProcessHost join(ClusterOptions options)
      throws InterruptedException, ExecutionException {
    return new ProcessHost(await(ClusterNode.join(options)));
  }

  public ClusterNode node() {
    return node;
  }

  /** Starts a service on an event loop of its own; blocks until it does its work. */
  public void start(Service service) throws InterruptedException, ExecutionException {
    ServiceVerticle verticle = new ServiceVerticle(service);
    deployments.push(new Deployment(verticle, await(node.vertx().deployVerticle(verticle))));
    service
        .ended()
        .onSuccess(
            why -> {
              LOG.error("The {} ends: {}", service.name(), why);
              serviceEnded = true;
              end();
            });
  }

  /** Whether it is over because a service could not go on. */
  public boolean serviceEnded() {
    return serviceEnded;
  }

  /** Blocks until {@link #end}. */
  public void awaitEnd() throws InterruptedException {
    end.await();
  }

  /** Blocks until {@link #end}, but not for longer than this; tells whether it has come to that. */
  public boolean awaitEnd(Duration limit) throws InterruptedException {
    return end.await(limit.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Lets {@link #awaitEnd} go on. */
  public void end() {
    end.countDown();
  }

  /** Stops the services, the last one first, and leaves the cluster; blocks, but not for ever. */
  public void stop() throws InterruptedException {
    while (!deployments.isEmpty()) {
      Deployment deployment = deployments.pop();
      // Before its verticle goes, and with it what the service has deployed itself.
      inTime("stop the " + deployment.verticle().name(), deployment.verticle().stopService());
      inTime("undeploy the service", node.vertx().undeploy(deployment.id()));
    }
    inTime("leave the cluster", node.leave());
  }

  private static void inTime(String what, Future<Void> future) throws InterruptedException {
    try {
      future
          .toCompletionStage()
          .toCompletableFuture()
          .get(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      LOG.warn("Could not {} in order", what, e.getCause());
    } catch (TimeoutException e) {
      LOG.warn("Could not {} within {} s", what, STOP_LIMIT.toSeconds());
    }
  }

  private static <T> T await(Future<T> future) throws InterruptedException, ExecutionException {
    return future.toCompletionStage().toCompletableFuture().get();
  }

  private static final class ServiceVerticle extends VerticleBase {
    private final Service service;

    ServiceVerticle(Service service) {
      this.service = service;
    }

    String name() {
      return service.name();
    }

    @Override
    public Future<?> start() {
      return service.start();
    }

    Future<Void> stopService() {
      Promise<Void> stopped = Promise.promise();
      context.runOnContext(ignored -> service.stop().onComplete(stopped));
      return stopped.future();
    }
  }
}
