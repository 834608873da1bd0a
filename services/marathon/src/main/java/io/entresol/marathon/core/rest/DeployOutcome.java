package io.entresol.marathon.core.rest;

import java.time.Instant;
import java.util.List;

/** What became of a change that was to be deployed. */
public sealed interface DeployOutcome {
  /** The tree is the wanted one now; the deployment may have ended already if nothing changed. */
  record Accepted(String deploymentId, Instant version) implements DeployOutcome {}

  /** Nothing changed: an affected app is locked by these deployments. */
  record Locked(List<String> deploymentIds) implements DeployOutcome {
    public Locked {
      deploymentIds = List.copyOf(deploymentIds);
    }
  }

  /** Nothing changed: so many deployments run already. */
  record TooManyDeployments(int limit) implements DeployOutcome {}
}
