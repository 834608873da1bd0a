package io.entresol.agent.container.docker;

import io.entresol.agent.container.ContainerId;
import io.entresol.agent.container.ContainerSpec;
import io.entresol.agent.container.ContainerStats;
import io.entresol.agent.container.Containerizer;
import io.entresol.agent.container.KillEscalation;
import io.entresol.agent.container.LaunchFailedException;
import io.entresol.agent.container.Launched;
import io.entresol.agent.container.Lifecycle;
import io.entresol.agent.container.Recovered;
import io.entresol.agent.container.SerialContext;
import io.entresol.agent.container.Termination;
import io.entresol.agent.container.fetch.Fetcher;
import io.entresol.mesos.v1.CommandInfo;
import io.entresol.mesos.v1.ContainerInfo;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs containers by a Docker Engine. What the engine and the labels of its containers say is the
 * only record: a restarted agent finds its own containers by them, and touches no others.
 */
public final class DockerContainerizer implements Containerizer {
  private static final Logger LOG = LoggerFactory.getLogger(DockerContainerizer.class);
  private static final int LAUNCHES_MOST = 16;
  private static final int PULLS_MOST = 4;
  private static final long ASK_AGAIN_MS = 1_000;

  private final SerialContext serial;
  private final DockerOptions options;
  private final DockerEngine engine;
  private final EngineStreams streams;
  private final ContainerEvents events;
  private final WorkerExecutor workers;
  private final WorkerExecutor pullers;
  private final ContainerStart start;
  private final ContainerSearch search;
  private final Map<ContainerId, DockerContainer> containers = new HashMap<>();
  private boolean closed;

  private DockerContainerizer(
      Vertx vertx, DockerOptions options, Fetcher fetcher, DockerEngine engine) {
    this.serial = new SerialContext(vertx);
    this.options = options;
    this.engine = engine;
    this.streams = new EngineStreams(vertx, options.socket());
    this.workers = vertx.createSharedWorkerExecutor("container-engine", LAUNCHES_MOST);
    this.pullers = vertx.createSharedWorkerExecutor("container-pulls", PULLS_MOST);
    ImagePulls pulls = new ImagePulls(engine, pullers, options.credentials());
    this.start = new ContainerStart(fetcher, pulls, engine, workers, options);
    this.search = new ContainerSearch(engine, workers);
    this.events = new ContainerEvents(vertx, streams, this::reconcile, this::mayHaveEnded);
  }

  /** Opens it; fails if no engine answers. The calling context becomes its own. */
  public static Future<DockerContainerizer> open(
      Vertx vertx, DockerOptions options, Fetcher fetcher) {
    return vertx
        .executeBlocking(
            () -> {
              DockerEngine engine = new DockerEngine(options.socket());
              LOG.info("Docker Engine {} at {}", engine.version(), options.socket());
              Files.createDirectories(options.stateDirectory());
              return engine;
            })
        .map(
            engine -> {
              var containerizer = new DockerContainerizer(vertx, options, fetcher, engine);
              containerizer.events.connect();
              return containerizer;
            });
  }

  @Override
  public String name() {
    return "docker";
  }

  @Override
  public boolean supports(ContainerSpec spec) {
    return spec.container()
        .filter(container -> container.getType() == ContainerInfo.Type.DOCKER)
        .filter(ContainerInfo::hasDocker)
        .isPresent();
  }

  @Override
  public Future<Launched> launch(ContainerSpec spec) {
    return serial.call(
        () -> {
          DockerContainer container = new DockerContainer(spec.id());
          if (containers.putIfAbsent(spec.id(), container) != null) {
            return Future.failedFuture(
                new LaunchFailedException("Container " + spec.id() + " exists already"));
          }
          start
              .run(spec, container.life::isAbandoned)
              .onSuccess(inspection -> started(container, spec.sandbox(), inspection))
              .onFailure(failure -> failed(container, failure));
          return container.life.launched();
        });
  }

