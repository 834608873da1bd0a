package io.entresol.agent;

import com.google.protobuf.ByteString;
import io.entresol.agent.container.ContainerId;
import io.entresol.agent.container.ContainerSpec;
import io.entresol.agent.container.LaunchFailedException;
import io.entresol.agent.container.Launched;
import io.entresol.agent.container.Recovered;
import io.entresol.agent.container.Termination;
import io.entresol.agent.core.AgentEffect;
import io.entresol.agent.core.ContainerLaunch;
import io.entresol.agent.core.Exit;
import io.entresol.agent.core.FoundContainer;
import io.entresol.agent.core.LaunchFailure;
import io.entresol.agent.core.LaunchFailure.Stage;
import io.entresol.agent.core.PersistentVolume;
import io.entresol.agent.core.Probe;
import io.entresol.agent.http.ExecutorStreams;
import io.entresol.mesos.v1.ContainerID;
import io.entresol.mesos.v1.ContainerStatus;
import io.entresol.mesos.v1.ExecutorID;
import io.entresol.mesos.v1.FrameworkID;
import io.entresol.mesos.v1.executor.Event;
import io.entresol.proto.bus.AgentMessage;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries the core's effects out and tells the core what came of them. */
final class EffectRunner implements AgentEffect.Runner {
  private static final Logger LOG = LoggerFactory.getLogger(EffectRunner.class);

  private final Vertx vertx;
  private final AgentLoop loop;
  private final Consumer<AgentMessage> master;
  private final Containers containers;
  private final Sandboxes sandboxes;
  private final Volumes volumes;
  private final Prober prober;
  private final ExecutorStreams executors;
  private final AgentCounts counts;
  private final BiConsumer<String, Boolean> terminated;
  private final Set<ContainerID> preparing = new HashSet<>();
  private final Set<ContainerID> unwanted = new HashSet<>();

  /**
   * @param terminated told that the agent is to end, and why, and whether its id is forgotten
   */
  EffectRunner(
      Vertx vertx,
      AgentLoop loop,
      Consumer<AgentMessage> master,
      Containers containers,
      Sandboxes sandboxes,
      Volumes volumes,
      Prober prober,
      ExecutorStreams executors,
      AgentCounts counts,
      BiConsumer<String, Boolean> terminated) {
    this.vertx = vertx;
    this.loop = loop;
    this.master = master;
    this.containers = containers;
    this.sandboxes = sandboxes;
    this.volumes = volumes;
    this.prober = prober;
    this.executors = executors;
    this.counts = counts;
    this.terminated = terminated;
  }

  @Override
  public void sendToMaster(AgentMessage message) {
    master.accept(message);
  }

  @Override
  public void launch(ContainerLaunch launch) {
    preparing.add(launch.id());
    vertx
        .executeBlocking(() -> sandboxes.prepare(launch), false)
        .onSuccess(spec -> start(launch, spec))
        .onFailure(
            failure -> {
              preparing.remove(launch.id());
              LOG.warn("The sandbox of {} could not be made", launch.id().getValue(), failure);
              launchFailed(
                  launch.id(),
                  Stage.SANDBOX,
                  "Failed to create executor directory: " + failure.getMessage());
            });
  }

  private void start(ContainerLaunch launch, ContainerSpec spec) {
    preparing.remove(launch.id());
    if (unwanted.remove(launch.id())) {
      launchFailed(launch.id(), Stage.PREPARATION, "Container destroyed while it was launched");
      return;
    }
    containers
        .launch(spec)
        .onSuccess(
            launched -> {
              counts.fetched();
              ContainerStatus status = status(launch.id(), launched);
              ByteString data =
                  launched.taskData().map(ByteString::copyFrom).orElse(ByteString.EMPTY);
              loop.run("launched", (core, now) -> core.launched(launch.id(), status, data, now));
              watch(launch.id());
            })
        .onFailure(
            failure -> {
              LOG.info(
                  "Container {} did not start: {}", launch.id().getValue(), failure.getMessage());
              Stage stage = stage(failure);
              if (stage == Stage.PREPARATION) {
                counts.notFetched();
              }
              launchFailed(launch.id(), stage, String.valueOf(failure.getMessage()));
            });
  }

  private static Stage stage(Throwable failure) {
    if (failure instanceof LaunchFailedException refused) {
      return switch (refused.kind()) {
        case USER -> Stage.SANDBOX;
        case PREPARATION -> Stage.PREPARATION;
        case START -> Stage.START;
      };
    }
    LOG.warn("A container could not be launched", failure);
    return Stage.PREPARATION;
  }

