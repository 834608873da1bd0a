package io.entresol.master.core.book;

import io.entresol.mesos.v1.TaskState;

/** Is told what happens, as it happens. */
public interface MasterMetrics {
  /** Does nothing. */
  MasterMetrics NONE =
      new MasterMetrics() {
        @Override
        public void counted(Tally tally) {}

        @Override
        public void taskEnded(TaskState state) {}

        @Override
        public void offersMade(int offers) {}

        @Override
        public void offerRefused(OfferRefusal refusal) {}
      };

  void counted(Tally tally);

  /** A task ended, or was lost sight of. */
  void taskEnded(TaskState state);

  /** So many proposals of the allocator became offers. */
  void offersMade(int offers);

  /** A proposal of the allocator did not. */
  void offerRefused(OfferRefusal refusal);
}
