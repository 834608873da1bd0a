package io.entresol.simulation.allocator;

/**
 * One line of the report.
 *
 * @param mesosMs what Apache Mesos takes, the best measured; 0 if there is no figure
 * @param offers how many offers resulted
 */
record Figure(String id, String what, String size, double mesosMs, Timing timing, long offers) {
  private static final double RATIO_AIM = 50;
  private static final double NOTHING_TO_DO_MS = 0.1;

  /** Whether it is slower than it should be; where no offer results, in milliseconds. */
  boolean missesAim() {
    boolean nothingToDo = offers == 0 && !id.equals("H");
    return nothingToDo ? timing.medianMs() >= NOTHING_TO_DO_MS : mesosMs > 0 && ratio() < RATIO_AIM;
  }

  /** How many times faster than Mesos, by the median; 0 if there is no figure. */
  double ratio() {
    return mesosMs == 0 ? 0 : mesosMs / Math.max(timing.medianMs(), 1e-4);
  }
}
