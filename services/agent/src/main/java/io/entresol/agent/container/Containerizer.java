package io.entresol.agent.container;

import io.entresol.mesos.v1.CommandInfo;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;

/**
 * Starts and finds containers. All methods are asynchronous; none blocks. Called from the agent's
 * context.
 */
public interface Containerizer {
  /** {@code docker} or {@code mesos}. */
  String name();

  /** Whether this one runs such containers. */
  boolean supports(ContainerSpec spec);

  /**
   * Pulls and fetches what is needed, then starts the container. Fails with {@link
   * LaunchFailedException}.
   */
  Future<Launched> launch(ContainerSpec spec);

  /** The containers of this agent that an earlier process left, running or ended. */
  Future<List<Recovered>> recover(String agentId);

  /** SIGTERM, then SIGKILL after the grace period. Completes when the signal has been sent. */
  Future<Void> kill(ContainerId id, Duration gracePeriod);

  /** SIGKILL now; ends a launch that is under way. */
  Future<Void> destroy(ContainerId id);

  /** Completes when the container has ended. */
  Future<Termination> wait(ContainerId id);

  /** Forgets it, and deletes what the engine keeps. */
  Future<Void> remove(ContainerId id);

  Future<ContainerStats> stats(ContainerId id);

  /**
   * Runs a command beside the container's first process, with its environment and directory, and
   * ends it if it takes longer than the timeout. Fails if it could not be started or was ended.
   *
   * @return the exit code
   */
  Future<Integer> execute(ContainerId id, CommandInfo command, Duration timeout);
}