  private void started(DockerContainer container, Path sandbox, Inspection inspection) {
    found(container, sandbox, inspection);
    container.life.complete(DockerContainer.launched(container.id, inspection));
    if (container.life.isAbandoned()) {
      // Its launch has failed for everybody else, so nobody will remove it.
      remove(container.id)
          .onFailure(failure -> LOG.warn("Cannot remove {}", container.id, failure));
    }
    if (container.doubtedAtLaunch() || !inspection.running()) {
      ask(container);
    }
  }

  private void failed(DockerContainer container, Throwable failure) {
    containers.remove(container.id);
    container.life.fail(failure);
  }

  private void found(DockerContainer container, Path sandbox, Inspection inspection) {
    container.found = Optional.of(inspection.withoutText());
    container.life.started(killing(container.id, inspection));
    OutputCopy copy =
        new OutputCopy(serial.vertx(), streams, inspection, sandbox, stateFile(container.id));
    container.output = Optional.of(copy);
    container.outputCopied = copy.start();
  }

  private Path stateFile(ContainerId id) {
    return options.stateDirectory().resolve(id.value());
  }

  /** After the events were cut off: any may have ended unseen. */
  private void reconcile() {
    List.copyOf(containers.values()).forEach(container -> mayHaveEnded(container.id));
  }

  /** Asks the engine, since events come late, twice or after a restart of the engine. */
  private void mayHaveEnded(ContainerId id) {
    DockerContainer container = containers.get(id);
    if (container != null && container.doubt()) {
      ask(container);
    }
  }

  /** An event that comes while the engine is asked may be newer than its answer. */
  private void ask(DockerContainer container) {
    int doubts = container.doubts;
    String engineId = container.found.orElseThrow().engineId();
    search
        .look(engineId)
        .onSuccess(
            now -> {
              if (now.filter(Inspection::running).isEmpty()) {
                ended(
                    container,
                    now.map(DockerContainer::termination).orElseGet(DockerContainer::vanished));
              } else if (container.doubts > doubts) {
                ask(container);
              } else {
                container.doubts = 0;
              }
            })
        .onFailure(failure -> askLater(container, failure));
  }

  /** There may be no other event of its end. */
  private void askLater(DockerContainer container, Throwable failure) {
    if (closed) {
      return;
    }
    LOG.warn("Cannot ask how container {} is: {}", container.id, failure.getMessage());
    serial
        .vertx()
        .setTimer(
            ASK_AGAIN_MS,
            timer -> {
              if (!closed && container.life.isRunning()) {
                ask(container);
              }
            });
  }

  private void ended(DockerContainer container, Termination termination) {
    container.life.ending();
    container
        .output
        .map(OutputCopy::containerEnded)
        .orElseGet(Future::succeededFuture)
        .onComplete(none -> container.life.complete(termination));
  }

  @Override
  public Future<List<Recovered>> recover(String agentId) {
    return serial.call(
        () ->
            search
                .find(agentId)
                .map(found -> found.stream().flatMap(each -> adopt(each).stream()).toList()));
  }

  private Optional<Recovered> adopt(Inspection inspection) {
    Map<String, String> labels = inspection.labels();
    Optional<ContainerId> id = DockerLabels.containerId(labels);
    Optional<Path> sandbox = DockerLabels.sandbox(labels);
    if (id.isEmpty() || sandbox.isEmpty()) {
      return Optional.empty();
    }
    DockerContainer container = new DockerContainer(id.get());
    containers.put(id.get(), container);
    found(container, sandbox.get(), inspection);
    Optional<Termination> termination =
        inspection.running()
            ? Optional.empty()
            : Optional.of(DockerContainer.termination(inspection));
    termination.ifPresent(end -> ended(container, end));
    mayHaveEnded(id.get());
    return Optional.of(
        new Recovered(
            id.get(),
            DockerContainer.launched(id.get(), inspection),
            termination,
            DockerLabels.known(labels)));
  }

  @Override
  public Future<Void> kill(ContainerId id, Duration gracePeriod) {
    return serial.call(() -> end(id, life -> life.kill(gracePeriod)));
  }

