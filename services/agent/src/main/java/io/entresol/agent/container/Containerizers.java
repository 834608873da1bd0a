package io.entresol.agent.container;

import io.entresol.agent.container.docker.DockerContainerizer;
import io.entresol.agent.container.docker.DockerOptions;
import io.entresol.agent.container.fetch.FetchOptions;
import io.entresol.agent.container.fetch.Fetcher;
import io.entresol.agent.container.mesos.MesosContainerizer;
import io.entresol.agent.container.mesos.ProcessOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens the containerizers of an agent, and closes them again. */
public final class Containerizers {
  private static final Logger LOG = LoggerFactory.getLogger(Containerizers.class);
  private static final String DOCKER = "docker";
  private static final String MESOS = "mesos";

  /** How each of them is set up. */
  public record Options(ProcessOptions processes, DockerOptions docker, FetchOptions fetch) {}

  private final Fetcher fetcher;
  private final List<Containerizer> opened = new ArrayList<>();
  private final List<Supplier<Future<Void>>> closers = new ArrayList<>();

  private Containerizers(Fetcher fetcher) {
    this.fetcher = fetcher;
  }

  /**
   * Opens those of the given names. One that this machine does not have is left out, with a
   * warning; if nothing is left, plain processes are offered. The calling context becomes theirs.
   *
   * @param names {@code docker} and {@code mesos}, in the order of preference
   * @throws IllegalArgumentException if there is no containerizer of a name
   */
  public static Future<Containerizers> open(Vertx vertx, List<String> names, Options options) {
    for (String name : names) {
      if (!name.equals(DOCKER) && !name.equals(MESOS)) {
        throw new IllegalArgumentException("Unknown or unsupported containerizer: " + name);
      }
    }
    return Fetcher.open(vertx, options.fetch())
        .compose(
            fetcher -> {
              Containerizers containerizers = new Containerizers(fetcher);
              Future<Void> done = Future.succeededFuture();
              for (String name : names) {
                done = done.compose(none -> containerizers.openOne(vertx, name, options));
              }
              return done.compose(none -> containerizers.orProcesses(vertx, options));
            });
  }

  private Future<Void> openOne(Vertx vertx, String name, Options options) {
    Future<Void> opening =
        name.equals(DOCKER) ? openDocker(vertx, options) : openProcesses(vertx, options);
    return opening.recover(
        failure -> {
          LOG.warn("The containerizer '{}' is not available: {}", name, failure.getMessage());
          return Future.succeededFuture();
        });
  }

  private Future<Void> openDocker(Vertx vertx, Options options) {
    return DockerContainerizer.open(vertx, options.docker(), fetcher)
        .map(docker -> add(docker, docker::close));
  }

  private Future<Void> openProcesses(Vertx vertx, Options options) {
    return MesosContainerizer.open(vertx, options.processes(), fetcher)
        .map(processes -> add(processes, processes::close));
  }

  private Void add(Containerizer containerizer, Supplier<Future<Void>> closer) {
    opened.add(containerizer);
    closers.add(closer);
    return null;
  }

  private Future<Containerizers> orProcesses(Vertx vertx, Options options) {
    if (!opened.isEmpty()) {
      return Future.succeededFuture(this);
    }
    LOG.warn("No containerizer is left: offering '{}' alone", MESOS);
    return openProcesses(vertx, options).map(none -> this);
  }

  /** Those that are there, in the order of preference. */
  public List<Containerizer> inOrder() {
    return List.copyOf(opened);
  }

  /** How much of what was fetched is kept for reuse. */
  public long cachedBytes() {
    return fetcher.cachedBytes();
  }

  /** Lets go of all containers; they run on. */
  public Future<Void> close() {
    return Future.join(closers.stream().map(Supplier::get).toList())
        .onComplete(none -> fetcher.close())
        .mapEmpty();
  }
}
