package io.entresol.gateway.core.route;

import java.util.Map;
import java.util.TreeMap;

/** What can be asked for on the port of Mesos. */
public enum MesosEndpoint {
  SCHEDULER("api/v1/scheduler", true, false),
  OPERATOR("api/v1", true, false),
  STATE("state", true, false),
  STATE_SUMMARY("state-summary", true, false),
  SLAVES("slaves", true, false),
  FRAMEWORKS("frameworks", true, false),
  TASKS("tasks", true, false),
  ROLES("roles", true, false),
  WEIGHTS("weights", true, false),
  QUOTA("quota", true, false),
  REDIRECT("redirect", true, true),
  FLAGS("flags", true, true),
  HEALTH("health", true, true),
  MAINTENANCE_SCHEDULE("maintenance/schedule", true, false),
  MAINTENANCE_STATUS("maintenance/status", true, false),
  MACHINE_DOWN("machine/down", true, false),
  MACHINE_UP("machine/up", true, false),
  TEARDOWN("teardown", true, false),
  RESERVE("reserve", true, false),
  UNRESERVE("unreserve", true, false),
  CREATE_VOLUMES("create-volumes", true, false),
  DESTROY_VOLUMES("destroy-volumes", true, false),
  VERSION("version", false, true),
  METRICS_SNAPSHOT("metrics/snapshot", false, true),
  SYSTEM_STATS("system/stats.json", false, true),
  FILES_BROWSE("files/browse", false, true),
  FILES_READ("files/read", false, true),
  FILES_DOWNLOAD("files/download", false, true),
  FILES_DEBUG("files/debug", false, true),
  LOGGING_TOGGLE("logging/toggle", false, true),
  REGISTRY("registrar(1)/registry", false, false),
  HELP("help", false, true);

  private static final Map<String, MesosEndpoint> BY_PATH = new TreeMap<>();

  static {
    for (MesosEndpoint endpoint : values()) {
      BY_PATH.put(endpoint.path, endpoint);
    }
  }

  private final String path;
  private final boolean ofMaster;
  private final boolean servedByAnyone;

  MesosEndpoint(String path, boolean ofMaster, boolean servedByAnyone) {
    this.path = path;
    this.ofMaster = ofMaster;
    this.servedByAnyone = servedByAnyone;
  }

  /** Without a slash at either end. */
  public String path() {
    return path;
  }

  /** Whether it is also found below {@code /master}. */
  public boolean isOfMaster() {
    return ofMaster;
  }

  /** Whether it is answered even if nobody leads. */
  public boolean isServedByAnyone() {
    return servedByAnyone;
  }

  /** By its exact path; null if there is none. */
  static MesosEndpoint at(String path) {
    return BY_PATH.get(path);
  }
}
