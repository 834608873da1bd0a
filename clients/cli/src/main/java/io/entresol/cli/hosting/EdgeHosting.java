package io.entresol.cli.hosting;

import io.entresol.runtime.EdgeNode;
import io.entresol.runtime.Service;
import io.vertx.core.Future;
import java.io.PrintWriter;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs one service in a process that is no member of the cluster, until it is told to end. */
final class EdgeHosting {
  private static final Logger LOG = LoggerFactory.getLogger(EdgeHosting.class);
  private static final long STOP_LIMIT_SECONDS = 20;

  private final PrintWriter err;

  EdgeHosting(PrintWriter err) {
    this.err = err;
  }

  /**
   * Starts the service and blocks until Ctrl-C or {@code kill}; then stops it.
   *
   * @return the exit status: 0, or 1 if the service could not be started, or not go on
   */
  int run(Function<EdgeNode, Service> create) throws InterruptedException {
    EdgeNode node = EdgeNode.start();
    Service service = create.apply(node);
    CountDownLatch end = new CountDownLatch(1);
    CountDownLatch stopped = new CountDownLatch(1);
    AtomicBoolean failed = new AtomicBoolean();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(end, stopped), "stop"));
    service
        .ended()
        .onSuccess(
            why -> {
              LOG.error("The {} ends: {}", service.name(), why);
              failed.set(true);
              end.countDown();
            });
    try {
      await(service.start());
      end.await();
      return failed.get() ? 1 : 0;
    } catch (ExecutionException e) {
      LOG.debug("Cannot start", e.getCause());
      err.println("Cannot start: " + e.getCause().getMessage());
      return 1;
    } finally {
      inTime("stop the " + service.name(), service.stop());
      inTime("end", node.close());
      stopped.countDown();
    }
  }

  private static void stop(CountDownLatch end, CountDownLatch stopped) {
    end.countDown();
    try {
      if (!stopped.await(2 * STOP_LIMIT_SECONDS, TimeUnit.SECONDS)) {
        LOG.warn("Ending although not everything has stopped");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void await(Future<Void> future) throws InterruptedException, ExecutionException {
    future.toCompletionStage().toCompletableFuture().get();
  }

  private static void inTime(String what, Future<Void> future) throws InterruptedException {
    try {
      future.toCompletionStage().toCompletableFuture().get(STOP_LIMIT_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      LOG.warn("Could not {} in order", what, e.getCause());
    } catch (TimeoutException e) {
      LOG.warn("Could not {} within {} s", what, STOP_LIMIT_SECONDS);
    }
  }
}
