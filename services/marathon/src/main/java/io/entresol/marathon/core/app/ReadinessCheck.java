package io.entresol.marathon.core.app;

import java.time.Duration;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/**
 * When a new instance counts as ready, during a deployment.
 *
 * @param protocol {@code HTTP} or {@code HTTPS}
 * @param portName one of the app's named ports
 */
public record ReadinessCheck(
    String name,
    String protocol,
    String path,
    String portName,
    Duration interval,
    Duration timeout,
    Set<Integer> readyStatuses,
    boolean preserveLastResponse) {
  public ReadinessCheck {
    readyStatuses = Collections.unmodifiableSet(new TreeSet<>(readyStatuses));
  }
}
