package io.entresol.marathon.core.queue;

import io.entresol.domain.frame.Deadlines;
import io.entresol.marathon.core.app.AppId;
import io.entresol.marathon.core.app.AppSpec;
import io.entresol.marathon.core.app.Backoff;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * How long apps whose tasks fail must wait for the next launch, by app and configuration. Nothing
 * is stored: after a failover every app may launch at once.
 */
public final class Backoffs {
  /** A configuration of an app: scaling it leaves its delay as it is. */
  private record Config(AppId app, Instant version) {
    static Config of(AppSpec spec) {
      return new Config(spec.id(), spec.configVersion());
    }
  }

  /**
   * @param until when the next launch is allowed
   */
  private record Delay(Duration length, Instant until) {}

  private final Map<Config, Delay> delays = new HashMap<>();

  /** When waiting ends, or, where it has ended, when the delay is forgotten. */
  private final Deadlines<Config> deadlines = new Deadlines<>();

  /** A task of the app has failed. */
  public void failed(AppSpec spec, Instant now) {
    Config config = Config.of(spec);
    Delay last = delays.get(config);
    Duration length = last == null ? first(spec.backoff()) : next(spec.backoff(), last.length);
    Delay delay = new Delay(length, now.plus(length));
    delays.put(config, delay);
    deadlines.set(config, delay.until);
  }

  private static Duration first(Backoff backoff) {
    return min(backoff.initial(), backoff.maxDelay());
  }

  private static Duration next(Backoff backoff, Duration last) {
    double millis = last.toMillis() * backoff.factor();
    return millis >= backoff.maxDelay().toMillis()
        ? backoff.maxDelay()
        : Duration.ofMillis((long) millis);
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) <= 0 ? a : b;
  }

  /** How long the app must still wait; zero is not at all. */
  public Duration left(AppSpec spec, Instant now) {
    Delay delay = delays.get(Config.of(spec));
    return delay == null || !delay.until.isAfter(now)
        ? Duration.ZERO
        : Duration.between(now, delay.until);
  }

  /** Forgets all failures of an app, in whichever configuration. */
  public void reset(AppId app) {
    List<Config> configs =
        delays.keySet().stream().filter(config -> config.app().equals(app)).toList();
    configs.forEach(this::forget);
  }

  private void forget(Config config) {
    delays.remove(config);
    deadlines.cancel(config);
  }

  public Optional<Instant> nextDeadline() {
    return deadlines.next();
  }

  /**
   * Lets time pass. An app that did not fail for as long as its longest delay starts afresh.
   *
   * @param maxDelay of an app as it is now; empty if there is no such app any more
   * @return whether an app may launch again
   */
  public boolean tick(Function<AppId, Optional<Duration>> maxDelay, Instant now) {
    boolean allowed = false;
    for (Config config : deadlines.takeDue(now)) {
      Instant until = delays.get(config).until;
      Optional<Instant> forgetAt = maxDelay.apply(config.app()).map(until::plus);
      if (forgetAt.isEmpty() || !forgetAt.get().isAfter(now)) {
        delays.remove(config);
      } else {
        deadlines.set(config, forgetAt.get());
      }
      allowed = true;
    }
    return allowed;
  }
}
