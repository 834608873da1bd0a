package io.entresol.gateway;

import io.entresol.runtime.options.DurationText;
import java.time.Duration;
import picocli.CommandLine.Option;

/** What bounds the memory and the patience of a gateway. */
public final class LimitOptions {
  @Option(
      names = "--max_request_bytes",
      paramLabel = "BYTES",
      defaultValue = "33554432",
      description = "The longest request body that is taken (default: ${DEFAULT-VALUE}).")
  private int maxRequestBytes = 32 << 20;

  @Option(
      names = "--max_stream_buffer_bytes",
      paramLabel = "BYTES",
      defaultValue = "16777216",
      description =
          "How much may wait for the client of an event stream before it is disconnected"
              + " (default: ${DEFAULT-VALUE}).")
  private int maxStreamBufferBytes = 16 << 20;

  @Option(
      names = "--master_timeout",
      paramLabel = "DURATION",
      defaultValue = "30secs",
      description = "How long the leading master has to answer (default: ${DEFAULT-VALUE}).")
  private String masterTimeout = "30secs";

  @Option(
      names = "--stream_failover_timeout",
      paramLabel = "DURATION",
      defaultValue = "30secs",
      description =
          "How long a framework's stream is kept open while the gateway looks for a master that"
              + " takes the framework back. 0secs closes the stream when its master is lost, as"
              + " Mesos does, and the client has to subscribe again (default: ${DEFAULT-VALUE}).")
  private String streamFailoverTimeout = "30secs";

  @Option(
      names = "--stream_call_hold",
      paramLabel = "DURATION",
      defaultValue = "5secs",
      description =
          "How long a framework's call waits for a master before it is answered with 503, while"
              + " its stream is kept; 0secs lets none wait (default: ${DEFAULT-VALUE}).")
  private String streamCallHold = "5secs";

  @Option(
      names = "--leader_proxy_read_timeout",
      paramLabel = "MILLISECONDS",
      defaultValue = "10000",
      description = "How long the leading Marathon has to answer (default: ${DEFAULT-VALUE}).")
  private long leaderProxyReadTimeout = 10_000;

  @Option(
      names = "--http_max_concurrent_requests",
      paramLabel = "COUNT",
      defaultValue = "0",
      description =
          "How many requests to Marathon are served at a time; 0 is any number"
              + " (default: ${DEFAULT-VALUE}).")
  private int maxConcurrentRequests;

  public int maxRequestBytes() {
    return maxRequestBytes;
  }

  public LimitOptions maxRequestBytes(int bytes) {
    maxRequestBytes = bytes;
    return this;
  }

  public int maxStreamBufferBytes() {
    return maxStreamBufferBytes;
  }

  public LimitOptions maxStreamBufferBytes(int bytes) {
    maxStreamBufferBytes = bytes;
    return this;
  }

  public Duration masterTimeout() {
    return DurationText.parse("--master_timeout", masterTimeout);
  }

  public LimitOptions masterTimeout(String text) {
    masterTimeout = text;
    return this;
  }

  /** How long a framework's stream is kept without a master; zero keeps none. */
  public Duration streamFailoverTimeout() {
    return notNegative("--stream_failover_timeout", streamFailoverTimeout);
  }

  public LimitOptions streamFailoverTimeout(String text) {
    streamFailoverTimeout = text;
    return this;
  }

  /** How long a call waits for its stream's next master; zero lets none wait. */
  public Duration streamCallHold() {
    return notNegative("--stream_call_hold", streamCallHold);
  }

  public LimitOptions streamCallHold(String text) {
    streamCallHold = text;
    return this;
  }

  private static Duration notNegative(String option, String text) {
    Duration duration = DurationText.parse(option, text);
    if (duration.isNegative()) {
      throw new IllegalArgumentException(option + ": '" + text + "' is negative");
    }
    return duration;
  }

  public Duration marathonTimeout() {
    return Duration.ofMillis(leaderProxyReadTimeout);
  }

  public LimitOptions marathonTimeout(Duration timeout) {
    leaderProxyReadTimeout = timeout.toMillis();
    return this;
  }

  /** 0 is any number. */
  public int maxConcurrentRequests() {
    return maxConcurrentRequests;
  }

  public LimitOptions maxConcurrentRequests(int count) {
    maxConcurrentRequests = count;
    return this;
  }
}
