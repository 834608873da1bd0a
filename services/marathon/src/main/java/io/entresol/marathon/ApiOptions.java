package io.entresol.marathon;

import io.entresol.marathon.core.app.format.FormatSettings;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Option;

/** How definitions are read, under Marathon's names. */
final class ApiOptions {
  @Option(
      names = "--local_port_min",
      defaultValue = "10000",
      description = "The least service port that is given out (default: ${DEFAULT-VALUE}).")
  int localPortMin = 10_000;

  @Option(
      names = "--local_port_max",
      defaultValue = "20000",
      description = "The first service port that is not (default: ${DEFAULT-VALUE}).")
  int localPortMax = 20_000;

  @Option(
      names = "--default_network_name",
      description = "The container network of apps that name none.")
  String defaultNetworkName;

  @Option(
      names = "--enable_features",
      split = ",",
      paramLabel = "FEATURE",
      description =
          "What is switched on beyond the ordinary: gpu_resources, secrets,"
              + " external_volumes; vips and task_killing always are.")
  Set<String> features = new LinkedHashSet<>();

  FormatSettings formats(String bridgeName, String role) {
    if (localPortMin < 1 || localPortMax > 65_536 || localPortMin >= localPortMax) {
      throw new IllegalArgumentException(
          "--local_port_min, --local_port_max: expecting two ports, the least first, not "
              + localPortMin
              + " and "
              + localPortMax);
    }
    return new FormatSettings(Optional.ofNullable(defaultNetworkName), bridgeName, features, role);
  }
}
