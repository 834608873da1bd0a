package io.entresol.cli;

import io.entresol.cli.execute.ExecuteCommand;
import io.entresol.cli.explain.ExplainCommand;
import io.entresol.cli.hosting.CommandLineContext;
import io.entresol.cli.hosting.LocalCommand;
import io.entresol.cli.hosting.ServiceCommand;
import io.entresol.cli.hosting.ServiceKind;
import io.entresol.runtime.options.OptionFiles;
import io.entresol.simulation.SeedsCommand;
import io.entresol.simulation.SimulateCommand;
import io.entresol.simulation.allocator.AllocatorBenchmark;
import io.entresol.simulation.failover.FailoverFiguresCommand;
import io.entresol.simulation.gateway.FrameworkFiguresCommand;
import io.entresol.simulation.launch.LaunchFiguresCommand;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;

/** The {@code entresol} command: services, and tools that talk to them. */
@Command(
    name = "entresol",
    description = "One pool out of many machines, shared by frameworks through resource offers.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
public final class Entresol {
  // As Mesos's programs do; the library's own choice is 2.
  private static final int WRONG_ARGUMENT = 1;

  private Entresol() {}

  /** Runs a command and ends the process with its exit status. */
  public static void main(String[] arguments) {
    System.exit(run(new CommandLineContext(Arrays.asList(arguments), System.getenv())));
  }

  static int run(CommandLineContext context) {
    try {
      CommandLine line = commandLine(context);
      return line.execute(withFileContents(line, context.arguments()));
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      return WRONG_ARGUMENT;
    }
  }

  static CommandLine commandLine(CommandLineContext context) {
    CommandLine line = new CommandLine(new Entresol());
    line.addSubcommand(new LocalCommand(Services.ALL, context.environment()));
    for (ServiceKind<?> kind : Services.ALL) {
      addService(line, kind, context);
    }
    line.addSubcommand(new ExecuteCommand());
    line.addSubcommand(new ResolveCommand());
    line.addSubcommand(new ExplainCommand());
    line.addSubcommand(new SimulateCommand());
    line.addSubcommand(new SeedsCommand());
    line.addSubcommand(new AllocatorBenchmark());
    line.addSubcommand(new LaunchFiguresCommand());
    line.addSubcommand(new FrameworkFiguresCommand());
    line.addSubcommand(new FailoverFiguresCommand());
    line.addSubcommand(new HelpCommand());
    setCommons(line);
    line.setParameterExceptionHandler(sayWhatIsWrong(line.getParameterExceptionHandler()));
    line.setExecutionExceptionHandler(wrongOptionsInOneLine());
    return line;
  }

  private static void addService(
      CommandLine line, ServiceKind<?> kind, CommandLineContext context) {
    line.addSubcommand(ServiceCommand.of(kind, kind.name(), List.of(), Services.ALL, context));
    for (String alias : kind.aliases()) {
      line.addSubcommand(ServiceCommand.of(kind, alias, kind.alsoHosts(), Services.ALL, context));
    }
  }

  private static void setCommons(CommandLine line) {
    line.getCommandSpec().exitCodeOnInvalidInput(WRONG_ARGUMENT).versionProvider(new Version());
    line.getSubcommands().values().forEach(Entresol::setCommons);
  }

  /** The whole help of a service would hide the one line that matters. */
  private static IParameterExceptionHandler sayWhatIsWrong(IParameterExceptionHandler others) {
    return (failure, arguments) -> {
      CommandLine line = failure.getCommandLine();
      if (!isService(line)) {
        return others.handleParseException(failure, arguments);
      }
      line.getErr().println(failure.getMessage());
      line.getErr().println();
      line.getErr().println("See 'entresol " + line.getCommandName() + " --help' for its options.");
      return WRONG_ARGUMENT;
    };
  }

  private static boolean isService(CommandLine line) {
    Object command = line.getCommandSpec().userObject();
    return command instanceof ServiceCommand<?> || command instanceof LocalCommand;
  }

  /** An option whose value turns out wrong only when it is used is the user's mistake, not ours. */
  private static IExecutionExceptionHandler wrongOptionsInOneLine() {
    return (failure, line, result) -> {
      if (failure instanceof IllegalArgumentException) {
        line.getErr().println(failure.getMessage());
        return WRONG_ARGUMENT;
      }
      throw failure;
    };
  }

  /** For services, {@code --acls=file:///path} is the content of the file. */
  private static String[] withFileContents(CommandLine line, List<String> arguments) {
    CommandLine command = arguments.isEmpty() ? null : line.getSubcommands().get(arguments.get(0));
    if (command == null || !isService(command)) {
      return arguments.toArray(String[]::new);
    }
    return OptionFiles.inArguments(arguments, command.getCommandSpec()).toArray(String[]::new);
  }
}
