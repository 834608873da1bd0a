package io.entresol.gateway.core.metrics;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts the Prometheus pages of several processes on one: each metric is described once, and a label
 * says whose a sample is.
 */
public final class PrometheusPages {
  private static final class Family {
    private final List<String> description = new ArrayList<>();
    private final List<String> samples = new ArrayList<>();
  }

  private final String label;
  private final Map<String, Family> families = new LinkedHashMap<>();

  /**
   * An empty page.
   *
   * @param label the name of the label that is added
   */
  public PrometheusPages(String label) {
    this.label = label;
  }

  /**
   * Adds a process's page.
   *
   * @param value of the label for its samples; one of a bounded set
   */
  public void add(String value, String page) {
    String added = label + "=\"" + escaped(value) + "\"";
    Family family = null;
    boolean described = false;
    for (String line : page.lines().toList()) {
      if (line.startsWith("# HELP ") || line.startsWith("# TYPE ")) {
        String name = line.split(" ", 4)[2];
        described = families.containsKey(name) && !families.get(name).samples.isEmpty();
        family = families.computeIfAbsent(name, ignored -> new Family());
        if (!described) {
          family.description.add(line);
        }
      } else if (!line.isBlank() && !line.startsWith("#")) {
        if (family == null) {
          family = families.computeIfAbsent("", ignored -> new Family());
        }
        family.samples.add(labelled(line, added));
      }
    }
  }

  private static String labelled(String sample, String added) {
    int brace = sample.indexOf('{');
    int space = sample.indexOf(' ');
    if (brace >= 0 && brace < space) {
      String separator = sample.charAt(brace + 1) == '}' ? "" : ",";
      return sample.substring(0, brace + 1) + added + separator + sample.substring(brace + 1);
    }
    return sample.substring(0, space) + "{" + added + "}" + sample.substring(space);
  }

  private static String escaped(String value) {
    return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }

  /** The page. */
  public String text() {
    StringBuilder text = new StringBuilder();
    for (Family family : families.values()) {
      family.description.forEach(line -> text.append(line).append('\n'));
      family.samples.forEach(line -> text.append(line).append('\n'));
    }
    return text.toString();
  }
}
