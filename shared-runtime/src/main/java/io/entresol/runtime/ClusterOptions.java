package io.entresol.runtime;

import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How a process joins the cluster: a picocli mixin, also filled by programs. */
public final class ClusterOptions {
  /** The session that every program of the original had; shorter means faster failover. */
  public static final Duration DEFAULT_SESSION_TIMEOUT = Duration.ofSeconds(10);

  private static final String DEFAULT_PATH = "/mesos";

  @Option(
      names = "--zk",
      paramLabel = "URL",
      description =
          "Where the cluster meets: zk://[user:password@]host:port,host:port/path, or"
              + " host:port,host:port for the path /mesos.")
  private String zk;

  @Option(
      names = "--zk_session_timeout",
      paramLabel = "DURATION",
      defaultValue = "10secs",
      description =
          "How long ZooKeeper waits before it counts a silent process as dead"
              + " (default: ${DEFAULT-VALUE}).")
  private String zkSessionTimeout = "10secs";

  @Option(
      names = "--zk_prefix",
      paramLabel = "PATH",
      defaultValue = "/entresol",
      description =
          "The ZooKeeper path for what is not at the URL's path" + " (default: ${DEFAULT-VALUE}).")
  private String zkPrefix = "/entresol";

  @Option(
      names = "--cluster_ip",
      paramLabel = "ADDRESS",
      description =
          "The address at which other members of the cluster reach this process"
              + " (default: --ip, or that from which it reaches ZooKeeper).")
  private String clusterIp;

  @Option(
      names = "--cluster_port",
      paramLabel = "PORT",
      defaultValue = "0",
      description = "The port for other members; 0 is any (default: any).")
  private int clusterPort;

  public static ClusterOptions of(String zk, String clusterIp) {
    ClusterOptions options = new ClusterOptions();
    options.zk = zk;
    options.clusterIp = clusterIp;
    return options;
  }

  /**
   * Where the cluster meets.
   *
   * @throws IllegalArgumentException if it is not given, or no such URL
   */
  public ZooKeeperUrl zooKeeper() {
    return ZooKeeperUrl.parse("--zk", zooKeeperText());
  }

  /** The whole URL, credentials and all. */
  public String zooKeeperText() {
    if (zk == null) {
      throw new IllegalArgumentException("--zk is required: zk://host:port,host:port/path");
    }
    return zk.contains("://") ? zk : "zk://" + zk + DEFAULT_PATH;
  }

  /** Sets where the cluster meets, if the options did not. */
  public void zooKeeperIfAbsent(String url) {
    if (zk == null) {
      zk = url;
    }
  }

  public Duration sessionTimeout() {
    return io.entresol.runtime.options.DurationText.parse("--zk_session_timeout", zkSessionTimeout);
  }

  public void sessionTimeout(String text) {
    zkSessionTimeout = text;
  }

  ClusterPaths paths() {
    return new ClusterPaths(zooKeeper().path(), zkPrefix);
  }

  public void prefix(String path) {
    zkPrefix = path;
  }

  /** Sets the address for other members, if the options did not. */
  public void clusterIpIfAbsent(Optional<String> ip) {
    if (clusterIp == null) {
      clusterIp = ip.orElse(null);
    }
  }

  /** The address for other members. */
  public String clusterIp() {
    if (clusterIp != null) {
      return clusterIp;
    }
    return zooKeeper().localAddress();
  }

  int clusterPort() {
    return clusterPort;
  }
}
