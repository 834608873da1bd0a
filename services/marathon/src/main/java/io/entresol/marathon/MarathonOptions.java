package io.entresol.marathon;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.entresol.marathon.core.MarathonSettings;
import io.entresol.marathon.core.rest.RestSettings;
import io.entresol.runtime.ZooKeeperUrl;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How Marathon is set up: a picocli mixin with Marathon's names, also for programs. */
public final class MarathonOptions {
  private static final String DEFAULT_PATH = "/marathon";

  /** Clients look at it to find out what they can ask for. */
  private static final String COMPATIBLE_VERSION = "1.11.24";

  @Option(
      names = "--master",
      paramLabel = "URL",
      description = "Where the cluster meets: zk://host:port,host:port/mesos.")
  private String master;

  @Option(
      names = "--zk",
      paramLabel = "URL",
      description =
          "Where its state is kept: zk://host:port,host:port/marathon, in the ZooKeeper of the"
              + " cluster; only the path counts (default: /marathon).")
  private String zk;

  @Option(
      names = "--ip",
      defaultValue = "0.0.0.0",
      description = "The address to serve health and metrics at (default: ${DEFAULT-VALUE}).")
  private String ip = "0.0.0.0";

  @Option(
      names = "--hostname",
      description = "The name at which clients reach its HTTP API (default: this machine's).")
  private String hostname;

  @Option(
      names = "--http_port",
      defaultValue = "8080",
      description =
          "The port at which the gateway beside it serves its HTTP API (default:"
              + " ${DEFAULT-VALUE}).")
  private int httpPort = 8080;

  @Option(
      names = "--health_port",
      defaultValue = "5062",
      description = "The port of health and metrics; 0 is any (default: ${DEFAULT-VALUE}).")
  private int healthPort = 5062;

  @Mixin private FrameworkOptions framework = new FrameworkOptions();
  @Mixin private LaunchOptions launch = new LaunchOptions();
  @Mixin private TimingOptions timing = new TimingOptions();
  @Mixin private ApiOptions api = new ApiOptions();
  @Mixin private final IgnoredOptions ignored = new IgnoredOptions();

  /**
   * Reads all that could be wrong.
   *
   * @throws IllegalArgumentException if an option is wrong; the message names it
   */
  public void check() {
    settings();
  }

  /** What the core is told. */
  MarathonSettings settings() {
    String address = "http://" + hostname() + ":" + httpPort;
    return new MarathonSettings(
        framework.framework(hostname(), address),
        launch.rules(framework.mesosRole),
        launch.launch(),
        timing.times(),
        launch.limits(),
        launch.suppressing());
  }

  /** As whom the master is called; empty for nobody in particular. */
  Optional<String> principal() {
    return framework.principal();
  }

  /**
   * What the REST side is told.
   *
   * @param cluster where the cluster meets, for those who ask
   */
  RestSettings restSettings(ZooKeeperUrl cluster) {
    ObjectNode config = InfoDocuments.marathon(hostname(), framework, launch, timing, api);
    config.put("master", InfoDocuments.redacted(master == null ? cluster.toString() : master));
    String state = zk == null ? "zk://" + cluster.servers() + DEFAULT_PATH : zk;
    return new RestSettings(
        api.formats(launch.mesosBridgeName, framework.mesosRole),
        api.localPortMin,
        api.localPortMax,
        new RestSettings.ServerInfo(
            hostname() + ":" + httpPort,
            COMPATIBLE_VERSION,
            buildVersion(),
            config,
            InfoDocuments.zooKeeper(state, launch.zkMaxVersions),
            JsonNodeFactory.instance.objectNode().put("http_port", httpPort)));
  }

  private static String buildVersion() {
    String version = MarathonOptions.class.getPackage().getImplementationVersion();
    return "entresol-" + (version == null ? "unpackaged" : version);
  }

  /** Options that were given although they have no effect. */
  List<String> ignored() {
    return ignored.given();
  }

  /** The ZooKeeper path below which the state is. */
  String statePath() {
    if (zk == null || !zk.contains("://")) {
      return DEFAULT_PATH + "/state";
    }
    return ZooKeeperUrl.parse("--zk", zk).path() + "/state";
  }

  String ip() {
    return ip;
  }

  /** As given, or else as looked up the first time, which may take a while. */
  String hostname() {
    if (hostname == null) {
      hostname = ownName();
    }
    return hostname;
  }

  private static String ownName() {
    try {
      return InetAddress.getLocalHost().getCanonicalHostName();
    } catch (UnknownHostException e) {
      return InetAddress.getLoopbackAddress().getHostName();
    }
  }

  int httpPort() {
    return httpPort;
  }

  int healthPort() {
    return healthPort;
  }

  /** For programs: where it is reached, and where it tells of its health. */
  public MarathonOptions address(String newHostname, int newHttpPort, int newHealthPort) {
    hostname = newHostname;
    httpPort = newHttpPort;
    healthPort = newHealthPort;
    return this;
  }
}
