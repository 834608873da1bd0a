package io.entresol.cli.execute;

import io.entresol.proto.WireFormat;
import io.entresol.runtime.options.DurationText;
import io.entresol.runtime.zookeeper.MasterLocator;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code entresol execute}: runs one task, or one group of tasks, and shows how it fares. */
@Command(
    name = "execute",
    aliases = "mesos-execute",
    description = "Runs a command as a task and prints its states; exits with 0 if it finished.",
    mixinStandardHelpOptions = true,
    sortOptions = true)
public final class ExecuteCommand implements Callable<Integer> {
  private static final Duration FIND_MASTER = Duration.ofSeconds(10);

  @Spec private CommandSpec spec;

  @Option(
      names = "--master",
      required = true,
      paramLabel = "MASTER",
      description = "host:port, zk://host:port,.../path, or file:///path that holds one of these.")
  private String master;

  @Mixin private TaskOptions task = new TaskOptions();

  @Option(
      names = "--content_type",
      paramLabel = "TYPE",
      defaultValue = "protobuf",
      description = "How messages are written: json or protobuf (default: ${DEFAULT-VALUE}).")
  private String contentType;

  @Option(names = "--principal", paramLabel = "NAME", description = "As whom to authenticate.")
  private String principal;

  @Option(names = "--secret", paramLabel = "SECRET", description = "The principal's secret.")
  private String secret;

  @Option(
      names = "--kill_after",
      paramLabel = "DURATION",
      description = "Kill the task so long after it began to run, for example 10secs.")
  private String killAfter;

  @Override
  public Integer call() throws InterruptedException {
    WireFormat format;
    Submission submission;
    try {
      format = format();
      Optional<Duration> limit =
          Optional.ofNullable(killAfter).map(text -> DurationText.parse("--kill_after", text));
      submission = task.submission(Optional.ofNullable(principal), limit);
    } catch (IllegalArgumentException | IOException e) {
      spec.commandLine().getErr().println(e.getMessage());
      return 1;
    }
    TaskLoop loop =
        new TaskLoop(
            new TaskRun(submission),
            () -> MasterLocator.locate(master, FIND_MASTER),
            format,
            credential(),
            System.out,
            System.err);
    Runtime.getRuntime().addShutdownHook(interruption(loop, Thread.currentThread()));
    return loop.run();
  }

  private WireFormat format() {
    return switch (contentType) {
      case "protobuf" -> WireFormat.PROTOBUF;
      case "json" -> WireFormat.JSON;
      default ->
          throw new IllegalArgumentException(
              "--content_type must be json or protobuf, not '" + contentType + "'");
    };
  }

  private Optional<SchedulerConnection.Credential> credential() {
    return principal == null || secret == null
        ? Optional.empty()
        : Optional.of(new SchedulerConnection.Credential(principal, secret));
  }

  /** Ctrl-C takes the task away before the process ends. */
  private static Thread interruption(TaskLoop loop, Thread main) {
    return new Thread(
        () -> {
          try {
            loop.interrupt();
            main.join(2000);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        },
        "interruption");
  }
}
