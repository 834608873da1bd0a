package io.entresol.agent.container.docker;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How containers are run by a Docker Engine.
 *
 * @param socket the engine's Unix socket
 * @param sandboxDirectory where a container finds its sandbox
 * @param stateDirectory where this agent keeps how much of each container's output it has copied
 * @param removeDelay how long the engine keeps a container that has ended
 * @param hardCpuLimit whether a container may not even use idle processors beyond its share
 * @param nameServers what containers resolve names with, unless they say; empty leaves it to the
 *     engine
 * @param credentials a file with the credentials of registries, as {@code docker login} writes it
 */
public record DockerOptions(
    Path socket,
    String sandboxDirectory,
    Path stateDirectory,
    Duration removeDelay,
    boolean hardCpuLimit,
    List<String> nameServers,
    Optional<Path> credentials) {

  /** The defaults of Mesos. */
  public static DockerOptions keepingStateIn(Path stateDirectory) {
    return new DockerOptions(
        Path.of("/var/run/docker.sock"),
        "/mnt/mesos/sandbox",
        stateDirectory,
        Duration.ofHours(6),
        false,
        List.of(),
        Optional.empty());
  }
}
