package io.entresol.gateway.core.stream;

/** Why a stream has ended. */
public enum StreamEnd {
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
  /** Not even heartbeats come from the master. */
  SILENCE("silence", true),
  /** Another master leads, or none. */
  LEADER_CHANGE("leader_change", false),
  /** No master took the framework back in time. */
  NOT_RESUMED("not_resumed", true),
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

  public String label() {
    return label;
  }

  /** Whether the master has to hear of it. */
  public boolean isToldToMaster() {
    return toldToMaster;
  }
}
