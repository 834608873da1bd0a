package io.entresol.simulation.allocator;

/**
 * One line of the report.
 *
 * @param mesosMs what Apache Mesos takes, the best measured; 0 if there is no figure
 * @param offers how many offers resulted
 */
record Figure(String id, String what, String size, double mesosMs, Timing timing, long offers) {
  /** How many times faster than Mesos, by the median; 0 if there is no figure. */
  double ratio() {
    return mesosMs == 0 ? 0 : mesosMs / Math.max(timing.medianMs(), 1e-4);
  }
}
