package io.entresol.marathon.core.rest;

/** What became of a deployment that was to end. */
public sealed interface CancelOutcome {
  record NotFound() implements CancelOutcome {}

  /** It ended where it stood. */
  record Stopped() implements CancelOutcome {}

  /** A deployment that takes its changes back was tried. */
  record Reverting(DeployOutcome outcome) implements CancelOutcome {}
}
