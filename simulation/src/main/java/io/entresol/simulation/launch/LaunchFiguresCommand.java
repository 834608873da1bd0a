package io.entresol.simulation.launch;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures, against a running cluster, how long an app takes from POST to TASK_RUNNING. */
@Command(
    name = "launch-figures",
    description =
        "Measures how long apps take from POST to TASK_RUNNING, and 'docker run' beside them.",
    mixinStandardHelpOptions = true)
public final class LaunchFiguresCommand implements Callable<Integer> {
  @Option(
      names = "--marathon",
      defaultValue = "http://127.0.0.1:8080",
      description = "Where Marathon answers (default: ${DEFAULT-VALUE}).")
  private String marathon;

  @Option(
      names = "--image",
      defaultValue = "busybox",
      description = "A Docker image that has 'sleep' (default: ${DEFAULT-VALUE}).")
  private String image;

  @Option(
      names = "--runs",
      defaultValue = "20",
      description = "How often each is measured (default: ${DEFAULT-VALUE}).")
  private int runs;

  /** One launch, from the request until the task runs; cleans up after itself. */
  @FunctionalInterface
  private interface Launch {
    Duration run(int number) throws IOException, InterruptedException;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    MarathonClient client = new MarathonClient(marathon);
    DockerRun docker = new DockerRun(image);
    System.out.printf(
        "%-44s %8s %8s %8s%n", "milliseconds, " + runs + " runs", "min", "median", "max");
    print("command app: POST to TASK_RUNNING", i -> client.launch(commandApp(i)));
    print(
        "docker app, host network: POST to TASK_RUNNING", i -> client.launch(dockerApp(i, "HOST")));
    print("docker run -d --network=host", i -> docker.run("host"));
    print("docker app, bridge: POST to TASK_RUNNING", i -> client.launch(dockerApp(i, "BRIDGE")));
    print("docker run -d --network=bridge", i -> docker.run("bridge"));
    return 0;
  }

  private void print(String what, Launch launch) throws IOException, InterruptedException {
    launch.run(0);
    List<Duration> times = new ArrayList<>();
    for (int i = 1; i <= runs; i++) {
      times.add(launch.run(i));
    }
    times.sort(null);
    System.out.printf(
        "%-44s %8.1f %8.1f %8.1f%n",
        what,
        milliseconds(times.get(0)),
        milliseconds(times.get(times.size() / 2)),
        milliseconds(times.get(times.size() - 1)));
  }

  private static double milliseconds(Duration duration) {
    return duration.toNanos() / 1e6;
  }

  private static String commandApp(int number) {
    return """
    {"id": "figures-command-%d", "cmd": "sleep 1000", "cpus": 0.1, "mem": 32}\
    """
        .formatted(number);
  }

  private String dockerApp(int number, String network) {
    return """
    {"id": "figures-docker-%d", "cmd": "sleep 1000", "cpus": 0.1, "mem": 32,
     "container": {"type": "DOCKER", "docker": {"image": "%s", "network": "%s"}}}\
    """
        .formatted(number, image, network);
  }
}
