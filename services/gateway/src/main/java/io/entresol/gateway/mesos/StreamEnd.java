package io.entresol.gateway.mesos;

/** Why a stream has ended. */
enum StreamEnd {
  /** The master has ended it; nothing is missing. */
  MASTER("master", false),
  /** The master did not take the subscription. */
  REFUSED("refused", false),
  /** The master said nothing. */
  UNANSWERED("unanswered", true),
  /** The client has gone. */
  CLIENT("client", true),
  /** The client reads too slowly. */
  SLOW("slow_client", true),
  /** An event was lost on the bus. */
  GAP("gap", true),
  /** Another master leads, or none. */
  LEADER_CHANGE("leader_change", false),
  /** This process was taken for dead by the others for a while. */
  REJOINED("rejoined", true),
  /** The gateway stops. */
  STOPPED("stopped", true);

  private final String label;
  private final boolean toldToMaster;

  StreamEnd(String label, boolean toldToMaster) {
    this.label = label;
    this.toldToMaster = toldToMaster;
  }

  String label() {
    return label;
  }

  /** Whether the master has to hear of it. */
  boolean isToldToMaster() {
    return toldToMaster;
  }
}
