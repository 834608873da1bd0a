package io.entresol.marathon.core.rest.resource;

import io.entresol.marathon.core.rest.DeployOutcome;
import io.entresol.marathon.core.rest.MarathonCommands;
import io.entresol.marathon.core.rest.MarathonView;
import io.entresol.marathon.core.rest.RefusedException;
import io.entresol.marathon.core.rest.RestSettings;
import io.entresol.marathon.core.rest.change.RootRevision;
import java.time.Instant;

/** Begins revisions of the tree and has them deployed, or refuses. */
public final class Deploying {
  private final RestSettings settings;
  private final MarathonView view;
  private final MarathonCommands commands;

  public Deploying(RestSettings settings, MarathonView view, MarathonCommands commands) {
    this.settings = settings;
    this.view = view;
    this.commands = commands;
  }

  RestSettings settings() {
    return settings;
  }

  MarathonView view() {
    return view;
  }

  MarathonCommands commands() {
    return commands;
  }

  RootRevision revision(Instant now) {
    return new RootRevision(view.root(), settings, now);
  }

  DeployOutcome.Accepted deploy(RootRevision revision, boolean force, Instant now) {
    return accepted(commands.deploy(revision.finish(), force, now));
  }

  static DeployOutcome.Accepted accepted(DeployOutcome outcome) {
    if (outcome instanceof DeployOutcome.Locked locked) {
      throw RefusedException.locked(locked.deploymentIds());
    }
    if (outcome instanceof DeployOutcome.TooManyDeployments tooMany) {
      throw RefusedException.tooManyDeployments(tooMany.limit());
    }
    return (DeployOutcome.Accepted) outcome;
  }
}
