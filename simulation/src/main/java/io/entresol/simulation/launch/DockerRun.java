package io.entresol.simulation.launch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** {@code docker run -d} by hand, for comparison. */
final class DockerRun {
  private final String image;

  DockerRun(String image) {
    this.image = image;
  }

  Duration run(String network) throws IOException, InterruptedException {
    long start = System.nanoTime();
    String container =
        docker("run", "-d", "--network=" + network, "--memory=32m", image, "sleep", "1000");
    Duration time = Duration.ofNanos(System.nanoTime() - start);
    docker("rm", "-f", container);
    return time;
  }

  private static String docker(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("docker"));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(String.join(" ", command) + " failed");
    }
    return output.strip();
  }
}
