package io.entresol.marathon.core.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.entresol.marathon.core.app.format.FormatSettings;

/**
 * What an operator chose that decides how the REST API behaves.
 *
 * @param localPortMin the least service port that is given out by itself
 * @param localPortMax the first above it that is not
 */
public record RestSettings(
    FormatSettings formats, int localPortMin, int localPortMax, ServerInfo server) {

  /**
   * What {@code /v2/info} tells. Secrets must have been taken out.
   *
   * @param leader where this Marathon serves its API, {@code host:port}; it leads whenever it is
   *     asked
   * @param marathonConfig the options that have a value, under Marathon's names
   */
  public record ServerInfo(
      String leader,
      String version,
      String buildRef,
      ObjectNode marathonConfig,
      ObjectNode zookeeperConfig,
      ObjectNode httpConfig) {}
}
