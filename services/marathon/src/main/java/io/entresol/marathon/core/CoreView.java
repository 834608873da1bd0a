package io.entresol.marathon.core;

import io.entresol.marathon.core.app.AppId;
import io.entresol.marathon.core.app.AppSpec;
import io.entresol.marathon.core.app.RootGroup;
import io.entresol.marathon.core.health.ReadinessChecks;
import io.entresol.marathon.core.instance.Instance;
import io.entresol.marathon.core.rest.DeploymentView;
import io.entresol.marathon.core.rest.InstanceView;
import io.entresol.marathon.core.rest.MarathonView;
import io.entresol.marathon.core.rest.QueueView;
import io.entresol.marathon.core.rest.ReadinessView;
import io.entresol.marathon.core.rest.TaskFailure;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The core as the REST side sees it. */
final class CoreView implements MarathonView {
  private final CoreParts parts;
  private final Supplier<Instant> now;

  /**
   * @param now when the command in progress came
   */
  CoreView(CoreParts parts, Supplier<Instant> now) {
    this.parts = parts;
    this.now = now;
  }

  @Override
  public RootGroup root() {
    return parts.wanted.root();
  }

  @Override
  public List<Instant> appVersions(AppId id) {
    return parts.wanted.versions().of(id);
  }

  @Override
  public Optional<AppSpec> appVersion(AppId id, Instant version) {
    return parts.wanted.versions().get(id, version);
  }

  @Override
  public List<Instant> rootVersions() {
    return parts.wanted.rootVersions();
  }

  @Override
  public Optional<RootGroup> rootVersion(Instant version) {
    return parts.wanted.rootVersion(version);
  }

  @Override
  public Collection<InstanceView> instances() {
    return parts.instances.all().stream().map(this::view).toList();
  }

  @Override
  public List<InstanceView> instances(AppId id) {
    return parts.instances.ofApp(id).stream().map(this::view).toList();
  }

  @Override
  public Optional<InstanceView> instance(String taskId) {
    return parts.instances.ofTask(taskId).map(this::view);
  }

  @Override
  public List<DeploymentView> deployments() {
    return parts.deployments.view();
  }

  @Override
  public List<QueueView> queue() {
    return parts.queue.view(now.get());
  }

  @Override
  public Optional<TaskFailure> lastTaskFailure(AppId id) {
    return parts.failures.of(id);
  }

  @Override
  public List<ReadinessView> readinessResults(AppId id) {
    return parts.readiness.results(id).stream().map(CoreView::view).toList();
  }

  @Override
  public Optional<String> frameworkId() {
    return parts.link.frameworkId();
  }

  private static ReadinessView view(ReadinessChecks.Result result) {
    return new ReadinessView(
        result.name(),
        result.taskId(),
        result.ready(),
        result
            .lastResponse()
            .map(
                answer ->
                    new ReadinessView.Response(
                        answer.status(), answer.contentType(), answer.body())));
  }

  private InstanceView view(Instance instance) {
    return new InstanceView(
        instance.taskId(),
        instance.app(),
        instance.placement().hostname(),
        instance.ports(),
        instance.addresses(),
        instance.condition().taskState(),
        Optional.of(instance.times().provisioned()),
        instance.times().started(),
        instance.version(),
        Optional.of(instance.placement().agentId()),
        instance.placement().region(),
        instance.placement().zone(),
        parts.health.results(instance),
        List.of());
  }
}
