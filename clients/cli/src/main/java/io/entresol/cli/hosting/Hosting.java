package io.entresol.cli.hosting;

import io.entresol.runtime.ClusterNode;
import io.entresol.runtime.ClusterOptions;
import io.entresol.runtime.Service;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs services until the process is told to end. */
final class Hosting {
  private static final Logger LOG = LoggerFactory.getLogger(Hosting.class);
  private static final long STOP_LIMIT_SECONDS = 60;

  /** Told when all services do their work. */
  @FunctionalInterface
  interface ReadyListener {
    void ready(ProcessHost host) throws InterruptedException;
  }

  private final PrintWriter err;

  Hosting(PrintWriter err) {
    this.err = err;
  }

  /**
   * Joins the cluster, starts the services in their order and blocks until Ctrl-C or {@code kill};
   * then stops them in the opposite order.
   *
   * @return the exit status: 0, or 1 if a service could not be started, or not go on
   */
  int run(
      ClusterOptions cluster, List<Function<ClusterNode, Service>> services, ReadyListener listener)
      throws InterruptedException {
    ProcessHost host;
    try {
      host = ProcessHost.join(cluster);
    } catch (ExecutionException e) {
      return failed("Cannot join the cluster", e);
    }
    CountDownLatch stopped = new CountDownLatch(1);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(host, stopped), "stop"));
    try {
      for (Function<ClusterNode, Service> service : services) {
        host.start(service.apply(host.node()));
      }
      listener.ready(host);
      host.awaitEnd();
      return host.serviceEnded() ? 1 : 0;
    } catch (ExecutionException e) {
      return failed("Cannot start", e);
    } finally {
      host.stop();
      stopped.countDown();
    }
  }

  private static void stop(ProcessHost host, CountDownLatch stopped) {
    host.end();
    try {
      if (!stopped.await(STOP_LIMIT_SECONDS, TimeUnit.SECONDS)) {
        LOG.warn("Ending although not everything has stopped");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private int failed(String what, ExecutionException e) {
    LOG.debug("{}", what, e.getCause());
    err.println(what + ": " + e.getCause().getMessage());
    return 1;
  }
}
