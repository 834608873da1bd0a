package io.entresol.simulation;

import io.entresol.simulation.load.LoadSimulation;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code entresol simulate}: the real services under a load that only pretends. */
@Command(
    name = "simulate",
    description =
        "Runs tasks on simulated agents: the real master, allocator, gateway, bus and ZooKeeper in"
            + " this process, with agents and frameworks that only pretend; then reports, and fails"
            + " if a task or an update was lost or the master's books were wrong.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class SimulateCommand implements Callable<Integer> {
  @Mixin private LoadSimulation simulation = new LoadSimulation();

  public static void main(String[] args) {
    System.exit(new CommandLine(new SimulateCommand()).execute(args));
  }

  @Override
  public Integer call() throws Exception {
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    return simulation.run(out);
  }
}
