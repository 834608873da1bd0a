package io.entresol.marathon.core.app.format;

import java.util.Optional;
import java.util.Set;

/**
 * What an operator chose that decides how definitions are read.
 *
 * @param defaultNetworkName the container network of apps that name none
 * @param bridgeName the name that old definitions may use for the bridge
 * @param features what is switched on beyond the ordinary: {@code gpu_resources}, {@code secrets},
 *     {@code external_volumes}
 * @param role Marathon's own resource role
 */
public record FormatSettings(
    Optional<String> defaultNetworkName, String bridgeName, Set<String> features, String role) {
  public static final FormatSettings DEFAULT =
      new FormatSettings(Optional.empty(), "mesos-bridge", Set.of(), "*");

  public FormatSettings {
    features = Set.copyOf(features);
  }
}
