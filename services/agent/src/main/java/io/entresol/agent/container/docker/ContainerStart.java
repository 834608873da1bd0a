package io.entresol.agent.container.docker;

import io.entresol.agent.container.ContainerSpec;
import io.entresol.agent.container.LaunchFailedException;
import io.entresol.agent.container.fetch.Fetcher;
import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import java.util.function.BooleanSupplier;

/**
 * The way from a spec to a running container: fetch, pull, create, start. Whatever fails on it,
 * nothing is left with the engine.
 */
final class ContainerStart {
  private final Fetcher fetcher;
  private final ImagePulls pulls;
  private final DockerEngine engine;
  private final WorkerExecutor workers;
  private final DockerOptions options;

  ContainerStart(
      Fetcher fetcher,
      ImagePulls pulls,
      DockerEngine engine,
      WorkerExecutor workers,
      DockerOptions options) {
    this.fetcher = fetcher;
    this.pulls = pulls;
    this.engine = engine;
    this.workers = workers;
    this.options = options;
  }

  /**
   * Goes it; fails with {@link LaunchFailedException}.
   *
   * @param abandoned whether the container is no longer wanted; asked on the calling context
   */
  Future<Inspection> run(ContainerSpec spec, BooleanSupplier abandoned) {
    return fetcher
        .fetch(spec)
        .compose(none -> pullIfForced(spec))
        .compose(none -> create(spec))
        .compose(engineId -> start(engineId, abandoned.getAsBoolean()))
        .recover(failure -> Future.failedFuture(asLaunchFailure(failure)));
  }

  private static LaunchFailedException asLaunchFailure(Throwable failure) {
    return failure instanceof LaunchFailedException launch
        ? launch
        : new LaunchFailedException(
            LaunchFailedException.Kind.START,
            "Failed to run the container: " + failure.getMessage(),
            failure);
  }

  private Future<Void> pullIfForced(ContainerSpec spec) {
    return spec.container().orElseThrow().getDocker().getForcePullImage()
        ? pull(spec)
        : Future.succeededFuture();
  }

  private Future<Void> pull(ContainerSpec spec) {
    String image = spec.container().orElseThrow().getDocker().getImage();
    return pulls
        .pull(spec)
        .recover(
            failure ->
                Future.failedFuture(
                    new LaunchFailedException(
                        "Failed to pull image '" + image + "': " + failure.getMessage(), failure)));
  }

  /** Only an image that the engine misses is pulled: one request less for each launch. */
  private Future<String> create(ContainerSpec spec) {
    CreateRequest request = RunOptions.of(spec, options);
    return create(request)
        .recover(
            failure ->
                failure instanceof EngineException refused
                        && refused.status() == EngineException.NOT_FOUND
                    ? pull(spec).compose(none -> create(request))
                    : Future.failedFuture(failure));
  }

  private Future<String> create(CreateRequest request) {
    return workers.executeBlocking(() -> engine.create(request), false);
  }

  private Future<Inspection> start(String engineId, boolean abandoned) {
    return workers.executeBlocking(
        () -> {
          try {
            if (abandoned) {
              throw LaunchFailedException.abandoned();
            }
            engine.start(engineId);
            return engine.inspect(engineId);
          } catch (RuntimeException failure) {
            engine.remove(engineId);
            throw failure;
          }
        },
        false);
  }
}
