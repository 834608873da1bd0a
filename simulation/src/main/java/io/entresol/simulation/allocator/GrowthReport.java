package io.entresol.simulation.allocator;

import io.entresol.simulation.allocator.Growth.Point;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Growth as a table and a plot of text. */
final class GrowthReport {
  private static final int WIDTH = 60;

  private GrowthReport() {}

  static void print(PrintWriter out, List<Point> points) {
    out.printf(
        Locale.ROOT,
        "%n%8s %12s %12s %14s %10s %12s%n",
        "agents",
        "all free, ms",
        "best, ms",
        "offers/s",
        "ns/offer",
        "change, us");
    for (Point point : points) {
      out.printf(
          Locale.ROOT,
          "%8d %12.3f %12.3f %14.0f %10.0f %12.2f%n",
          point.agents(),
          point.all().medianMs(),
          point.all().bestMs(),
          point.offersPerSecond(),
          point.nanosPerOffer(),
          point.change().medianMs() * 1e3);
    }
    out.println();
    out.println("Nanoseconds for each offer (#); | is where n log n from the smallest would be:");
    plot(points).forEach(out::println);
  }

  /** One line for each size; to one scale. */
  static List<String> plot(List<Point> points) {
    Point first = points.get(0);
    double most = 0;
    for (Point point : points) {
      most = Math.max(most, Math.max(point.nanosPerOffer(), point.nanosPerOfferFrom(first)));
    }
    List<String> lines = new ArrayList<>();
    for (Point point : points) {
      int length = (int) Math.round(WIDTH * point.nanosPerOffer() / most);
      int mark = (int) Math.round(WIDTH * point.nanosPerOfferFrom(first) / most);
      StringBuilder bar = new StringBuilder("#".repeat(length));
      bar.append(" ".repeat(Math.max(0, mark + 1 - length))).setCharAt(mark, '|');
      lines.add(
          "%8d %s %s"
              .formatted(point.agents(), bar, Math.round(point.nanosPerOffer()))
              .stripTrailing());
    }
    return lines;
  }
}
