package io.entresol.simulation;

import io.entresol.simulation.load.LoadSimulation;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code entresol simulate}: the real master and allocator under a load that only pretends. */
@Command(
    name = "simulate",
    description =
        "Runs tasks on simulated agents: the real master, allocator, bus and ZooKeeper in this"
            + " process, with agents and frameworks that only pretend; then reports.",
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
