package io.entresol.agent.container.docker;

import com.github.dockerjava.api.model.AuthConfig;
import io.entresol.agent.container.ContainerSpec;
import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Pulls images; several launches that need the same one wait for one pull. Of one context. */
final class ImagePulls {
  /** With other credentials it is another pull: one may succeed where the other fails. */
  private record Key(String image, Optional<AuthConfig> credentials) {}

  private final DockerEngine engine;
  private final WorkerExecutor workers;
  private final Optional<Path> credentials;
  private final Map<Key, Future<Void>> running = new HashMap<>();

  /**
   * @param credentials the agent's own file of credentials
   */
  ImagePulls(DockerEngine engine, WorkerExecutor workers, Optional<Path> credentials) {
    this.engine = engine;
    this.workers = workers;
    this.credentials = credentials;
  }

  /** Brings the newest version of the container's image here. */
  Future<Void> pull(ContainerSpec spec) {
    String image = spec.container().orElseThrow().getDocker().getImage();
    return workers
        .executeBlocking(() -> RegistryCredentials.find(image, spec.sandbox(), credentials), false)
        .compose(login -> pull(new Key(image, login)));
  }

  private Future<Void> pull(Key key) {
    Future<Void> known = running.get(key);
    if (known != null) {
      return known;
    }
    Future<Void> pull =
        workers.executeBlocking(
            () -> {
              engine.pull(key.image(), key.credentials());
              return null;
            },
            false);
    running.put(key, pull);
    return pull.onComplete(none -> running.remove(key));
  }
}
