package io.entresol.simulation.load;

import io.entresol.runtime.ClusterNode;
import io.entresol.runtime.LeaderRole;
import io.vertx.core.Vertx;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts real services in this process, and many agents and frameworks that only pretend; runs all
 * tasks, holds the master's books against what happened, and reports.
 */
final class LoadRun implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LoadRun.class);
  private static final Duration REST_LIMIT = Duration.ofSeconds(30);

  private final LoadSettings settings;
  private final Consumer<Progress> onProgress;
  private final Progress progress = new Progress();
  private final Ledger ledger;
  private final ServicesUnderLoad services;
  // The load's own, when it is outside of the cluster.
  private final Vertx outside = Vertx.vertx();
  private final List<AgentsVerticle> agents = new ArrayList<>();
  private final List<FrameworksVerticle> frameworks = new ArrayList<>();

  /**
   * @param directory for ZooKeeper's data
   * @param onProgress called every few milliseconds
   */
  LoadRun(LoadSettings settings, Path directory, Consumer<Progress> onProgress) throws Exception {
    this.settings = settings;
    this.onProgress = onProgress;
    this.ledger = settings.ledger();
    this.services = new ServicesUnderLoad(settings, directory);
  }

  LoadReport run() throws Exception {
    services.start();
    long began = System.nanoTime();
    startAgents();
    waitUntil(
        "all agents are registered",
        settings.limit(),
        () -> progress.agentsRegistered.get() == settings.agents());
    Duration registration = Duration.ofNanos(System.nanoTime() - began);

    CpuTime cpu = CpuTime.now(progress.loadThreads);
    startFrameworks();
    Optional<Outage> outage = Optional.empty();
    if (settings.killAllocator().isPresent()) {
      outage = Optional.of(killAllocator(settings.killAllocator().get()));
    }
    waitUntil(
        "all tasks have finished",
        settings.limit(),
        () -> progress.tasksFinished.get() >= settings.tasks());
    CpuTime computing = CpuTime.now(progress.loadThreads).minus(cpu);
    return report(registration, outage, computing, rest());
  }

  /** In the middle of the load, and waits for the next offer. */
  private Outage killAllocator(AllocatorProcess.End how) throws Exception {
    waitUntil(
        "a fifth of the tasks have finished",
        settings.limit(),
        () -> progress.tasksFinished.get() >= settings.tasks() / 5);
    ClusterNode node = services.control();
    Outage outage =
        new Outage(node.leaders().leader(LeaderRole.ALLOCATOR).orElseThrow().epoch().number());
    progress.onOffer(outage::offered);
    Closeable watch =
        node.leaders()
            .watch(LeaderRole.ALLOCATOR, leader -> outage.leaderIs(leader, System.nanoTime()));
    try {
      LOG.info("Ends the leading allocator: {}", how);
      outage.killed(System.nanoTime());
      services.endAllocator(how);
      waitUntil("offers flow again", settings.limit(), outage::isOver);
    } finally {
      watch.close();
    }
    return outage;
  }

  /** The books once everything is acknowledged, or as they are at last. */
  private MasterBooks rest() throws Exception {
    long deadline = System.nanoTime() + REST_LIMIT.toNanos();
    waitUntil(
        "all updates are acknowledged",
        REST_LIMIT,
        () -> progress.updatesAcknowledged.get() >= progress.updatesSent.get());
    MasterBooks books = MasterBooks.read(services.control());
    while (!books.isAtRest() && System.nanoTime() < deadline) {
      waitUntil("a moment", REST_LIMIT, () -> true);
      books = MasterBooks.read(services.control());
    }
    return books;
  }

  private LoadReport report(
      Duration registration, Optional<Outage> outage, CpuTime computing, MasterBooks books) {
    Latencies acknowledgements = new Latencies();
    agents.forEach(verticle -> acknowledgements.add(verticle.acknowledgements()));
    FrameworkLatencies latencies = new FrameworkLatencies();
    frameworks.forEach(verticle -> latencies.add(verticle.latencies()));
    return new LoadReport(
        settings,
        progress,
        registration,
        outage,
        latencies,
        acknowledgements,
        computing,
        Memory.now(),
        ServiceFigures.of(services.control().scrape()),
        books,
        ledger.contradictions());
  }

  private void startAgents() throws Exception {
    if (settings.attach() == LoadSettings.Attach.edge) {
      AgentsVerticle verticle =
          new AgentsVerticle(
              settings,
              0,
              settings.agents(),
              vertx -> Carriers.edge(vertx, services.edges(), settings.agents()),
              ledger,
              progress);
      agents.add(verticle);
      Waiting.await(outside.deployVerticle(verticle));
      return;
    }
    List<ClusterNode> carriers = services.carriers();
    int first = 0;
    for (int i = 0; i < carriers.size(); i++) {
      int count = (settings.agents() - first) / (carriers.size() - i);
      ClusterNode node = carriers.get(i);
      AgentsVerticle verticle =
          new AgentsVerticle(
              settings, first, count, ignored -> Carriers.bus(node), ledger, progress);
      agents.add(verticle);
      Waiting.await(node.vertx().deployVerticle(verticle));
      first += count;
    }
  }

  private void startFrameworks() throws Exception {
    List<ClusterNode> carriers = services.carriers();
    for (int i = 0; i < carriers.size(); i++) {
      ClusterNode node = carriers.get(i);
      boolean bus = settings.via() == LoadSettings.Via.bus;
      int gateway = i;
      FrameworksVerticle verticle =
          new FrameworksVerticle(
              settings,
              i,
              carriers.size(),
              vertx ->
                  bus
                      ? SchedulerLinks.bus(node)
                      : SchedulerLinks.gateway(
                          vertx, services.apis().get(gateway), settings.frameworks()),
              ledger,
              progress);
      frameworks.add(verticle);
      Waiting.await((bus ? node.vertx() : outside).deployVerticle(verticle));
    }
  }

  private void waitUntil(String what, Duration limit, java.util.function.BooleanSupplier condition)
      throws TimeoutException {
    Waiting.until(what, limit, condition, () -> onProgress.accept(progress));
  }

  /** The load goes first. */
  @Override
  public void close() throws IOException {
    try {
      Waiting.await(outside.close());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn("The load could not be ended in order", e);
    }
    services.close();
  }
}
