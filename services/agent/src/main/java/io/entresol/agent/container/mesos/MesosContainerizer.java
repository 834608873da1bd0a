package io.entresol.agent.container.mesos;

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
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
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
 * Runs each container as a process of its own session under a small supervising shell, in a control
 * group where the agent may make one. Containers outlive the agent's process: all that is needed to
 * find them again is in the run directory.
 */
public final class MesosContainerizer implements Containerizer {
  private static final Logger LOG = LoggerFactory.getLogger(MesosContainerizer.class);
  private static final int WORKERS = Math.max(4, 2 * Runtime.getRuntime().availableProcessors());

  /** How often the rare container is looked for whose supervisor was killed. */
  private static final long SWEEP_INTERVAL_MS = 5_000;

  private final SerialContext serial;
  private final WorkerExecutor workers;
  private final Fetcher fetcher;
  private final ProcessLauncher launcher;
  private final GroupRemoval groups;
  private final ExitWatch exits;
  private final long sweepTimer;
  private final Map<ContainerId, ProcessContainer> containers = new HashMap<>();
  private boolean closed;

  private MesosContainerizer(Vertx vertx, ProcessLauncher launcher, Fetcher fetcher)
      throws IOException {
    this.serial = new SerialContext(vertx);
    this.workers = vertx.createSharedWorkerExecutor("container-processes", WORKERS);
    this.fetcher = fetcher;
    this.launcher = launcher;
    this.groups = new GroupRemoval(vertx, workers);
    this.exits = ExitWatch.start(launcher.directory().endedDirectory(), this::readEnd);
    this.sweepTimer = vertx.setPeriodic(SWEEP_INTERVAL_MS, timer -> serial.run(this::sweep));
  }

  /**
   * Opens it; fails if this machine cannot run containers as processes. The calling context becomes
   * its own.
   */
  public static Future<MesosContainerizer> open(
      Vertx vertx, ProcessOptions options, Fetcher fetcher) {
    return vertx
        .executeBlocking(() -> ProcessLauncher.open(options))
        .map(
            launcher -> {
              try {
                return new MesosContainerizer(vertx, launcher, fetcher);
              } catch (IOException unwatchable) {
                throw new UncheckedIOException(unwatchable);
              }
            });
  }

  @Override
  public String name() {
    return "mesos";
  }

  @Override
  public boolean supports(ContainerSpec spec) {
    return spec.container()
        .map(
            container ->
                container.getType() == ContainerInfo.Type.MESOS && !container.getMesos().hasImage())
        .orElse(true);
  }

  @Override
  public Future<Launched> launch(ContainerSpec spec) {
    return serial.call(
        () -> {
          ProcessContainer container = new ProcessContainer(spec.id());
          if (containers.putIfAbsent(spec.id(), container) != null) {
            return Future.failedFuture(
                new LaunchFailedException("Container " + spec.id() + " exists already"));
          }
          fetcher
              .fetch(spec)
              .compose(none -> start(spec, container.life.isAbandoned()))
              .onSuccess(started -> started(container, started))
              .onFailure(failure -> failed(container, failure));
          return container.life.launched();
        });
  }

  private Future<ProcessLauncher.Started> start(ContainerSpec spec, boolean abandoned) {
    return abandoned
        ? Future.failedFuture(LaunchFailedException.abandoned())
        : workers.executeBlocking(() -> launcher.start(spec), false);
  }

  private void failed(ProcessContainer container, Throwable failure) {
    containers.remove(container.id);
    container.life.fail(failure);
  }

  private void started(ProcessContainer container, ProcessLauncher.Started started) {
    found(container, started);
    container.life.complete(container.launched());
    if (container.exit.isPresent()) {
      cleanUp(container);
    }
    if (container.life.isAbandoned()) {
      // Its launch has failed for everybody else, so nobody will remove it.
      remove(container.id)
          .onFailure(failure -> LOG.warn("Cannot remove {}", container.id, failure));
    }
  }

  private void found(ProcessContainer container, ProcessLauncher.Started started) {
    container.started = Optional.of(started);
    container.life.started(killing(container.id, started));
  }

  /** Runs on the watching thread. */
  private void readEnd(ContainerId id) {
    launcher.directory().ended(id).ifPresent(exit -> serial.run(() -> ended(id, exit)));
  }

  private void ended(ContainerId id, ExitRecord exit) {
    ProcessContainer container = containers.get(id);
    if (!closed && container != null && container.exit.isEmpty()) {
      container.exit = Optional.of(exit);
      if (container.life.isRunning()) {
        cleanUp(container);
      }
    }
  }

  /** The container is over once nothing of it is left. */
  private void cleanUp(ProcessContainer container) {
    ExitRecord exit = container.exit.orElseThrow();
    Optional<ControlGroup> group = container.started.flatMap(ProcessLauncher.Started::group);
    complete(container, group, () -> ContainerEnd.of(exit, group));
  }

