package io.entresol.marathon.core.rest;

import io.entresol.marathon.core.app.AppId;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/**
 * What the REST side may tell the scheduler core. Called only on the core's thread, inside the
 * command that handles the request, so that what follows belongs to that command's frame and the
 * answer goes out after it is stored.
 */
public interface MarathonCommands {
  /**
   * Makes a new tree the wanted one, by a deployment.
   *
   * @param force cancels the deployments that lock an affected app, rather than being refused
   */
  DeployOutcome deploy(RootChange change, boolean force, Instant now);

  /** What {@link #deploy} would do, step by step; nothing is changed. */
  List<DeploymentView.Step> plan(RootChange change);

  /**
   * Kills tasks; they are replaced, since what is wanted does not change. Locks do not matter.
   *
   * @param wipe gives up their reservations and volumes, and forgets those out of reach
   */
  void kill(Collection<String> taskIds, boolean wipe, Instant now);

  /**
   * Ends a deployment.
   *
   * @param force only stops it, with nothing taken back
   */
  CancelOutcome cancelDeployment(String deploymentId, boolean force, Instant now);

  /** Forgets the launch back-off of an app. False if it has nothing in the queue. */
  boolean resetDelay(AppId id, Instant now);

  /** Gives up leadership soon after the answer has gone out. */
  void abdicate(Instant now);
}