  @Override
  public Future<Void> destroy(ContainerId id) {
    return serial.call(() -> end(id, Lifecycle::destroy));
  }

  private Future<Void> end(ContainerId id, Function<Lifecycle, Future<Void>> way) {
    DockerContainer container = containers.get(id);
    return container == null ? Future.succeededFuture() : way.apply(container.life);
  }

  private KillEscalation killing(ContainerId id, Inspection found) {
    return new KillEscalation(
        serial.vertx(),
        id,
        new KillEscalation.Signals() {
          @Override
          public Future<Void> terminate() {
            return signal(found.engineId(), found.stopSignal());
          }

          @Override
          public Future<Void> kill() {
            return signal(found.engineId(), "SIGKILL");
          }
        });
  }

  private Future<Void> signal(String engineId, String signal) {
    return work(
        () -> {
          engine.signal(engineId, signal);
          return null;
        });
  }

  @Override
  public Future<Termination> wait(ContainerId id) {
    return serial.call(
        () ->
            Optional.ofNullable(containers.get(id))
                .map(container -> container.life.ended())
                .orElseGet(() -> unknown(id)));
  }

  private static <T> Future<T> unknown(ContainerId id) {
    return Future.failedFuture(new NoSuchElementException("no container " + id));
  }

  /** The engine keeps it for a while, for people who want to look at it. */
  @Override
  public Future<Void> remove(ContainerId id) {
    return destroy(id)
        .compose(
            none ->
                serial.call(
                    () -> {
                      DockerContainer container = containers.get(id);
                      if (container == null) {
                        return Future.succeededFuture();
                      }
                      return container
                          .life
                          .ended()
                          .transform(end -> Future.<Void>succeededFuture())
                          .onSuccess(ended -> forget(container));
                    }));
  }

  private void forget(DockerContainer container) {
    containers.remove(container.id);
    container.found.ifPresent(
        found -> {
          Instant ended = found.finishedAt().orElseGet(Instant::now);
          Duration left = options.removeDelay().minus(Duration.between(ended, Instant.now()));
          serial
              .vertx()
              .setTimer(
                  Math.max(1, left.toMillis()), timer -> delete(container.id, found.engineId()));
        });
  }

  private void delete(ContainerId id, String engineId) {
    work(() -> {
          engine.remove(engineId);
          return Files.deleteIfExists(stateFile(id));
        })
        .onFailure(failure -> LOG.warn("Cannot remove container {}", id, failure));
  }

  @Override
  public Future<ContainerStats> stats(ContainerId id) {
    return serial.call(
        () -> {
          DockerContainer container = containers.get(id);
          if (container == null || container.found.isEmpty()) {
            return unknown(id);
          }
          String engineId = container.found.get().engineId();
          return work(
              () ->
                  new ContainerStats(
                      DockerStatistics.of(engine.statistics(engineId), Instant.now())));
        });
  }

  @Override
  public Future<Integer> execute(ContainerId id, CommandInfo command, Duration timeout) {
    return serial.call(
        () -> {
          DockerContainer container = containers.get(id);
          if (container == null || !container.life.isRunning()) {
            return unknown(id);
          }
          String engineId = container.found.orElseThrow().engineId();
          return new SideCommand(serial.vertx(), workers, engine).run(engineId, command, timeout);
        });
  }

  private <T> Future<T> work(Callable<T> blocking) {
    return workers.executeBlocking(blocking, false);
  }

  /** Lets go of the engine; the containers run on. */
  public Future<Void> close() {
    return serial.call(
        () -> {
          closed = true;
          events.close();
          List<Future<Void>> copies = containers.values().stream().map(this::letGo).toList();
          return streams
              .close()
              .compose(none -> Future.join(copies))
              .compose(
                  none ->
                      work(
                          () -> {
                            engine.close();
                            return null;
                          }))
              .eventually(workers::close)
              .eventually(pullers::close)
              .mapEmpty();
        });
  }

  private Future<Void> letGo(DockerContainer container) {
    container.life.letGo();
    container.output.ifPresent(OutputCopy::close);
    return container.outputCopied;
  }
}