  private void complete(
      ProcessContainer container, Optional<ControlGroup> group, Callable<Termination> end) {
    container.life.ending();
    workers
        .executeBlocking(
            () -> {
              Termination termination = end.call();
              group.ifPresent(ControlGroup::kill);
              return termination;
            },
            false)
        .onFailure(failure -> LOG.warn("Cannot tell how {} ended", container.id, failure))
        .otherwise(failure -> ContainerEnd.unseen("The end of the command could not be read"))
        .onSuccess(
            termination -> {
              group.ifPresent(left -> groups.remove(container.id, left));
              container.life.complete(termination);
            });
  }

  @Override
  public Future<List<Recovered>> recover(String agentId) {
    return serial.call(
        () ->
            workers
                .executeBlocking(() -> new RunRecovery(launcher).find(agentId), false)
                .map(
                    found -> {
                      List<Recovered> recovered = new ArrayList<>();
                      found.forEach(container -> recovered.add(adopt(container)));
                      return recovered;
                    }));
  }

  private Recovered adopt(RunRecovery.Found found) {
    ProcessContainer container = new ProcessContainer(found.launch().id());
    found.started().ifPresent(started -> found(container, started));
    containers.put(container.id, container);
    Optional<ControlGroup> group = found.started().flatMap(ProcessLauncher.Started::group);
    found.termination().ifPresent(end -> complete(container, group, () -> end));
    // The supervisor may have written between the look and now; the watch would not say it again.
    workers
        .executeBlocking(
            () -> {
              readEnd(container.id);
              return null;
            },
            false)
        .onFailure(failure -> LOG.warn("Cannot read how {} ended", container.id, failure));
    return new Recovered(
        container.id, container.launched(), found.termination(), found.launch().labels());
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
    ProcessContainer container = containers.get(id);
    return container == null ? Future.succeededFuture() : way.apply(container.life);
  }

  private KillEscalation killing(ContainerId id, ProcessLauncher.Started started) {
    return new KillEscalation(
        serial.vertx(),
        id,
        new KillEscalation.Signals() {
          @Override
          public Future<Void> terminate() {
            return signal(started, ProcessSignals::terminate);
          }

          @Override
          public Future<Void> kill() {
            return signal(started, ProcessSignals::kill);
          }
        });
  }

  private Future<Void> signal(ProcessLauncher.Started started, ProcessSignals.Signal signal) {
    return workers.executeBlocking(
        () -> {
          signal.send(started);
          return null;
        },
        false);
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

  @Override
  public Future<Void> remove(ContainerId id) {
    return destroy(id)
        .compose(
            none ->
                serial.call(
                    () -> {
                      ProcessContainer container = containers.get(id);
                      if (container == null) {
                        return Future.succeededFuture();
                      }
                      return container
                          .life
                          .ended()
                          .transform(
                              end ->
                                  workers.executeBlocking(
                                      () -> {
                                        launcher.directory().delete(id);
                                        return (Void) null;
                                      },
                                      false))
                          .onSuccess(deleted -> containers.remove(id));
                    }));
  }

  @Override
  public Future<ContainerStats> stats(ContainerId id) {
    return serial.call(
        () -> {
          ProcessContainer container = containers.get(id);
          if (container == null || container.started.isEmpty()) {
            return unknown(id);
          }
          ProcessLauncher.Started started = container.started.get();
          return workers.executeBlocking(
              () -> new ContainerStats(ProcessSignals.statistics(started)), false);
        });
  }

  @Override
  public Future<Integer> execute(ContainerId id, CommandInfo command, Duration timeout) {
    return serial.call(
        () -> {
          ProcessContainer container = containers.get(id);
          if (container == null || !container.life.isRunning()) {
            return unknown(id);
          }
          long pid = container.started.orElseThrow().processes().task().pid();
          return new SideCommand(serial.vertx(), workers).run(pid, command, timeout);
        });
  }

  /** Looks for containers whose supervisor is gone, so that nobody would tell of their end. */
  private void sweep() {
    List<ProcessContainer> running =
        containers.values().stream().filter(each -> each.life.isRunning()).toList();
    workers
        .executeBlocking(
            () -> {
              running.stream().filter(MesosContainerizer::isGone).forEach(this::readOrphan);
              return null;
            },
            false)
        .onFailure(failure -> LOG.warn("Cannot look after the running commands", failure));
  }

  private static boolean isGone(ProcessContainer container) {
    StartRecord processes = container.started.orElseThrow().processes();
    return !processes.supervisor().stillAlive() && !processes.task().stillAlive();
  }

  private void readOrphan(ProcessContainer container) {
    Optional<ExitRecord> exit = launcher.directory().ended(container.id);
    serial.run(
        () -> {
          if (exit.isPresent()) {
            ended(container.id, exit.get());
          } else if (container.life.isRunning() && container.exit.isEmpty()) {
            complete(container, container.started.orElseThrow().group(), RunRecovery::unseenEnd);
          }
        });
  }

  /** Stops watching; the containers run on. */
  public Future<Void> close() {
    return serial.call(
        () -> {
          closed = true;
          serial.vertx().cancelTimer(sweepTimer);
          containers.values().forEach(each -> each.life.letGo());
          return workers
              .executeBlocking(
                  () -> {
                    exits.close();
                    return null;
                  },
                  false)
              .compose(none -> workers.close());
        });
  }
}
