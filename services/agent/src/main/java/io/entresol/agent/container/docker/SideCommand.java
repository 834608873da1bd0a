package io.entresol.agent.container.docker;

import io.entresol.mesos.v1.CommandInfo;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;

/** Runs a command in a running container, as {@code docker exec} does. */
final class SideCommand {
  private static final long FIRST_LOOK_MS = 20;
  private static final long LAST_LOOK_MS = 500;

  private final Vertx vertx;
  private final WorkerExecutor workers;
  private final DockerEngine engine;

  SideCommand(Vertx vertx, WorkerExecutor workers, DockerEngine engine) {
    this.vertx = vertx;
    this.workers = workers;
    this.engine = engine;
  }

  /** The exit code; fails if it cannot be started, or is ended after the timeout. */
  Future<Integer> run(String engineId, CommandInfo command, Duration timeout) {
    Instant end = Instant.now().plus(timeout);
    Promise<Integer> exit = Promise.promise();
    workers
        .executeBlocking(() -> engine.startCommand(engineId, words(command)), false)
        .onSuccess(id -> look(id, end, FIRST_LOOK_MS, exit))
        .onFailure(exit::tryFail);
    return exit.future();
  }

  private static List<String> words(CommandInfo command) {
    if (command.getShell()) {
      return List.of("/bin/sh", "-c", command.getValue());
    }
    List<String> words = new ArrayList<>();
    words.add(command.getValue());
    // The first argument is by Mesos's rule the command's name.
    command.getArgumentsList().stream().skip(1).forEach(words::add);
    return words;
  }

  /** The engine tells of no end by itself, so it is asked now and then. */
  private void look(String id, Instant end, long pauseMs, Promise<Integer> exit) {
    workers
        .executeBlocking(() -> engine.command(id), false)
        .onFailure(exit::tryFail)
        .onSuccess(
            state -> {
              if (state.exitCode().isPresent()) {
                exit.tryComplete(state.exitCode().getAsInt());
              } else if (Instant.now().isAfter(end)) {
                // The engine cannot end it, but it is a process of this machine.
                ProcessHandle.of(state.pid()).ifPresent(ProcessHandle::destroyForcibly);
                exit.tryFail(new TimeoutException("the command took too long"));
              } else {
                vertx.setTimer(
                    pauseMs, ignored -> look(id, end, Math.min(2 * pauseMs, LAST_LOOK_MS), exit));
              }
            });
  }
}
