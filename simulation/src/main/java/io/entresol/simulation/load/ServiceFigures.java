package io.entresol.simulation.load;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What the allocator and the master counted, read from their metrics.
 *
 * @param reasons why offers were refused, in parentheses; empty if none was
 */
record ServiceFigures(
    double proposed, double refused, String reasons, double runs, double runSeconds) {
  private static final Pattern REFUSALS =
      Pattern.compile(
          "^master_offers_refused_total\\{reason=\"([^\"]*)\"} (\\S+)$", Pattern.MULTILINE);

  static ServiceFigures of(String metrics) {
    return new ServiceFigures(
        value(metrics, "allocator_offers_total{verdict=\"proposed\"}"),
        value(metrics, "allocator_offers_total{verdict=\"refused\"}"),
        reasons(metrics),
        value(metrics, "allocator_run_seconds_count"),
        value(metrics, "allocator_run_seconds_sum"));
  }

  private static double value(String metrics, String series) {
    Matcher matcher =
        Pattern.compile("^" + Pattern.quote(series) + " (\\S+)$", Pattern.MULTILINE)
            .matcher(metrics);
    return matcher.find() ? Double.parseDouble(matcher.group(1)) : 0;
  }

  private static String reasons(String metrics) {
    String reasons =
        REFUSALS
            .matcher(metrics)
            .results()
            .filter(match -> Double.parseDouble(match.group(2)) > 0)
            .map(
                match ->
                    String.format(
                        Locale.ROOT,
                        "%s: %.0f",
                        match.group(1),
                        Double.parseDouble(match.group(2))))
            .collect(Collectors.joining(", "));
    return reasons.isEmpty() ? "" : " (" + reasons + ")";
  }
}
