package io.entresol.agent.container.docker;

import static io.entresol.agent.container.TestingContainers.AGENT;
import static io.entresol.agent.container.TestingContainers.await;
import static io.entresol.agent.container.TestingContainers.shell;
import static io.entresol.agent.container.TestingContainers.spec;
import static io.entresol.agent.container.TestingContainers.withAgent;

import io.entresol.agent.container.ContainerSpec;
import io.entresol.agent.container.fetch.FetchOptions;
import io.entresol.agent.container.fetch.Fetcher;
import io.entresol.mesos.v1.ContainerInfo;
import io.entresol.mesos.v1.ContainerInfo.DockerInfo;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Prints how fast containers start, by the engine alone and by the containerizer. */
public final class DockerLaunchRates {
  private static final PrintStream OUT = System.out;
  private static final int CONTAINERS = 40;
  private static final int IN_FLIGHT = 8;
  private static final int ROUNDS = 3;

  private final Path work;
  private final String agent = AGENT + UUID.randomUUID();
  private final DockerOptions options;
  private final DockerEngine engine;
  private final WorkerExecutor workers;
  private final DockerContainerizer containerizer;

  private DockerLaunchRates(Vertx vertx, Path work) {
    this.work = work;
    this.options = DockerOptions.keepingStateIn(work.resolve("docker"));
    this.engine = new DockerEngine(options.socket());
    this.workers = vertx.createSharedWorkerExecutor("rates", IN_FLIGHT);
    Fetcher fetcher = await(Fetcher.open(vertx, FetchOptions.cachedIn(work.resolve("cache"))));
    this.containerizer = await(DockerContainerizer.open(vertx, options, fetcher));
  }

  public static void main(String[] arguments) throws IOException {
    Vertx vertx = Vertx.vertx();
    DockerLaunchRates rates =
        new DockerLaunchRates(vertx, Files.createTempDirectory("launch-rates"));
    try {
      for (DockerInfo.Network network :
          List.of(DockerInfo.Network.HOST, DockerInfo.Network.BRIDGE)) {
        for (int round = 0; round < ROUNDS; round++) {
          rates.print(network);
        }
      }
    } finally {
      rates.clear();
      await(rates.containerizer.close());
      await(vertx.close());
    }
  }

  private void print(DockerInfo.Network network) throws IOException {
    List<ContainerSpec> specs = specs(network);
    long start = System.nanoTime();
    await(Future.all(specs.stream().map(this::byTheEngine).toList()));
    report(network + ", engine alone, " + IN_FLIGHT + " in flight, each second", start);
    clear();
    specs = specs(network);
    start = System.nanoTime();
    await(Future.all(specs.stream().map(containerizer::launch).toList()));
    report(network + ", containerizer, all at once, each second", start);
    clear();
  }

  private List<ContainerSpec> specs(DockerInfo.Network network) throws IOException {
    ContainerInfo container =
        ContainerInfo.newBuilder()
            .setType(ContainerInfo.Type.DOCKER)
            .setDocker(DockerInfo.newBuilder().setImage("busybox").setNetwork(network))
            .build();
    List<ContainerSpec> specs = new ArrayList<>();
    for (int i = 0; i < CONTAINERS; i++) {
      Path sandbox = Files.createTempDirectory(work, "sandbox");
      specs.add(withAgent(spec(shell("sleep 1000"), Optional.of(container), sandbox), agent));
    }
    return specs;
  }

  private Future<Void> byTheEngine(ContainerSpec spec) {
    return workers.executeBlocking(
        () -> {
          engine.start(engine.create(RunOptions.of(spec, options)));
          return null;
        },
        false);
  }

  private void clear() {
    engine.list(DockerLabels.AGENT_ID, agent).forEach(engine::remove);
  }

  private static void report(String what, long startNanos) {
    double seconds = (System.nanoTime() - startNanos) / 1e9;
    OUT.printf("%-60s %8.1f%n", what, CONTAINERS / seconds);
  }
}
