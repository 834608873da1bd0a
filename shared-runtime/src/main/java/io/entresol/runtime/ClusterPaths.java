package io.entresol.runtime;

/**
 * Where a cluster keeps its things in ZooKeeper.
 *
 * @param masters the path of the cluster's URL, at which masters contend: {@code /mesos}
 * @param prefix the path of what is Entresol's own: {@code /entresol}
 */
public record ClusterPaths(String masters, String prefix) {
  /** The data is the number of the last epoch. */
  public String epoch(LeaderRole role) {
    return prefix + "/epoch/" + role.id();
  }

  String leaders() {
    return prefix + "/leader";
  }

  String leader(LeaderRole role) {
    return leaders() + "/" + role.id();
  }

  String election(LeaderRole role) {
    return role == LeaderRole.MASTER ? masters : prefix + "/election/" + role.id();
  }

  String electionNodePrefix(LeaderRole role) {
    return role == LeaderRole.MASTER ? "json.info_" : "candidate_";
  }

  /** The master's durable state. */
  public String registry() {
    return prefix + "/registry";
  }

  String clusterManagerNamespace() {
    return (prefix + "/io.vertx").substring(1);
  }
}
