package io.entresol.gateway;

import io.entresol.gateway.core.stream.StreamPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How a gateway is set up: a picocli mixin, also for programs. */
public final class GatewayOptions {
  private static final String NONE = "none";

  @Option(
      names = "--ip",
      paramLabel = "ADDRESS",
      defaultValue = "0.0.0.0",
      description = "The address to listen at (default: ${DEFAULT-VALUE}).")
  private String ip = "0.0.0.0";

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "5050",
      description = "The port of Mesos's HTTP API; 0 is any (default: ${DEFAULT-VALUE}).")
  private int port = 5050;

  @Option(
      names = "--marathon_port",
      paramLabel = "PORT",
      defaultValue = "8080",
      description =
          "The port of Marathon's HTTP API; 0 or none serves none (default: ${DEFAULT-VALUE}).")
  private String marathonPort = "8080";

  @Option(
      names = "--grpc_port",
      paramLabel = "PORT",
      defaultValue = "5055",
      description =
          "The port of the v1 APIs over gRPC; 0 or none serves none (default: ${DEFAULT-VALUE}).")
  private String grpcPort = NONE;

  @Option(
      names = "--redirect_to_leader",
      defaultValue = "false",
      description =
          "Answer with a redirect, as a standby master of Mesos does, instead of serving requests"
              + " unless the leading master is in this process (default: ${DEFAULT-VALUE}).")
  private boolean redirectToLeader;

  @Option(
      names = "--external_log_file",
      paramLabel = "FILE",
      description = "The log file that is served as /master/log (default: none).")
  private String externalLogFile;

  @Mixin private LimitOptions limits = new LimitOptions();
  @Mixin private AccessOptions access = new AccessOptions();

  @Option(
      names = "--access_control_allow_origin",
      paramLabel = "ORIGIN",
      split = ",",
      description = "The origins whose pages may use Marathon's API, or * for all (default: none).")
  private List<String> allowOrigin = List.of();

  @Option(
      names = "--disable_http_compression",
      defaultValue = "false",
      description = "Never compress Marathon's answers (default: ${DEFAULT-VALUE}).")
  private boolean disableCompression;

  /** The address to listen at. */
  public String ip() {
    return ip;
  }

  public GatewayOptions ip(String address) {
    ip = address;
    return this;
  }

  /** The port of Mesos's API; 0 is any. */
  public int port() {
    return port;
  }

  public GatewayOptions port(int number) {
    port = number;
    return this;
  }

  /**
   * The port of Marathon's API; empty if it is not served.
   *
   * @throws IllegalArgumentException if it is no port
   */
  public Optional<Integer> marathonPort() {
    return port("--marathon_port", marathonPort);
  }

  private static Optional<Integer> port(String option, String text) {
    if (text.equals(NONE)) {
      return Optional.empty();
    }
    try {
      int number = Integer.parseInt(text);
      return number == 0 ? Optional.empty() : Optional.of(number);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(option + ": '" + text + "' is no port, nor none", e);
    }
  }

  public GatewayOptions marathonPort(String text) {
    marathonPort = text;
    return this;
  }

  /**
   * The port of the v1 APIs over gRPC; empty if they are not served there, which is so unless it is
   * asked for by a program.
   *
   * @throws IllegalArgumentException if it is no port
   */
  public Optional<Integer> grpcPort() {
    return port("--grpc_port", grpcPort);
  }

  public GatewayOptions grpcPort(String text) {
    grpcPort = text;
    return this;
  }

  public boolean redirectToLeader() {
    return redirectToLeader;
  }

  public GatewayOptions redirectToLeader(boolean redirect) {
    redirectToLeader = redirect;
    return this;
  }

  /** The file behind {@code /master/log}. */
  public Optional<String> externalLogFile() {
    return Optional.ofNullable(externalLogFile);
  }

  public GatewayOptions externalLogFile(String path) {
    externalLogFile = path;
    return this;
  }

  /**
   * How long a framework's stream is kept without a master.
   *
   * @param redirects whether clients are sent to the leader: then a stream is not kept, its place
   *     is with another gateway
   * @throws IllegalArgumentException if a duration is none
   */
  public StreamPolicy streamPolicy(boolean redirects) {
    return new StreamPolicy(
        redirects ? Duration.ZERO : limits.streamFailoverTimeout(), limits.masterTimeout());
  }

  public LimitOptions limits() {
    return limits;
  }

  /**
   * Reads all that could be wrong.
   *
   * @throws IllegalArgumentException if an option is wrong; the message names it
   */
  public void check() {
    marathonPort();
    grpcPort();
    streamPolicy(redirectToLeader);
    limits.streamCallHold();
    access.access();
  }

  /** Who is served. */
  public AccessOptions access() {
    return access;
  }

  /** Empty: pages of other origins may not use Marathon's API. */
  public List<String> allowOrigin() {
    return List.copyOf(allowOrigin);
  }

  public GatewayOptions allowOrigin(List<String> origins) {
    allowOrigin = List.copyOf(origins);
    return this;
  }

  public boolean compresses() {
    return !disableCompression;
  }
}
