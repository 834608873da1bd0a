package io.entresol.marathon.core.rest;

import io.entresol.marathon.core.app.AppId;
import io.entresol.marathon.core.app.AppSpec;
import io.entresol.marathon.core.app.RootGroup;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** What the REST side may ask of the scheduler core. Called only on the core's thread. */
public interface MarathonView {
  /** What should run now. */
  RootGroup root();

  /** The versions of an app that are kept, newest first, the present one included. */
  List<Instant> appVersions(AppId id);

  /** An app as it was in a version; empty if that is not kept. */
  Optional<AppSpec> appVersion(AppId id, Instant version);

  /** The versions of the whole tree that are kept, newest first, the present one included. */
  List<Instant> rootVersions();

  Optional<RootGroup> rootVersion(Instant version);

  /** Every instance that has a task, running or on its way. */
  Collection<InstanceView> instances();

  /** Those of one app, in the order in which they were staged. */
  List<InstanceView> instances(AppId id);

  Optional<InstanceView> instance(String taskId);

  /** Deployments in progress, oldest first. */
  List<DeploymentView> deployments();

  /** Apps with something left to launch. */
  List<QueueView> queue();

  Optional<TaskFailure> lastTaskFailure(AppId id);

  /** What the readiness checks of an app's tasks have found, while a deployment waits for them. */
  List<ReadinessView> readinessResults(AppId id);

  /** Empty until the framework has registered for the first time. */
  Optional<String> frameworkId();
}
