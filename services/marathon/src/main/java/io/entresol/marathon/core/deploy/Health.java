package io.entresol.marathon.core.deploy;

/** What is known of how well an instance works, as far as deployments go by it. */
public enum Health {
  /** A check failed, or it does not even run. */
  BAD,
  /** No check has said anything yet. */
  UNKNOWN,
  /** All checks are well; an instance of an app without checks is well once it runs. */
  GOOD
}
