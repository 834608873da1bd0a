package io.entresol.marathon.core.store;

import io.entresol.marathon.core.app.AppId;
import java.time.Instant;

/**
 * Where Marathon's records stand. One record is one fact, so that none grows with the number of
 * apps.
 */
public final class Keys {
  public static final String FRAMEWORK_ID = "framework-id";
  public static final String STORAGE_VERSION = "storage-version";

  /** The version of the present tree. */
  public static final String ROOT = "root";

  public static final String APPS = "apps/";
  public static final String CURRENT = "current/";
  public static final String GROUPS = "groups/";
  public static final String HISTORY = "history/";
  public static final String INSTANCES = "instances/";
  public static final String DEPLOYMENTS = "deployments/";
  public static final String FAILURES = "taskFailures/";

  /** The root group's name where others have their safe id. */
  private static final String ROOT_NAME = "_";

  private Keys() {}

  /** One version of an app. */
  public static String app(AppId id, Instant version) {
    return APPS + id.safeId() + "/" + Json.text(version);
  }

  /** Which version of an app is the wanted one. */
  public static String current(AppId id) {
    return CURRENT + id.safeId();
  }

  public static String group(AppId id) {
    return GROUPS + (id.isRoot() ? ROOT_NAME : id.safeId());
  }

  /** What led from the tree before to the tree of that version. */
  public static String history(Instant version) {
    return HISTORY + Json.text(version);
  }

  public static String instance(String id) {
    return INSTANCES + id;
  }

  public static String deployment(String id) {
    return DEPLOYMENTS + id;
  }

  /** The last failure of an app's tasks. */
  public static String failure(AppId id) {
    return FAILURES + id.safeId();
  }
}
