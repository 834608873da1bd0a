package io.entresol.simulation.load;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the allocator counted, read from its metrics. */
record ServiceFigures(double proposed, double refused, double runs, double runSeconds) {
  static ServiceFigures of(String metrics) {
    return new ServiceFigures(
        value(metrics, "allocator_offers_total{verdict=\"proposed\"}"),
        value(metrics, "allocator_offers_total{verdict=\"refused\"}"),
        value(metrics, "allocator_run_seconds_count"),
        value(metrics, "allocator_run_seconds_sum"));
  }

  private static double value(String metrics, String series) {
    Matcher matcher =
        Pattern.compile("^" + Pattern.quote(series) + " (\\S+)$", Pattern.MULTILINE)
            .matcher(metrics);
    return matcher.find() ? Double.parseDouble(matcher.group(1)) : 0;
  }
}
