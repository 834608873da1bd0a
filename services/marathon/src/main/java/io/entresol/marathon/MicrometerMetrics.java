package io.entresol.marathon;

import io.entresol.marathon.core.MarathonMetrics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.ToDoubleFunction;

/** What the core counts as meters. A standby shows zeros. */
final class MicrometerMetrics implements MarathonMetrics {
  private static final Counts NOTHING = new Counts(0, 0, 0, 0, 0, 0, 0, false);

  private final MeterRegistry meters;
  private final AtomicReference<Counts> counts = new AtomicReference<>(NOTHING);
  private final Counter offers;
  private final Counter declined;
  private final Counter launches;
  private final Counter deploymentsStarted;
  private final Counter deploymentsSucceeded;
  private final Counter deploymentsFailed;

  MicrometerMetrics(MeterRegistry meters) {
    this.meters = meters;
    offers = meters.counter("marathon_offers_received_total");
    declined = meters.counter("marathon_offers_declined_total");
    launches = meters.counter("marathon_tasks_launched_total");
    deploymentsStarted = meters.counter("marathon_deployments_started_total");
    deploymentsSucceeded = meters.counter("marathon_deployments_ended_total", "result", "success");
    deploymentsFailed = meters.counter("marathon_deployments_ended_total", "result", "failed");
    gauge("marathon_apps", Counts::apps);
    gauge("marathon_instances_staged", Counts::staged);
    gauge("marathon_instances_running", Counts::running);
    gauge("marathon_instances_unreachable", Counts::unreachable);
    gauge("marathon_instances_queued", Counts::queued);
    gauge("marathon_deployments_active", Counts::deployments);
    gauge("marathon_kills_pending", Counts::kills);
    gauge("marathon_subscribed", state -> state.subscribed() ? 1 : 0);
  }

  private void gauge(String name, ToDoubleFunction<Counts> value) {
    meters.gauge(name, counts, reference -> value.applyAsDouble(reference.get()));
  }

  @Override
  public void offersReceived(int count) {
    offers.increment(count);
  }

  @Override
  public void offersDeclined(int count) {
    declined.increment(count);
  }

  @Override
  public void taskLaunched() {
    launches.increment();
  }

  @Override
  public void statusUpdate(String state) {
    meters.counter("marathon_status_updates_total", "state", state).increment();
  }

  @Override
  public void deploymentStarted() {
    deploymentsStarted.increment();
  }

  @Override
  public void deploymentEnded(boolean success) {
    (success ? deploymentsSucceeded : deploymentsFailed).increment();
  }

  @Override
  public void state(Counts newCounts) {
    counts.set(newCounts);
  }

  /** The term is over. */
  void clear() {
    counts.set(NOTHING);
  }
}
