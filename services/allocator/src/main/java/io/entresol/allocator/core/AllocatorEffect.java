package io.entresol.allocator.core;

import java.util.Collections;
import java.util.List;

/**
 * What the allocator does to the outside. It stores nothing: all it knows it has from the master.
 */
public sealed interface AllocatorEffect {
  /** One line of double dispatch for each effect. */
  interface Runner {
    void requestSnapshot(RequestSnapshot effect);

    void propose(Propose effect);
  }

  void runWith(Runner runner);

  /**
   * Ask the leading master for everything.
   *
   * @param reason for the log
   */
  record RequestSnapshot(String reason) implements AllocatorEffect {
    @Override
    public void runWith(Runner runner) {
      runner.requestSnapshot(this);
    }
  }

  /**
   * Send the master what is to be offered.
   *
   * @param batchId counts up from 1
   */
  record Propose(long batchId, List<Proposal> proposals, List<InverseProposal> inverse)
      implements AllocatorEffect {
    public Propose {
      proposals = Collections.unmodifiableList(proposals);
      inverse = Collections.unmodifiableList(inverse);
    }

    @Override
    public void runWith(Runner runner) {
      runner.propose(this);
    }
  }
}
