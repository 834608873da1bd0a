package io.entresol.master.core.book;

/** Why a proposal of the allocator does not become an offer. */
public enum OfferRefusal {
  NOT_SUBSCRIBED("the framework is not subscribed"),
  ROLE_LEFT("the framework has left the role"),
  ROLE_SUPPRESSED("the framework wants no offers for the role"),
  AGENT_NOT_ACTIVE("the agent is not active"),
  MALFORMED("the resources are malformed"),
  NOT_AVAILABLE("the resources are not available");

  private final String reason;

  OfferRefusal(String reason) {
    this.reason = reason;
  }

  /** What the allocator is told. */
  public String reason() {
    return reason;
  }
}
