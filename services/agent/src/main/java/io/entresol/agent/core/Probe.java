package io.entresol.agent.core;

import io.entresol.mesos.v1.CommandInfo;
import io.entresol.mesos.v1.ContainerID;
import java.time.Duration;
import java.util.Optional;

/**
 * One look into a task.
 *
 * @param container the task's container
 * @param purpose which of the task's two checks asks
 * @param docker whether the container is the Docker engine's
 * @param timeout after which the probe counts as failed; empty waits for ever
 */
public record Probe(
    ContainerID container,
    Purpose purpose,
    boolean docker,
    Target target,
    Optional<Duration> timeout) {

  /** Which check a probe belongs to. */
  public enum Purpose {
    HEALTH,
    CHECK
  }

  /** What is looked at. */
  public sealed interface Target {}

  /** Runs a command in the container. */
  public record Command(CommandInfo command) implements Target {}

  /**
   * Fetches a page, following redirects, not verifying certificates.
   *
   * @param host a loopback address
   */
  public record Http(String scheme, String host, int port, String path) implements Target {}

  /** Opens a connection. */
  public record Tcp(String host, int port) implements Target {}

  /** What came of it. */
  public sealed interface Result {}

  public record Exited(int exitCode) implements Result {}

  public record Answered(int statusCode) implements Result {}

  public record Connected(boolean succeeded) implements Result {}

  /** The probe itself went wrong or took too long. */
  public record Failed(String why) implements Result {}
}
