package io.entresol.simulation.load;

import io.entresol.allocator.AllocatorOptions;
import io.entresol.allocator.AllocatorService;
import io.entresol.master.MasterOptions;
import io.entresol.master.MasterService;
import io.entresol.runtime.ClusterNode;
import io.entresol.runtime.ClusterOptions;
import io.entresol.runtime.EmbeddedZooKeeper;
import io.entresol.runtime.LeaderRole;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts a real master, a real allocator and a real ZooKeeper in this process, and many agents and
 * frameworks that only pretend; runs all tasks, and reports.
 */
final class LoadRun implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LoadRun.class);
  private static final Duration STEP_LIMIT = Duration.ofSeconds(60);
  private static final long LOOK_EVERY_NANOS = Duration.ofMillis(20).toNanos();

  private final LoadSettings settings;
  private final Consumer<Progress> onProgress;
  private final Progress progress = new Progress();
  private final EmbeddedZooKeeper zooKeeper;
  private final List<ClusterNode> nodes = new ArrayList<>();
  private final List<AgentsVerticle> agents = new ArrayList<>();
  private final List<FrameworksVerticle> frameworks = new ArrayList<>();

  /**
   * @param directory for ZooKeeper's data
   * @param onProgress called every few milliseconds
   */
  LoadRun(LoadSettings settings, Path directory, Consumer<Progress> onProgress) throws Exception {
    this.settings = settings;
    this.onProgress = onProgress;
    this.zooKeeper = EmbeddedZooKeeper.start(directory, 0);
  }

  LoadReport run() throws Exception {
    ClusterNode control = join();
    MasterOptions master = new MasterOptions().at("127.0.0.1", 5050, 0);
    if (settings.registryInMemory()) {
      master.inMemory();
    }
    await(new MasterService(control, master).start());
    await(new AllocatorService(control, new AllocatorOptions().healthAt("127.0.0.1", 0)).start());
    List<ClusterNode> carriers = carriers(control);
    waitUntil("the services lead", STEP_LIMIT, () -> allKnowTheLeaders(carriers));

    long began = System.nanoTime();
    startAgents(carriers);
    waitUntil(
        "all agents are registered",
        settings.limit(),
        () -> progress.agentsRegistered.get() == settings.agents());
    Duration registration = Duration.ofNanos(System.nanoTime() - began);

    CpuTime cpu = CpuTime.now();
    startFrameworks(carriers);
    waitUntil(
        "all tasks have finished",
        settings.limit(),
        () -> progress.tasksFinished.get() >= settings.tasks());
    return report(registration, cpu.since());
  }

  private LoadReport report(Duration registration, Duration computing) {
    Latencies acknowledgements = new Latencies();
    agents.forEach(verticle -> acknowledgements.add(verticle.acknowledgements()));
    FrameworkLatencies latencies = new FrameworkLatencies();
    frameworks.forEach(verticle -> latencies.add(verticle.latencies()));
    return new LoadReport(
        settings,
        progress,
        registration,
        latencies,
        acknowledgements,
        computing,
        Memory.now(),
        ServiceFigures.of(nodes.get(0).scrape()));
  }

  private List<ClusterNode> carriers(ClusterNode control) throws Exception {
    if (settings.loadNodes() == 0) {
      return List.of(control);
    }
    List<ClusterNode> carriers = new ArrayList<>();
    for (int i = 0; i < settings.loadNodes(); i++) {
      carriers.add(join());
    }
    return carriers;
  }

  private ClusterNode join() throws Exception {
    ClusterOptions options =
        ClusterOptions.of("zk://127.0.0.1:" + zooKeeper.port() + "/mesos", "127.0.0.1");
    ClusterNode node = await(ClusterNode.join(options));
    nodes.add(node);
    return node;
  }

  private static boolean allKnowTheLeaders(List<ClusterNode> nodes) {
    return nodes.stream()
        .allMatch(
            node ->
                node.leaders().leader(LeaderRole.MASTER).isPresent()
                    && node.leaders().leader(LeaderRole.ALLOCATOR).isPresent());
  }

  private void startAgents(List<ClusterNode> carriers) throws Exception {
    int first = 0;
    for (int i = 0; i < carriers.size(); i++) {
      int count = (settings.agents() - first) / (carriers.size() - i);
      ClusterNode node = carriers.get(i);
      AgentsVerticle verticle = new AgentsVerticle(node, settings, first, count, progress);
      agents.add(verticle);
      await(node.vertx().deployVerticle(verticle));
      first += count;
    }
  }

  private void startFrameworks(List<ClusterNode> carriers) throws Exception {
    for (int i = 0; i < carriers.size(); i++) {
      ClusterNode node = carriers.get(i);
      FrameworksVerticle verticle =
          new FrameworksVerticle(node, settings, i, carriers.size(), progress);
      frameworks.add(verticle);
      await(node.vertx().deployVerticle(verticle));
    }
  }

  private void waitUntil(String what, Duration limit, BooleanSupplier condition)
      throws TimeoutException {
    long deadline = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new TimeoutException("not within " + limit.toSeconds() + " s: " + what);
      }
      onProgress.accept(progress);
      LockSupport.parkNanos(LOOK_EVERY_NANOS);
    }
    onProgress.accept(progress);
  }

  private static <T> T await(Future<T> future)
      throws InterruptedException, ExecutionException, TimeoutException {
    return future
        .toCompletionStage()
        .toCompletableFuture()
        .get(STEP_LIMIT.toSeconds(), TimeUnit.SECONDS);
  }

  /** Leaves the cluster in order; a member that cannot is given up. */
  @Override
  public void close() throws IOException {
    List<ClusterNode> last = new ArrayList<>(nodes);
    Collections.reverse(last);
    for (ClusterNode node : last) {
      leave(node);
    }
    zooKeeper.close();
  }

  private static void leave(ClusterNode node) {
    try {
      await(node.leave());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn("A member could not leave in order", e);
    }
  }
}
