package io.entresol.driver.core;

/** The life of a driver; the originals' {@code Protos.Status} by other names. */
public enum DriverStatus {
  NOT_STARTED,
  RUNNING,
  ABORTED,
  STOPPED
}
