package io.entresol.runtime.options;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/**
 * Where an option's value comes from if it is not on the command line: the environment ({@code
 * MESOS_WORK_DIR}), then a file with the option's name in a directory ({@code
 * /etc/mesos-master/work_dir}; for a switch an empty file {@code ?no-hostname_lookup} or {@code
 * ?quiet}), then the option's own default.
 */
public final class OptionSources implements IDefaultValueProvider {
  private final Map<String, String> environment;
  private final String prefix;
  private final Optional<Path> directory;

  /**
   * @param environment the process's
   * @param prefix of the variables that count, for example {@code MESOS_}
   * @param directory of the files; empty for none
   */
  public OptionSources(Map<String, String> environment, String prefix, Optional<Path> directory) {
    this.environment = Map.copyOf(environment);
    this.prefix = prefix;
    this.directory = directory;
  }

  /**
   * The value from the first source that has one, or null: then the option's own default holds.
   *
   * @throws ParameterException if a file is named that cannot be read
   */
  @Override
  public String defaultValue(ArgSpec argument) {
    if (!(argument instanceof OptionSpec option)) {
      return null;
    }
    for (String name : option.names()) {
      if (name.startsWith("--")) {
        Optional<String> value = value(name.substring(2));
        if (value.isPresent()) {
          return resolve(option, name, value.get());
        }
      }
    }
    return null;
  }

  private static String resolve(OptionSpec option, String name, String value) {
    try {
      return OptionFiles.resolve(name, value, option.type());
    } catch (IllegalArgumentException e) {
      throw new ParameterException(option.command().commandLine(), e.getMessage(), e);
    }
  }

  /** The value of an option, given without dashes, if a source has one. */
  Optional<String> value(String name) {
    String variable = environment.get(variable(name));
    return variable != null ? Optional.of(variable) : fromDirectory(name);
  }

  /** The environment variable of an option: {@code MESOS_WORK_DIR}. */
  public String variable(String name) {
    return prefix + name.toUpperCase(Locale.ROOT).replace('-', '_').replace('.', '_');
  }

  private Optional<String> fromDirectory(String name) {
    if (directory.isEmpty()) {
      return Optional.empty();
    }
    Path file = directory.get().resolve(name);
    if (Files.isRegularFile(file)) {
      return Optional.of(read(name, file));
    }
    if (Files.exists(directory.get().resolve("?" + name))) {
      return Optional.of("true");
    }
    if (Files.exists(directory.get().resolve("?no-" + name))) {
      return Optional.of("false");
    }
    return Optional.empty();
  }

  private static String read(String name, Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new IllegalArgumentException("--" + name + ": cannot read " + file, e);
    }
  }
}
