package io.entresol.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * Where the agent keeps things, laid out as Mesos does, so that operators find what they know: the
 * sandboxes, the persistent volumes, and {@code meta/slaves/latest}, which leads to the records of
 * the agent that this machine is. Removing that link makes it a new agent.
 */
record WorkDirectory(Path root) {
  Path meta() {
    return root.resolve("meta");
  }

  /** The records of one agent. */
  Path agentMeta(String agentId) {
    return meta().resolve("slaves").resolve(segment(agentId));
  }

  private Path latest() {
    return meta().resolve("slaves").resolve("latest");
  }

  /** The records of the machine, whichever agent it is. */
  Path machineMeta() {
    return meta().resolve("resources");
  }

  /** The id of the agent that this machine is; empty if it is none yet. */
  Optional<String> latestAgent() throws IOException {
    if (!Files.isSymbolicLink(latest())) {
      return Optional.empty();
    }
    Path target = Files.readSymbolicLink(latest()).getFileName();
    return Files.isDirectory(agentMeta(target.toString()))
        ? Optional.of(target.toString())
        : Optional.empty();
  }

  /** From now on this machine is that agent. */
  void makeLatest(String agentId) throws IOException {
    link(latest(), Path.of(segment(agentId)));
  }

  /** From now on this machine is no agent. */
  void forgetLatest() throws IOException {
    Files.deleteIfExists(latest());
    if (Files.isDirectory(latest().getParent())) {
      RecordLog.syncDirectory(latest().getParent());
    }
  }

  /** Makes a link, or turns it, at once. */
  static void link(Path link, Path target) throws IOException {
    Path next = link.resolveSibling(link.getFileName() + ".next");
    Files.deleteIfExists(next);
    Files.createSymbolicLink(next, target);
    Files.move(next, link, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    RecordLog.syncDirectory(link.getParent());
  }

  /** Where the runs of an executor are, with {@code latest} leading to the last. */
  Path runs(String agentId, String frameworkId, String executorId) {
    return executors(agentId, frameworkId).resolve(segment(executorId)).resolve("runs");
  }

  private Path executors(String agentId, String frameworkId) {
    return root.resolve("slaves")
        .resolve(segment(agentId))
        .resolve("frameworks")
        .resolve(segment(frameworkId))
        .resolve("executors");
  }

  /** The sandbox of a run. */
  Path sandbox(String agentId, String frameworkId, String executorId, String containerId) {
    return runs(agentId, frameworkId, executorId).resolve(segment(containerId));
  }

  /** The sandbox of a container within a run. */
  static Path nestedSandbox(Path sandbox, String containerId) {
    return sandbox.resolve("containers").resolve(segment(containerId));
  }

  /** A persistent volume on the agent's own disk; a role's slashes are directories. */
  Path volume(String role, String id) {
    Path path = root.resolve("volumes").resolve("roles");
    for (String part : role.split("/", -1)) {
      path = path.resolve(segment(part));
    }
    return path.resolve(segment(id));
  }

  /** Whether something is there, be it only a dangling link. */
  static boolean exists(Path path) {
    return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
  }

  /**
   * An id as the name of a file.
   *
   * @throws IllegalArgumentException if it would lead elsewhere
   */
  static String segment(String id) {
    boolean leadsElsewhere =
        id.isEmpty()
            || id.equals(".")
            || id.equals("..")
            || id.indexOf('/') >= 0
            || id.indexOf('\0') >= 0;
    if (leadsElsewhere) {
      throw new IllegalArgumentException("'" + id + "' cannot be the name of a file");
    }
    return id;
  }
}
