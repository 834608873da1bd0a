package io.entresol.agent.http;

import io.entresol.agent.container.ContainerStats;
import io.entresol.agent.core.AgentIdentity;
import io.entresol.agent.core.AgentState;
import io.entresol.agent.core.CallRefusal;
import io.entresol.mesos.v1.ContainerID;
import io.entresol.mesos.v1.executor.Call;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** What the agent's endpoints see of it. To be asked on the agent's event loop. */
public interface AgentView {
  /** What it has and does now. */
  AgentState state();

  /** Whether it has found its earlier work. */
  boolean recovered();

  AgentIdentity identity();

  /** Its options, as given or by default. */
  Map<String, String> flags();

  Instant started();

  /** How long it took to find its earlier work; empty while it has not. */
  Optional<Double> recoverySeconds();

  /** Empty while there is no master. */
  Optional<String> masterHostname();

  Path workDirectory();

  /**
   * The sandbox of an executor's run.
   *
   * @throws IllegalArgumentException if an id cannot be the name of a directory
   */
  Path sandbox(String frameworkId, String executorId, String containerId);

  Future<ContainerStats> statistics(ContainerID container);

  /** Counters by the names of {@code /metrics/snapshot}. */
  Map<String, Double> counters();

  /** Why an executor's call would not be taken; empty if it would. */
  Optional<CallRefusal> refusal(Call call);

  /** Obeys a call that is not refused. */
  void executorCalled(Call call);

  ExecutorStreams executors();
}
