package io.entresol.simulation.allocator;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Runs the allocator core through the scenarios of Mesos's own benchmarks and prints the figures
 * beside Mesos's.
 */
@Command(
    name = "benchmark-allocator",
    description = "Measures the allocator's core beside the figures of Apache Mesos.",
    mixinStandardHelpOptions = true)
public final class AllocatorBenchmark implements Callable<Integer> {
  private static final int[] GROWTH_SIZES = {1000, 3000, 10_000, 30_000, 50_000, 100_000};

  @Option(
      names = "--cpu",
      description = "Measure computing time, not time on the wall: steadier on a busy machine.")
  private boolean cpu;

  @Option(names = "--large-only", description = "Only the largest size of each scenario.")
  private boolean largeOnly;

  private final PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
  private final List<Figure> figures = new ArrayList<>();

  public static void main(String[] args) {
    System.exit(new CommandLine(new AllocatorBenchmark()).execute(args));
  }

  @Override
  public Integer call() {
    Stopwatch stopwatch = cpu ? Stopwatch.CPU : Stopwatch.WALL;
    out.println("Milliseconds, " + (cpu ? "computing" : "on the wall") + ", after warm-up");
    out.printf(
        Locale.ROOT,
        "%-3s %-36s %-20s %8s %10s %10s %9s %8s%n",
        "",
        "scenario",
        "agents x frameworks",
        "offers",
        "Mesos",
        "median",
        "best",
        "ratio");
    new Scenarios(stopwatch).warmUp();
    oneRole(new Scenarios(stopwatch));
    manyRoles(new RoleScenarios(stopwatch));
    aims();
    memory(new Scenarios(stopwatch));
    growth(new Growth(stopwatch));
    return 0;
  }

  private void oneRole(Scenarios scenarios) {
    if (!largeOnly) {
      print(scenarios.offerAll("A1", 1000, 50, 36));
      print(scenarios.offerAll("A2", 1000, 200, 36));
      print(scenarios.offerAll("A3", 5000, 200, 200));
    }
    print(scenarios.offerAll("A4", 10_000, 200, 354));
    if (!largeOnly) {
      print(scenarios.offerNobody("A5", 1000, 200, 6));
      print(scenarios.offerNobody("A5", 5000, 200, 48));
    }
    print(scenarios.offerNobody("A5", 10_000, 200, 36));
    if (!largeOnly) {
      print(scenarios.allDeclined("B1", 1000, 50, 302));
      print(scenarios.allDeclined("B2", 1000, 100, 600));
    }
    print(scenarios.allDeclined("B3", 1000, 200, 1300));
    print(scenarios.manyDeclined("B4", 10_000, 200, 750));
    print(scenarios.manyDeclined("B5", 5000, 200, 530));
    if (!largeOnly) {
      scenarios.addAndUpdate(1000, 200, 260, 70).forEach(this::print);
      scenarios.addAndUpdate(5000, 200, 660, 360).forEach(this::print);
    }
    scenarios.addAndUpdate(10_000, 200, 1300, 700).forEach(this::print);
    if (!largeOnly) {
      print(scenarios.revive(1000, 200, 50));
      print(scenarios.revive(5000, 200, 310));
    }
    print(scenarios.revive(10_000, 200, 690));
    if (!largeOnly) {
      print(scenarios.volumes(1000, 200, 36));
      print(scenarios.volumes(5000, 200, 220));
    }
    print(scenarios.volumes(10_000, 200, 421));
  }

  private void manyRoles(RoleScenarios scenarios) {
    if (!largeOnly) {
      scenarios.quotas(250, 50, new double[] {85, 65, 0}).forEach(this::print);
    }
    scenarios.quotas(2500, 500, new double[] {11_100, 8_800, 20_300}).forEach(this::print);
    scenarios.pairs(1000, false, new double[] {208, 201, 3_100}).forEach(this::print);
    scenarios.pairs(1000, true, new double[] {158, 61, 3_100}).forEach(this::print);
  }

  private void growth(Growth growth) {
    List<Growth.Point> points = new ArrayList<>();
    for (int agents : GROWTH_SIZES) {
      points.add(growth.measure(agents, 1000, 200));
    }
    out.println();
    out.println("1,000 frameworks in 200 roles:");
    GrowthReport.print(out, points);
  }

  private void memory(Scenarios scenarios) {
    out.println();
    out.printf(
        Locale.ROOT,
        "Live heap of 10,000 agents and 200 frameworks: %.0f MB, with 790,000 filters %.0f MB"
            + " (Mesos's process: 400 to 650 MB)%n",
        scenarios.liveMegabytes(10_000, 200, 0),
        scenarios.liveMegabytes(10_000, 200, 79));
  }

  private void aims() {
    List<Figure> missed = figures.stream().filter(Figure::missesAim).toList();
    out.println();
    out.println(
        missed.isEmpty()
            ? "Every figure meets its aim: 50 times faster than Mesos, and below 0.1 ms where"
                + " nothing has changed."
            : "Below the aim (50 times faster than Mesos; below 0.1 ms where nothing has"
                + " changed):");
    missed.forEach(
        figure -> out.println("  " + figure.id() + " " + figure.what() + " " + figure.size()));
  }

  private void print(Figure figure) {
    figures.add(figure);
    out.printf(
        Locale.ROOT,
        "%-3s %-36s %-20s %8d %10s %10.4f %9.4f %8s%n",
        figure.id(),
        figure.what(),
        figure.size(),
        figure.offers(),
        figure.mesosMs() == 0 ? "" : Math.round(figure.mesosMs()),
        figure.timing().medianMs(),
        figure.timing().bestMs(),
        figure.mesosMs() == 0 ? "" : Math.round(figure.ratio()) + " x");
  }
}
