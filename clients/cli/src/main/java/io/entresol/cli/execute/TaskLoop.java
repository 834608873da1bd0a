package io.entresol.cli.execute;

import io.entresol.mesos.v1.TaskID;
import io.entresol.mesos.v1.scheduler.Call;
import io.entresol.mesos.v1.scheduler.Event;
import io.entresol.proto.WireFormat;
import java.io.IOException;
import java.io.PrintStream;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Carries out what {@link TaskRun} decides: one thread decides and sends, another one reads. */
final class TaskLoop {
  /** Something that happened. */
  private sealed interface Input {}

  private record Received(Event event) implements Input {}

  private record KillDue(TaskID task) implements Input {}

  private record Lost(IOException reason) implements Input {}

  private record Interrupted() implements Input {}

  /** Finds the leading master's {@code host:port}, or fails. */
  @FunctionalInterface
  interface MasterFinder {
    String find() throws IOException, InterruptedException;
  }

  private static final Duration RETRY = Duration.ofSeconds(1);

  /** A full queue holds the reader, and TCP then holds the master. */
  private final BlockingQueue<Input> inputs = new ArrayBlockingQueue<>(1024);

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "timer");
            thread.setDaemon(true);
            return thread;
          });
  private final TaskRun run;
  private final MasterFinder masters;
  private final WireFormat format;
  private final Optional<SchedulerConnection.Credential> credential;
  private final PrintStream out;
  private final PrintStream err;
  private SchedulerConnection connection;
  private String told = "";

  TaskLoop(
      TaskRun run,
      MasterFinder masters,
      WireFormat format,
      Optional<SchedulerConnection.Credential> credential,
      PrintStream out,
      PrintStream err) {
    this.run = run;
    this.masters = masters;
    this.format = format;
    this.credential = credential;
    this.out = out;
    this.err = err;
  }

  /** Runs until the tasks have ended; returns the exit status. */
  int run() throws InterruptedException {
    connect();
    while (true) {
      Input input = inputs.take();
      List<TaskRun.Action> actions;
      if (input instanceof Received received) {
        actions = run.on(received.event());
      } else if (input instanceof KillDue due) {
        actions = run.kill(due.task());
      } else if (input instanceof Interrupted) {
        actions = run.interrupt();
      } else {
        Lost lost = (Lost) input;
        tellOnce(reason(lost.reason()));
        if (lost.reason() instanceof SchedulerConnection.RefusedException) {
          return 1;
        }
        TimeUnit.MILLISECONDS.sleep(RETRY.toMillis());
        connect();
        continue;
      }
      Optional<Integer> status = carryOut(actions);
      if (status.isPresent()) {
        timer.shutdownNow();
        return status.get();
      }
    }
  }

  /** A master that stays away is worth one line, not one for each attempt. */
  private void tellOnce(String reason) {
    if (!reason.equals(told)) {
      err.println("Disconnected from the master: " + reason);
      told = reason;
    }
  }

  private static String reason(IOException loss) {
    if (loss instanceof ConnectException) {
      return "it does not answer";
    }
    return loss.getMessage() == null ? loss.toString() : loss.getMessage();
  }

  /** From another thread: ends the run and takes the tasks away. */
  void interrupt() throws InterruptedException {
    inputs.put(new Interrupted());
  }

  private Optional<Integer> carryOut(List<TaskRun.Action> actions) throws InterruptedException {
    for (TaskRun.Action action : actions) {
      if (action instanceof TaskRun.Print print) {
        out.println(print.line());
      } else if (action instanceof TaskRun.KillLater later) {
        ScheduledFuture<?> unused =
            timer.schedule(
                () -> inputs.offer(new KillDue(later.task())),
                later.after().toMillis(),
                TimeUnit.MILLISECONDS);
      } else if (action instanceof TaskRun.Send send) {
        send(send.call());
      } else if (action instanceof TaskRun.Exit exit) {
        out.flush();
        return Optional.of(exit.status());
      }
    }
    return Optional.empty();
  }

  private void send(Call call) throws InterruptedException {
    if (connection == null) {
      err.println("Not connected: " + call.getType() + " was not sent");
      return;
    }
    try {
      connection.send(call);
    } catch (IOException e) {
      err.println("The master did not take " + call.getType() + ": " + e.getMessage());
    }
  }

  private void connect() throws InterruptedException {
    connection = null;
    try {
      SchedulerConnection opened =
          SchedulerConnection.subscribe(http, masters.find(), run.subscribe(), format, credential);
      connection = opened;
      told = "";
      Thread reader = new Thread(() -> read(opened), "events");
      reader.setDaemon(true);
      reader.start();
    } catch (IOException e) {
      inputs.put(new Lost(e));
    }
  }

  private void read(SchedulerConnection from) {
    IOException end = new IOException("the stream has ended");
    try {
      try {
        from.read(this::received);
      } catch (IOException e) {
        end = e;
      }
      inputs.put(new Lost(end));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void received(Event event) {
    try {
      inputs.put(new Received(event));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