  private void launchFailed(ContainerID id, Stage stage, String message) {
    loop.run(
        "launch failed",
        (core, now) -> core.launchFailed(id, new LaunchFailure(stage, message), now));
  }

  private static ContainerStatus status(ContainerID id, Launched launched) {
    ContainerStatus.Builder status = launched.status().toBuilder().setContainerId(id);
    if (!status.hasExecutorPid()) {
      launched.pid().ifPresent(pid -> status.setExecutorPid((int) pid));
    }
    return status.build();
  }

  private void watch(ContainerID id) {
    containers
        .wait(id(id))
        .onSuccess(termination -> ended(id, exit(termination)))
        .onFailure(
            failure -> {
              LOG.warn("Container {} is lost", id.getValue(), failure);
              ended(id, Exit.unknown("The container is lost: " + failure.getMessage()));
            });
  }

  private void ended(ContainerID id, Exit exit) {
    loop.run("terminated", (core, now) -> core.terminated(id, exit, now));
  }

  private static Exit exit(Termination termination) {
    return new Exit(
        Optional.of(termination.waitStatus()),
        termination.state(),
        termination.reason(),
        termination.message());
  }

  private static ContainerId id(ContainerID id) {
    return new ContainerId(id.getValue());
  }

  @Override
  public void kill(ContainerID id, Duration gracePeriod) {
    containers.kill(id(id), gracePeriod).onFailure(failure -> unable("kill", id, failure));
  }

  @Override
  public void destroy(ContainerID id) {
    if (preparing.contains(id)) {
      unwanted.add(id);
    } else {
      containers.destroy(id(id)).onFailure(failure -> unable("destroy", id, failure));
    }
  }

  @Override
  public void remove(ContainerID id) {
    containers.remove(id(id)).onFailure(failure -> unable("remove", id, failure));
  }

  @Override
  public void discard(ContainerID id) {
    LOG.info("Container {} belongs to no task; it is removed", id.getValue());
    containers
        .destroy(id(id))
        .compose(ignored -> containers.wait(id(id)))
        .transform(ignored -> containers.remove(id(id)))
        .onFailure(failure -> unable("discard", id, failure));
  }

  /** The core asks again as long as it matters. */
  private static void unable(String what, ContainerID id, Throwable failure) {
    LOG.warn("Cannot {} container {}: {}", what, id.getValue(), failure.toString());
  }

  @Override
  public void recoverContainers(String agentId) {
    containers
        .recover(agentId)
        .onSuccess(
            found -> {
              List<FoundContainer> all = found.stream().map(EffectRunner::found).toList();
              loop.run("containers recovered", (core, now) -> core.containersRecovered(all, now));
              all.stream()
                  .filter(container -> container.exit().isEmpty())
                  .forEach(container -> watch(container.id()));
            })
        .onFailure(
            failure -> {
              LOG.error("The agent's containers cannot be found again", failure);
              terminated.accept(
                  "The agent's containers cannot be found again: " + failure.getMessage(), false);
            });
  }

  private static FoundContainer found(Recovered recovered) {
    ContainerID id = ContainerID.newBuilder().setValue(recovered.id().value()).build();
    return new FoundContainer(
        id, status(id, recovered.launched()), recovered.termination().map(EffectRunner::exit));
  }

  @Override
  public void probe(Probe probe) {
    prober
        .probe(probe)
        .onComplete(
            result -> {
              Probe.Result outcome =
                  result.succeeded()
                      ? result.result()
                      : new Probe.Failed(String.valueOf(result.cause().getMessage()));
              loop.run("probed", (core, now) -> core.probed(probe, outcome, now));
            });
  }

  @Override
  public void sendToExecutor(FrameworkID frameworkId, ExecutorID executorId, Event event) {
    executors.send(frameworkId, executorId, event);
  }

  @Override
  public void closeExecutor(FrameworkID frameworkId, ExecutorID executorId) {
    executors.close(frameworkId, executorId);
  }

  @Override
  public void createVolume(PersistentVolume volume) {
    onDisk(() -> volumes.create(volume), "create", volume);
  }

  @Override
  public void deleteVolume(PersistentVolume volume) {
    onDisk(
        () -> {
          volumes.delete(volume);
          return null;
        },
        "delete",
        volume);
  }

  private void onDisk(Callable<?> action, String what, PersistentVolume volume) {
    Future<?> done = vertx.executeBlocking(action, true);
    done.onFailure(failure -> LOG.error("Cannot {} volume {}", what, volume, failure));
  }

  @Override
  public void terminate(String why, boolean forget) {
    terminated.accept(why, forget);
  }

  @Override
  public void note(String text) {
    LOG.info(text);
  }
}
