package io.entresol.driver.core;

import io.entresol.mesos.v1.FrameworkInfo;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;

/** What a scheduler's driver is made with. */
public final class SchedulerSettings {
  private final FrameworkInfo framework;
  private final List<String> suppressedRoles;
  private final boolean implicitAcknowledgements;
  private final long registrationBackoffMs;

  /**
   * The settings.
   *
   * @param framework with an id if it takes the place of one that has failed
   * @param suppressedRoles the roles that want no offers at first
   * @param implicitAcknowledgements whether a status is acknowledged once the callback has returned
   * @param registrationBackoffMs the first bound of the time between attempts to register
   */
  public SchedulerSettings(
      FrameworkInfo framework,
      Collection<String> suppressedRoles,
      boolean implicitAcknowledgements,
      long registrationBackoffMs) {
    this.framework = framework;
    this.suppressedRoles = Collections.unmodifiableList(new ArrayList<>(suppressedRoles));
    this.implicitAcknowledgements = implicitAcknowledgements;
    this.registrationBackoffMs = registrationBackoffMs;
  }

  FrameworkInfo framework() {
    return framework;
  }

  List<String> suppressedRoles() {
    return suppressedRoles;
  }

  boolean implicitAcknowledgements() {
    return implicitAcknowledgements;
  }

  long registrationBackoffMs() {
    return registrationBackoffMs;
  }
}
