package io.entresol.cli.hosting;

import java.util.List;
import java.util.Map;

/**
 * What a command line is read against.
 *
 * @param arguments as given, with the command's name
 * @param environment the process's
 */
public record CommandLineContext(List<String> arguments, Map<String, String> environment) {
  public CommandLineContext {
    arguments = List.copyOf(arguments);
    environment = Map.copyOf(environment);
  }

  /** Whether this command is the one that is called. */
  boolean isFor(String command) {
    return !arguments.isEmpty() && arguments.get(0).equals(command);
  }
}
