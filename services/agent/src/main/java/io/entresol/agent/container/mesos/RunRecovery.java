package io.entresol.agent.container.mesos;

import io.entresol.agent.container.ContainerId;
import io.entresol.agent.container.Termination;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the containers of an earlier agent process by their records. Blocking. */
final class RunRecovery {
  private static final Logger LOG = LoggerFactory.getLogger(RunRecovery.class);

  private final ProcessLauncher launcher;

  /**
   * A container as it was found.
   *
   * @param started empty if its process cannot be told from others any more
   * @param termination how it ended; empty while it runs
   */
  record Found(
      LaunchRecord launch,
      Optional<ProcessLauncher.Started> started,
      Optional<Termination> termination) {}

  RunRecovery(ProcessLauncher launcher) {
    this.launcher = launcher;
  }

  /**
   * The containers of one agent. Those of another agent id are this agent's own from before it got
   * a new id, since the directory is its own: nobody will ask for them, and they are ended.
   */
  List<Found> find(String agentId) throws IOException {
    List<Found> found = new ArrayList<>();
    for (LaunchRecord launch : launcher.directory().launched()) {
      Found container = look(launch);
      if (launch.agentId().equals(agentId)) {
        found.add(container);
      } else {
        discard(container);
      }
    }
    return found;
  }

  private Found look(LaunchRecord launch) {
    ContainerId id = launch.id();
    if (!launcher.isCurrent(launch)) {
      return unseen(launch, "The machine was restarted");
    }
    Optional<ControlGroup> group = launcher.groups().flatMap(groups -> groups.find(id));
    Optional<StartRecord> processes = launcher.directory().started(id);
    if (processes.isEmpty()) {
      group.ifPresent(ControlGroup::kill);
      return unseen(launch, "The agent ended during the launch");
    }
    Optional<ProcessLauncher.Started> started =
        Optional.of(new ProcessLauncher.Started(processes.get(), group));
    // In this order: a supervisor that has just ended has written its record before.
    boolean supervised = processes.get().supervisor().stillAlive();
    Optional<ExitRecord> exit = launcher.directory().ended(id);
    if (exit.isPresent()) {
      return new Found(launch, started, Optional.of(ContainerEnd.of(exit.get(), group)));
    }
    boolean gone = !supervised && !processes.get().task().stillAlive();
    return new Found(launch, started, gone ? Optional.of(unseenEnd()) : Optional.empty());
  }

  /** Of a container both of whose processes are gone without a record. */
  static Termination unseenEnd() {
    return ContainerEnd.unseen("The command's supervisor was killed");
  }

  private static Found unseen(LaunchRecord launch, String why) {
    return new Found(launch, Optional.empty(), Optional.of(ContainerEnd.unseen(why)));
  }

  private void discard(Found container) throws IOException {
    LOG.info(
        "Ending container {} of the former agent id {}",
        container.launch().id(),
        container.launch().agentId());
    if (container.started().isPresent()) {
      ProcessSignals.kill(container.started().get());
    }
    launcher.directory().delete(container.launch().id());
  }
}
