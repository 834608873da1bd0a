package io.entresol.marathon.core.rest;

import io.entresol.marathon.core.app.AppId;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * A deployment in progress.
 *
 * @param version of the tree that it leads to
 * @param affected the apps that it locks
 * @param currentStep the number of the step in progress, from 1; 0 before the first
 */
public record DeploymentView(
    String id, Instant version, Set<AppId> affected, List<Step> steps, int currentStep) {
  public DeploymentView {
    steps = List.copyOf(steps);
  }

  /** What is done at the same time. */
  public record Step(List<Action> actions) {
    public Step {
      actions = List.copyOf(actions);
    }
  }

  public record Action(Kind kind, AppId app) {}

  public enum Kind {
    START("StartApplication"),
    SCALE("ScaleApplication"),
    STOP("StopApplication"),
    RESTART("RestartApplication");

    private final String text;

    Kind(String text) {
      this.text = text;
    }

    /** As in JSON. */
    public String text() {
      return text;
    }
  }
}
