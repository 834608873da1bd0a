package io.entresol.marathon.core.launch;

import java.util.Optional;

/**
 * What an operator chose that shows in tasks.
 *
 * @param envVarsPrefix stands before the names of the variables about ports and the host
 * @param bridgeName the network that bridged Mesos containers join
 * @param defaultExecutor for apps that name none: {@code //cmd} or a path
 */
public record LaunchSettings(
    Optional<String> envVarsPrefix, String bridgeName, String defaultExecutor) {
  public static final LaunchSettings DEFAULT =
      new LaunchSettings(Optional.empty(), "mesos-bridge", "//cmd");
}
