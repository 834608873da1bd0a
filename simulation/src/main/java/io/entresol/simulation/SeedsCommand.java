package io.entresol.simulation;

import io.entresol.simulation.cluster.ClusterSimulation;
import io.entresol.simulation.cluster.SimulationFailure;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs the deterministic simulation for many seeds, or one again. */
@Command(
    name = "simulate-seeds",
    description =
        "Runs whole clusters in one thread under faults, each from a seed; a seed that breaks an"
            + " invariant is printed and breaks it again.",
    mixinStandardHelpOptions = true)
public final class SeedsCommand implements Callable<Integer> {
  private static final int SAY_EVERY = 100;

  @Option(names = "--seed", defaultValue = "1", description = "The first seed (default: 1).")
  private long first = 1;

  @Option(names = "--seeds", defaultValue = "1", description = "How many (default: 1).")
  private int count = 1;

  public static void main(String[] args) {
    System.exit(new CommandLine(new SeedsCommand()).execute(args));
  }

  @Override
  public Integer call() {
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    int failures = 0;
    long tasks = 0;
    for (int i = 0; i < count; i++) {
      try {
        tasks += new ClusterSimulation(first + i).run().tasks();
      } catch (SimulationFailure failure) {
        failures++;
        out.println(count == 1 ? trace(failure) : failure.getMessage());
      }
      if ((i + 1) % SAY_EVERY == 0) {
        out.println((i + 1) + " seeds, " + tasks + " tasks, " + failures + " failures");
      }
    }
    out.println(count + " seeds, " + tasks + " tasks, " + failures + " failures");
    return failures == 0 ? 0 : 1;
  }

  private static String trace(Throwable failure) {
    StringWriter text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text));
    return text.toString();
  }
}
