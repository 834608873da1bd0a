package io.entresol.marathon;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The options as {@code /v2/info} shows them, without secrets. */
final class InfoDocuments {
  private InfoDocuments() {}

  static ObjectNode marathon(
      String hostname,
      FrameworkOptions framework,
      LaunchOptions launch,
      TimingOptions timing,
      ApiOptions api) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("checkpoint", framework.checkpoint && !framework.disableCheckpoint);
    node.put("decline_offer_duration", timing.declineOfferDuration);
    putIfGiven(node, "default_network_name", api.defaultNetworkName);
    putIfGiven(node, "env_vars_prefix", launch.envVarsPrefix);
    node.put("executor", launch.executor);
    node.put("failover_timeout", framework.failoverTimeout);
    api.features.forEach(node.putArray("features")::add);
    node.put("framework_name", framework.frameworkName);
    node.put("ha", true);
    node.put("hostname", hostname);
    node.put("launch_token", launch.launchTokens);
    node.put("launch_token_refresh_interval", timing.launchTokenRefreshInterval);
    node.put("local_port_max", api.localPortMax);
    node.put("local_port_min", api.localPortMin);
    node.put("maintenance_mode", launch.maintenanceMode);
    node.put("max_instances_per_offer", launch.maxInstancesPerOffer);
    node.put("mesos_bridge_name", launch.mesosBridgeName);
    node.put("mesos_role", framework.mesosRole);
    node.put("mesos_user", framework.mesosUser);
    node.put("min_revive_offers_interval", timing.minReviveOffersInterval);
    node.put("reconciliation_initial_delay", timing.reconciliationInitialDelay);
    node.put("reconciliation_interval", timing.reconciliationInterval);
    node.put("scale_apps_initial_delay", timing.scaleAppsInitialDelay);
    node.put("scale_apps_interval", timing.scaleAppsInterval);
    node.put("task_launch_confirm_timeout", timing.taskLaunchConfirmTimeout);
    node.put("task_launch_timeout", timing.taskLaunchTimeout);
    node.put("task_lost_expunge_initial_delay", timing.taskLostExpungeInitialDelay);
    node.put("task_lost_expunge_interval", timing.taskLostExpungeInterval);
    putIfGiven(node, "webui_url", framework.webuiUrl);
    return node;
  }

  /**
   * Where the state is.
   *
   * @param zk a URL that may hold a password
   */
  static ObjectNode zooKeeper(String zk, int maxVersions) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("zk", redacted(zk))
        .put("zk_max_versions", maxVersions);
  }

  static String redacted(String url) {
    return url.replaceFirst("//[^@/]*@", "//xxxxxxxx:xxxxxxxx@");
  }

  private static void putIfGiven(ObjectNode node, String name, String value) {
    if (value != null) {
      node.put(name, value);
    }
  }
}
