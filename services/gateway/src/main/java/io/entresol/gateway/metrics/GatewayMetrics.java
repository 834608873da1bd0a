package io.entresol.gateway.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** What a gateway counts. */
public final class GatewayMetrics {
  /** Who is at the other end of a stream. */
  public enum StreamKind {
    SCHEDULER,
    OPERATOR,
    MARATHON;

    private String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final MeterRegistry meters;
  private final AtomicInteger edgeAgents = new AtomicInteger();
  private final Map<StreamKind, AtomicInteger> open = new EnumMap<>(StreamKind.class);

  public GatewayMetrics(MeterRegistry meters) {
    this.meters = meters;
    Gauge.builder("entresol_gateway_edge_agents", edgeAgents, AtomicInteger::get)
        .description("Agents that are connected to this gateway instead of the bus.")
        .register(meters);
    for (StreamKind kind : StreamKind.values()) {
      AtomicInteger count = new AtomicInteger();
      open.put(kind, count);
      Gauge.builder("entresol_gateway_streams_open", count, AtomicInteger::get)
          .description("Event streams that are open, by who reads them.")
          .tag("kind", kind.label())
          .register(meters);
    }
  }

  /** Sets how many agents are connected to this gateway. */
  public void edgeAgents(int count) {
    edgeAgents.set(count);
  }

  public void streamOpened(StreamKind kind) {
    open.get(kind).incrementAndGet();
  }

  /**
   * Counts the end of a stream.
   *
   * @param reason one of few
   */
  public void streamEnded(StreamKind kind, String reason) {
    open.get(kind).decrementAndGet();
    Counter.builder("entresol_gateway_streams_ended_total")
        .description("Event streams that have ended, by reason.")
        .tags("kind", kind.label(), "reason", reason)
        .register(meters)
        .increment();
  }

  /**
   * Counts a stream that has lost its master and is kept.
   *
   * @param cause one of few
   */
  public void streamParted(String cause) {
    Counter.builder("entresol_gateway_streams_parted_total")
        .description("Frameworks' streams that lost their master and were kept open, by cause.")
        .tag("cause", cause)
        .register(meters)
        .increment();
  }

  /** Counts a stream that has a master again. */
  public void streamResumed() {
    Counter.builder("entresol_gateway_streams_resumed_total")
        .description("Frameworks' streams for which a master was found again.")
        .register(meters)
        .increment();
  }

  /** Counts events that were sent to a client. */
  public void eventsSent(StreamKind kind, int count) {
    Counter.builder("entresol_gateway_events_sent_total")
        .description("Events that were sent to clients.")
        .tag("kind", kind.label())
        .register(meters)
        .increment(count);
  }

  /**
   * Counts a call of the v1 APIs.
   *
   * @param api {@code scheduler} or {@code operator}
   * @param type the type of the call
   */
  public void call(String api, String type, int status) {
    Counter.builder("entresol_gateway_calls_total")
        .description("Calls of the v1 APIs, by the status that they were answered with.")
        .tags("api", api, "type", type, "status", Integer.toString(status))
        .register(meters)
        .increment();
  }

  /** Counts a message of a stream's end that no master took. */
  public void streamEndUntold() {
    Counter.builder("entresol_gateway_stream_ends_untold_total")
        .description("Ends of streams that no master took note of.")
        .register(meters)
        .increment();
  }
}
