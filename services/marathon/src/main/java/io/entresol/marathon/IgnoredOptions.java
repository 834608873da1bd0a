package io.entresol.marathon;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/**
 * Options of Marathon that change nothing here. They are taken, so that start scripts need not be
 * changed, and Marathon says at its start which of them have no effect. Those that would protect
 * something are not among them: to leave them out must not go unnoticed.
 */
final class IgnoredOptions {
  @Option(
      names = "--access_control_allow_origin",
      hidden = true,
      arity = "0..1",
      fallbackValue = "true")
  String accessControlAllowOrigin;

  @Option(names = "--artifact_store", hidden = true, arity = "0..1", fallbackValue = "true")
  String artifactStore;

  @Option(names = "--assets_path", hidden = true, arity = "0..1", fallbackValue = "true")
  String assetsPath;

  @Option(names = "--backup_location", hidden = true, arity = "0..1", fallbackValue = "true")
  String backupLocation;

  @Option(names = "--deprecated_features", hidden = true, arity = "0..1", fallbackValue = "true")
  String deprecatedFeatures;

  @Option(names = "--disable_ha", hidden = true, arity = "0..1", fallbackValue = "true")
  String disableHa;

  @Option(names = "--disable_zk_compression", hidden = true, arity = "0..1", fallbackValue = "true")
  String disableZkCompression;

  @Option(
      names = "--event_stream_max_outstanding_messages",
      hidden = true,
      arity = "0..1",
      fallbackValue = "true")
  String eventStreamMaxOutstandingMessages;

  @Option(names = "--http_address", hidden = true, arity = "0..1", fallbackValue = "true")
  String httpAddress;

  @Option(names = "--http_compression", hidden = true, arity = "0..1", fallbackValue = "true")
  String httpCompression;

  @Option(
      names = "--http_max_concurrent_requests",
      hidden = true,
      arity = "0..1",
      fallbackValue = "true")
  String httpMaxConcurrentRequests;

  @Option(names = "--internal_store_backend", hidden = true, arity = "0..1", fallbackValue = "true")
  String internalStoreBackend;

  @Option(
      names = "--leader_proxy_connection_timeout",
      hidden = true,
      arity = "0..1",
      fallbackValue = "true")
  String leaderProxyConnectionTimeout;

  @Option(
      names = "--leader_proxy_max_open_connections",
      hidden = true,
      arity = "0..1",
      fallbackValue = "true")
  String leaderProxyMaxOpenConnections;

  @Option(
      names = "--leader_proxy_read_timeout",
      hidden = true,
      arity = "0..1",
      fallbackValue = "true")
  String leaderProxyReadTimeout;

  @Option(names = "--logging_level", hidden = true, arity = "0..1", fallbackValue = "true")
  String loggingLevel;

  @Option(names = "--mesos_leader_ui_url", hidden = true, arity = "0..1", fallbackValue = "true")
  String mesosLeaderUiUrl;

  @Option(
      names = "--mesos_heartbeat_failure_threshold",
      hidden = true,
      arity = "0..1",
      fallbackValue = "true")
  String mesosHeartbeatFailureThreshold;

  @Option(
      names = "--mesos_heartbeat_interval",
      hidden = true,
      arity = "0..1",
      fallbackValue = "true")
  String mesosHeartbeatInterval;

  @Option(names = "--offer_matching_timeout", hidden = true, arity = "0..1", fallbackValue = "true")
  String offerMatchingTimeout;

  @Option(
      names = "--on_elected_prepare_timeout",
      hidden = true,
      arity = "0..1",
      fallbackValue = "true")
  String onElectedPrepareTimeout;

  @Option(names = "--store_cache", hidden = true, arity = "0..1", fallbackValue = "true")
  String storeCache;

  @Option(
      names = "--task_reservation_timeout",
      hidden = true,
      arity = "0..1",
      fallbackValue = "true")
  String taskReservationTimeout;

  @Option(names = "--zk_compression", hidden = true, arity = "0..1", fallbackValue = "true")
  String zkCompression;

  @Option(
      names = "--zk_compression_threshold",
      hidden = true,
      arity = "0..1",
      fallbackValue = "true")
  String zkCompressionThreshold;

  @Option(names = "--zk_connection_timeout", hidden = true, arity = "0..1", fallbackValue = "true")
  String zkConnectionTimeout;

  @Option(names = "--zk_max_node_size", hidden = true, arity = "0..1", fallbackValue = "true")
  String zkMaxNodeSize;

  @Option(names = "--zk_session_timeout", hidden = true, arity = "0..1", fallbackValue = "true")
  String zkSessionTimeout;

  @Option(names = "--zk_timeout", hidden = true, arity = "0..1", fallbackValue = "true")
  String zkTimeout;

  /** Those that were given. */
  List<String> given() {
    List<String> given = new ArrayList<>();
    try {
      for (Field field : IgnoredOptions.class.getDeclaredFields()) {
        Option option = field.getAnnotation(Option.class);
        if (option != null && field.get(this) != null) {
          given.add(option.names()[0]);
        }
      }
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("its own fields are not accessible", e);
    }
    return given;
  }
}
