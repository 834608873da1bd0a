package io.entresol.gateway.core.access;

/** A set of endpoints for which clients are authenticated, or not; with Mesos's names. */
public enum Realm {
  SCHEDULER("mesos-master-scheduler"),
  READONLY("mesos-master-readonly"),
  READWRITE("mesos-master-readwrite"),
  /** Everybody is served. */
  NONE("");

  private final String text;

  Realm(String text) {
    this.text = text;
  }

  /** What clients are told. */
  public String text() {
    return text;
  }
}
