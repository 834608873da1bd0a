package io.entresol.agent.container.mesos;

import io.entresol.agent.container.LaunchFailedException;
import io.entresol.mesos.v1.CommandInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** What is executed for a command. */
final class CommandLine {
  private static final Pattern SHELL_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  private CommandLine() {}

  /**
   * The words to execute. Of a command without shell, the first argument is by Mesos's rule its
   * name and not an argument.
   */
  static List<String> of(CommandInfo command) {
    if (!command.hasValue() || command.getValue().isEmpty()) {
      throw new LaunchFailedException(LaunchFailedException.Kind.START, "The command has no value");
    }
    if (command.getShell()) {
      return List.of("/bin/sh", "-c", command.getValue());
    }
    List<String> words = new ArrayList<>();
    words.add(command.getValue());
    command.getArgumentsList().stream().skip(1).forEach(words::add);
    return words;
  }

  /**
   * What must stand before the words, because a shell forgets variables whose names it could not
   * use itself, and a supervisor is a shell.
   */
  static List<String> keeping(Map<String, String> environment) {
    List<String> prefix = new ArrayList<>();
    environment.forEach(
        (name, value) -> {
          if (!SHELL_NAME.matcher(name).matches()) {
            prefix.add(name + "=" + value);
          }
        });
    if (!prefix.isEmpty()) {
      prefix.add(0, "/usr/bin/env");
    }
    return prefix;
  }
}
