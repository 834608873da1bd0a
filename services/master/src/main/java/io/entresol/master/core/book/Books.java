package io.entresol.master.core.book;

import io.entresol.domain.frame.Deadlines;
import io.entresol.master.core.config.MasterConfig;
import java.time.Instant;

/** Everything that the master knows. Changed by one command at a time. */
public final class Books {
  private final MasterConfig config;
  private final Ids ids;
  private final AgentBook agents = new AgentBook();
  private final FrameworkBook frameworks = new FrameworkBook();
  private final OfferBook offers = new OfferBook();
  private final RoleBook roles = new RoleBook();
  private final MachineBook machines = new MachineBook();
  private final OperatorBook operators = new OperatorBook();
  private final Deadlines<Due> deadlines = new Deadlines<>();
  private final Tallies tallies;
  private final ResourceForms forms = new ResourceForms();
  private Instant electedAt = Instant.EPOCH;
  private boolean allocationPaused;

  public Books(MasterConfig config, MasterMetrics metrics) {
    this.config = config;
    this.tallies = new Tallies(metrics);
    this.ids = new Ids(config.masterInfo().getId());
  }

  public MasterConfig config() {
    return config;
  }

  public Ids ids() {
    return ids;
  }

  public AgentBook agents() {
    return agents;
  }

  public FrameworkBook frameworks() {
    return frameworks;
  }

  public OfferBook offers() {
    return offers;
  }

  public RoleBook roles() {
    return roles;
  }

  public MachineBook machines() {
    return machines;
  }

  public OperatorBook operators() {
    return operators;
  }

  public Deadlines<Due> deadlines() {
    return deadlines;
  }

  public Tallies tallies() {
    return tallies;
  }

  public ResourceForms forms() {
    return forms;
  }

  /** When the term began. */
  public Instant electedAt() {
    return electedAt;
  }

  public void setElectedAt(Instant at) {
    electedAt = at;
  }

  /** Whether the allocator waits for agents to come back, so that guarantees can be kept. */
  public boolean isAllocationPaused() {
    return allocationPaused;
  }

  public void setAllocationPaused(boolean paused) {
    allocationPaused = paused;
  }
}
