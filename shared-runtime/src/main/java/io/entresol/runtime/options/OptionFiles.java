package io.entresol.runtime.options;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Values that stand in files: {@code --credentials=file:///etc/secret} is the file's content. */
public final class OptionFiles {
  private static final String SCHEME = "file://";

  private OptionFiles() {}

  /**
   * The value itself, or the content of the file that it names. An option that wants a path gets
   * the path.
   *
   * @param option its name with dashes, for the message
   * @throws IllegalArgumentException if the file cannot be read
   */
  static String resolve(String option, String value, Class<?> type) {
    if (!value.startsWith(SCHEME)) {
      return value;
    }
    String path = value.substring(SCHEME.length());
    return type == Path.class ? path : read(option, path);
  }

  private static String read(String option, String path) {
    try {
      return Files.readString(Path.of(path)).strip();
    } catch (IOException | InvalidPathException e) {
      throw new IllegalArgumentException(option + ": cannot read the file " + path, e);
    }
  }

  /**
   * Replaces each {@code --name=file:///path}, and {@code --name file:///path}, by the content.
   *
   * @param command whose options they are; arguments that it does not know stay as they are
   * @throws IllegalArgumentException if a file cannot be read
   */
  public static List<String> inArguments(List<String> arguments, CommandSpec command) {
    List<String> resolved = new ArrayList<>();
    String before = "";
    for (String argument : arguments) {
      int equals = argument.indexOf('=');
      if (argument.startsWith("--") && equals > 0) {
        String name = argument.substring(0, equals);
        String value = argument.substring(equals + 1);
        resolved.add(name + "=" + resolve(name, value, command));
      } else if (before.startsWith("--")) {
        resolved.add(resolve(before, argument, command));
      } else {
        resolved.add(argument);
      }
      before = argument;
    }
    return resolved;
  }

  private static String resolve(String name, String value, CommandSpec command) {
    OptionSpec option = command.findOption(name);
    return option == null ? value : resolve(name, value, option.type());
  }
}
