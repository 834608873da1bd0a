package io.entresol.agent.container.mesos;

import io.entresol.agent.container.LaunchFailedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;

/**
 * A user of this machine, other than the agent's own, who runs a container.
 *
 * @param uid the user's number
 * @param gid the number of the user's first group
 */
record UserAccount(String name, int uid, int gid) {

  /**
   * Looks a user up, in whatever directory the machine uses.
   *
   * @return empty if it is the agent's own user, so that nothing is to be switched
   * @throws LaunchFailedException if there is no such user, or the agent may not become it
   */
  static Optional<UserAccount> resolve(String name) throws IOException {
    String own = System.getProperty("user.name");
    if (name.equals(own)) {
      return Optional.empty();
    }
    UserAccount account = lookUp(name).orElseThrow(() -> refused("No such user '" + name + "'"));
    if (!own.equals("root")) {
      throw refused("The agent runs as '" + own + "' and cannot become '" + name + "'");
    }
    return Optional.of(account);
  }

  private static LaunchFailedException refused(String message) {
    return new LaunchFailedException(LaunchFailedException.Kind.USER, message);
  }

  private static Optional<UserAccount> lookUp(String name) throws IOException {
    Process getent =
        new ProcessBuilder("getent", "passwd", "--", name)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    getent.getOutputStream().close();
    String line = new String(getent.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();
    return parse(line);
  }

  /** Reads one line of {@code /etc/passwd}; empty if it is none. */
  static Optional<UserAccount> parse(String line) {
    String[] fields = line.split(":", -1);
    try {
      return fields.length < 4
          ? Optional.empty()
          : Optional.of(
              new UserAccount(fields[0], Integer.parseInt(fields[2]), Integer.parseInt(fields[3])));
    } catch (NumberFormatException malformed) {
      return Optional.empty();
    }
  }

  /** What stands before a command to run it as this user. */
  List<String> prefix(Path setpriv) {
    return List.of(setpriv.toString(), "--reuid=" + uid, "--regid=" + gid, "--init-groups", "--");
  }

  /** Gives the user a sandbox with everything in it; nobody else may read it. */
  void own(Path sandbox) throws IOException {
    Files.walkFileTree(
        sandbox,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
              throws IOException {
            return chown(directory);
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            return chown(file);
          }
        });
    Files.setPosixFilePermissions(sandbox, PosixFilePermissions.fromString("rwxr-x---"));
  }

  private FileVisitResult chown(Path path) throws IOException {
    Files.setAttribute(path, "unix:uid", uid, LinkOption.NOFOLLOW_LINKS);
    Files.setAttribute(path, "unix:gid", gid, LinkOption.NOFOLLOW_LINKS);
    return FileVisitResult.CONTINUE;
  }
}
