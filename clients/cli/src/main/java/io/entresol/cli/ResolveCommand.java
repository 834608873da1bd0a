package io.entresol.cli;

import io.entresol.runtime.options.DurationText;
import io.entresol.runtime.zookeeper.MasterLocator;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code entresol resolve}: prints the address of the leading master. */
@Command(
    name = "resolve",
    aliases = "mesos-resolve",
    description = "Prints the ip:port of the leading master; exits with 255 if none is found.",
    mixinStandardHelpOptions = true)
final class ResolveCommand implements Callable<Integer> {
  private static final int WRONG_ARGUMENT = 1;
  private static final int NOT_FOUND = 255;

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "MASTER",
      description = "zk://host:port,.../path, host:port, or file:///path that holds one of these.")
  private String master;

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      defaultValue = "5secs",
      description = "How long to look for it (default: ${DEFAULT-VALUE}).")
  private String timeout;

  @Option(names = "--verbose", negatable = true, description = "Say why if none is found.")
  private boolean verbose;

  @Override
  public Integer call() throws InterruptedException {
    try {
      Duration limit = DurationText.parse("--timeout", timeout);
      spec.commandLine().getOut().println(numeric(MasterLocator.locate(master, limit)));
      return 0;
    } catch (UnknownHostException e) {
      spec.commandLine().getErr().println("Failed to resolve the host in '" + master + "'");
      return WRONG_ARGUMENT;
    } catch (NoSuchFileException e) {
      spec.commandLine().getErr().println("There is no file " + e.getFile());
      return WRONG_ARGUMENT;
    } catch (IllegalArgumentException e) {
      spec.commandLine().getErr().println(e.getMessage());
      return WRONG_ARGUMENT;
    } catch (IOException e) {
      if (verbose) {
        spec.commandLine().getErr().println(e.getMessage());
      }
      return NOT_FOUND;
    }
  }

  private static String numeric(String address) throws UnknownHostException {
    int colon = address.lastIndexOf(':');
    String ip = InetAddress.getByName(address.substring(0, colon)).getHostAddress();
    return ip + address.substring(colon);
  }
}
