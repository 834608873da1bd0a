package io.entresol.agent.container.mesos;

import io.entresol.mesos.v1.CommandInfo;
import io.entresol.mesos.v1.Environment;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

/** Runs a command as a running process of a container runs: its user, environment and directory. */
final class SideCommand {
  private static final Path PROCESSES = Path.of("/proc");

  private final Vertx vertx;
  private final WorkerExecutor workers;

  SideCommand(Vertx vertx, WorkerExecutor workers) {
    this.vertx = vertx;
    this.workers = workers;
  }

  /** The exit code; fails if it cannot be started, or is ended after the timeout. */
  Future<Integer> run(long besidePid, CommandInfo command, Duration timeout) {
    return workers
        .executeBlocking(() -> start(besidePid, command), false)
        .compose(process -> await(process, timeout));
  }

  private Future<Integer> await(Process process, Duration timeout) {
    Promise<Integer> exit = Promise.promise();
    long timer =
        vertx.setTimer(
            Math.max(1, timeout.toMillis()),
            ignored -> {
              exit.tryFail(new TimeoutException("the command took longer than " + timeout));
              // Its children too: a shell that is killed leaves them behind.
              process.descendants().forEach(ProcessHandle::destroyForcibly);
              process.destroyForcibly();
            });
    Future.fromCompletionStage(process.onExit(), vertx.getOrCreateContext())
        .onComplete(
            ended -> {
              vertx.cancelTimer(timer);
              exit.tryComplete(process.exitValue());
            });
    return exit.future();
  }

  private static Process start(long besidePid, CommandInfo command) throws IOException {
    Path beside = PROCESSES.resolve(Long.toString(besidePid));
    List<String> words = new ArrayList<>(asUserOf(beside));
    words.addAll(CommandLine.of(command));
    ProcessBuilder builder =
        new ProcessBuilder(words)
            .directory(new File(beside.resolve("cwd").toRealPath().toString()))
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().clear();
    builder.environment().putAll(environment(beside));
    for (Environment.Variable variable : command.getEnvironment().getVariablesList()) {
      builder.environment().put(variable.getName(), variable.getValue());
    }
    Process process = builder.start();
    process.getOutputStream().close();
    return process;
  }

  private static List<String> asUserOf(Path process) throws IOException {
    Map<String, Integer> ids = new LinkedHashMap<>();
    for (String line : Files.readAllLines(process.resolve("status"))) {
      if (line.startsWith("Uid:") || line.startsWith("Gid:")) {
        ids.put(line.substring(0, 3), Integer.parseInt(line.split("\\s+", -1)[1]));
      }
    }
    int uid = ids.getOrDefault("Uid", 0);
    int own = (Integer) Files.getAttribute(PROCESSES.resolve("self"), "unix:uid");
    if (uid == own) {
      return List.of();
    }
    Optional<Path> setpriv = ProcessLauncher.program("setpriv");
    if (setpriv.isEmpty()) {
      throw new IOException("another user needs the program 'setpriv'");
    }
    return new UserAccount("", uid, ids.getOrDefault("Gid", uid)).prefix(setpriv.get());
  }

  private static Map<String, String> environment(Path process) throws IOException {
    Map<String, String> environment = new LinkedHashMap<>();
    String text =
        new String(Files.readAllBytes(process.resolve("environ")), StandardCharsets.UTF_8);
    for (String variable : text.split("\0", -1)) {
      int equals = variable.indexOf('=');
      if (equals > 0) {
        environment.put(variable.substring(0, equals), variable.substring(equals + 1));
      }
    }
    return environment;
  }
}
