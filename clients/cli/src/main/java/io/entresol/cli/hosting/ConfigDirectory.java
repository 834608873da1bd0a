package io.entresol.cli.hosting;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the directory of option files, which must be known before any option is read. */
final class ConfigDirectory {
  private ConfigDirectory() {}

  /**
   * The directory that is named on the command line or in the environment, if one is.
   *
   * @throws IllegalArgumentException if it is no directory
   */
  static Optional<Path> find(
      List<String> arguments, Map<String, String> environment, String environmentPrefix) {
    Optional<String> named = onCommandLine(arguments);
    if (named.isEmpty()) {
      named = Optional.ofNullable(environment.get(environmentPrefix + "CONFIG_DIR"));
    }
    Optional<Path> directory = named.map(Path::of);
    if (directory.isPresent() && !Files.isDirectory(directory.get())) {
      throw new IllegalArgumentException(
          HostingOptions.CONFIG_DIR + ": " + directory.get() + " is no directory");
    }
    return directory;
  }

  private static Optional<String> onCommandLine(List<String> arguments) {
    String before = "";
    for (String argument : arguments) {
      if (argument.startsWith(HostingOptions.CONFIG_DIR + "=")) {
        return Optional.of(argument.substring(HostingOptions.CONFIG_DIR.length() + 1));
      }
      if (before.equals(HostingOptions.CONFIG_DIR)) {
        return Optional.of(argument);
      }
      before = argument;
    }
    return Optional.empty();
  }
}
