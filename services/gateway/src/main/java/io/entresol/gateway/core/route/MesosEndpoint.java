package io.entresol.gateway.core.route;

import io.entresol.gateway.core.access.Realm;
import java.util.Map;
import java.util.TreeMap;

/** What can be asked for on the port of Mesos. */
public enum MesosEndpoint {
  SCHEDULER("api/v1/scheduler", true, false, Realm.SCHEDULER),
  OPERATOR("api/v1", true, false, Realm.READWRITE),
  STATE("state", true, false, Realm.READONLY),
  STATE_SUMMARY("state-summary", true, false, Realm.READONLY),
  SLAVES("slaves", true, false, Realm.READONLY),
  FRAMEWORKS("frameworks", true, false, Realm.READONLY),
  TASKS("tasks", true, false, Realm.READONLY),
  ROLES("roles", true, false, Realm.READONLY),
  WEIGHTS("weights", true, false, Realm.READWRITE),
  QUOTA("quota", true, false, Realm.READWRITE),
  REDIRECT("redirect", true, true, Realm.NONE),
  FLAGS("flags", true, true, Realm.READONLY),
  HEALTH("health", true, true, Realm.NONE),
  MAINTENANCE_SCHEDULE("maintenance/schedule", true, false, Realm.READWRITE),
  MAINTENANCE_STATUS("maintenance/status", true, false, Realm.READONLY),
  MACHINE_DOWN("machine/down", true, false, Realm.READWRITE),
  MACHINE_UP("machine/up", true, false, Realm.READWRITE),
  TEARDOWN("teardown", true, false, Realm.READWRITE),
  RESERVE("reserve", true, false, Realm.READWRITE),
  UNRESERVE("unreserve", true, false, Realm.READWRITE),
  CREATE_VOLUMES("create-volumes", true, false, Realm.READWRITE),
  DESTROY_VOLUMES("destroy-volumes", true, false, Realm.READWRITE),
  VERSION("version", false, true, Realm.NONE),
  METRICS_SNAPSHOT("metrics/snapshot", false, true, Realm.READONLY),
  SYSTEM_STATS("system/stats.json", false, true, Realm.NONE),
  FILES_BROWSE("files/browse", false, true, Realm.READONLY),
  FILES_READ("files/read", false, true, Realm.READONLY),
  FILES_DOWNLOAD("files/download", false, true, Realm.READONLY),
  FILES_DEBUG("files/debug", false, true, Realm.READONLY),
  LOGGING_TOGGLE("logging/toggle", false, true, Realm.READWRITE),
  REGISTRY("registrar(1)/registry", false, false, Realm.READONLY),
  HELP("help", false, true, Realm.NONE);

  private static final Map<String, MesosEndpoint> BY_PATH = new TreeMap<>();

  static {
    for (MesosEndpoint endpoint : values()) {
      BY_PATH.put(endpoint.path, endpoint);
    }
  }

  private final String path;
  private final boolean ofMaster;
  private final boolean servedByAnyone;
  private final Realm realm;

  MesosEndpoint(String path, boolean ofMaster, boolean servedByAnyone, Realm realm) {
    this.path = path;
    this.ofMaster = ofMaster;
    this.servedByAnyone = servedByAnyone;
    this.realm = realm;
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

  /** Whose clients may have to be authenticated. */
  public Realm realm() {
    return realm;
  }

  /** By its exact path; null if there is none. */
  static MesosEndpoint at(String path) {
    return BY_PATH.get(path);
  }
}
