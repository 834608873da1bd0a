package io.entresol.cli.hosting;

import io.entresol.runtime.options.OptionFiles;
import io.entresol.runtime.options.OptionSources;
import io.entresol.runtime.options.SwitchForms;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/** Reads the options of services out of command lines, with the rest of their sources. */
final class ServiceArguments {
  private final Map<String, String> environment;
  private final Optional<Path> configDirectory;

  ServiceArguments(Map<String, String> environment, Optional<Path> configDirectory) {
    this.environment = environment;
    this.configDirectory = configDirectory;
  }

  OptionSources sources(ServiceKind<?> kind) {
    return new OptionSources(environment, kind.environmentPrefix(), configDirectory);
  }

  /** The options of an object as a command of their own, ready for parsing. */
  static CommandSpec spec(Object options) {
    CommandSpec spec = CommandSpec.forAnnotatedObject(options);
    SwitchForms.giveTo(spec);
    return spec;
  }

  /**
   * A service's options out of arguments that are meant for it.
   *
   * @throws ParameterException if they are wrong
   */
  <O> O read(ServiceKind<O> kind, List<String> arguments) {
    O options = kind.newOptions().get();
    CommandSpec spec = spec(options).name(kind.name());
    CommandLine line = new CommandLine(spec);
    line.setDefaultValueProvider(sources(kind));
    try {
      line.parseArgs(OptionFiles.inArguments(arguments, spec).toArray(String[]::new));
      kind.check().accept(options);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(line, e.getMessage(), e);
    }
    return options;
  }

  /**
   * What a service in somebody else's process is told. What is meant for it counts more than what
   * all are told, and most of all what names it; no option is there twice, which would be refused.
   *
   * @param common {@code --name=value}; what it does not understand is left out
   * @param unmatched what the process's own service has no option for
   */
  static List<String> argumentsFor(
      ServiceKind<?> kind, List<String> common, List<String> unmatched) {
    List<String> arguments = new ArrayList<>(understoodBy(kind, common));
    override(arguments, understoodBy(kind, unmatched));
    override(arguments, addressedTo(kind, unmatched));
    return arguments;
  }

  private static void override(List<String> arguments, List<String> stronger) {
    Set<String> names = stronger.stream().map(ServiceArguments::name).collect(Collectors.toSet());
    arguments.removeIf(argument -> names.contains(name(argument)));
    arguments.addAll(stronger);
  }

  /** Of an option, or of the switch that is meant by its opposite. */
  private static String name(String argument) {
    String name = argument.split("=", 2)[0];
    return name.startsWith("--no-") ? "--" + name.substring("--no-".length()) : name;
  }

  /**
   * Whether an argument that the process's own service has no option for is meant for this one:
   * mesos-master takes the allocator's flags as its own.
   */
  static boolean isFor(ServiceKind<?> kind, String argument) {
    return !argumentsFor(kind, List.of(), List.of(argument)).isEmpty();
  }

  /** Those of some arguments {@code --name=value}, or {@code --name}, whose option it has. */
  private static List<String> understoodBy(ServiceKind<?> kind, List<String> arguments) {
    CommandSpec spec = spec(kind.newOptions().get());
    List<String> understood = new ArrayList<>();
    for (String argument : arguments) {
      int equals = argument.indexOf('=');
      OptionSpec option = spec.findOption(equals < 0 ? argument : argument.substring(0, equals));
      if (option != null) {
        understood.add(argument);
      }
    }
    return understood;
  }

  /** Takes {@code --agent.work_dir=/x} as {@code --work_dir=/x} out of arguments for an agent. */
  static List<String> addressedTo(ServiceKind<?> kind, List<String> arguments) {
    String prefix = "--" + kind.name() + ".";
    return arguments.stream()
        .filter(argument -> argument.startsWith(prefix))
        .map(argument -> "--" + argument.substring(prefix.length()))
        .toList();
  }
}
