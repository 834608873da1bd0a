package io.entresol.agent;

import io.entresol.agent.container.ContainerId;
import io.entresol.agent.container.ContainerSpec;
import io.entresol.agent.container.ContainerStats;
import io.entresol.agent.container.Containerizer;
import io.entresol.agent.container.LaunchFailedException;
import io.entresol.agent.container.Launched;
import io.entresol.agent.container.Recovered;
import io.entresol.agent.container.Termination;
import io.entresol.mesos.v1.CommandInfo;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** All containers of the agent, whichever containerizer has them. Used on the agent's context. */
final class Containers {
  private final List<Containerizer> containerizers;
  private final Map<ContainerId, Containerizer> owners = new HashMap<>();

  /**
   * @param containerizers the first that can run a task does
   */
  Containers(List<Containerizer> containerizers) {
    this.containerizers = List.copyOf(containerizers);
  }

  Future<Launched> launch(ContainerSpec spec) {
    Optional<Containerizer> able =
        containerizers.stream().filter(containerizer -> containerizer.supports(spec)).findFirst();
    if (able.isEmpty()) {
      return Future.failedFuture(
          new LaunchFailedException(
              "None of the enabled containerizers ("
                  + String.join(", ", containerizers.stream().map(Containerizer::name).toList())
                  + ") can run such a container"));
    }
    owners.put(spec.id(), able.get());
    return able.get().launch(spec);
  }

  /** What an earlier process of this agent left, running or ended. */
  Future<List<Recovered>> recover(String agentId) {
    List<Future<List<Recovered>>> all = new ArrayList<>();
    for (Containerizer containerizer : containerizers) {
      all.add(
          containerizer
              .recover(agentId)
              .onSuccess(
                  found -> found.forEach(container -> owners.put(container.id(), containerizer))));
    }
    return Future.all(all)
        .map(ignored -> all.stream().flatMap(found -> found.result().stream()).toList());
  }

  Future<Void> kill(ContainerId id, Duration gracePeriod) {
    return on(id, containerizer -> containerizer.kill(id, gracePeriod));
  }

  Future<Void> destroy(ContainerId id) {
    return on(id, containerizer -> containerizer.destroy(id));
  }

  Future<Termination> wait(ContainerId id) {
    return on(id, containerizer -> containerizer.wait(id));
  }

  Future<Void> remove(ContainerId id) {
    return on(id, containerizer -> containerizer.remove(id))
        .onComplete(ignored -> owners.remove(id));
  }

  Future<ContainerStats> stats(ContainerId id) {
    return on(id, containerizer -> containerizer.stats(id));
  }

  /** Runs a command beside a container's first process; its exit code. */
  Future<Integer> execute(ContainerId id, CommandInfo command, Duration timeout) {
    return on(id, containerizer -> containerizer.execute(id, command, timeout));
  }

  private <T> Future<T> on(ContainerId id, Function<Containerizer, Future<T>> call) {
    Containerizer owner = owners.get(id);
    return owner == null ? Future.failedFuture("There is no container " + id) : call.apply(owner);
  }
}
