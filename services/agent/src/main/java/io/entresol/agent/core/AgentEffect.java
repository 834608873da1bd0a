package io.entresol.agent.core;

import io.entresol.mesos.v1.ContainerID;
import io.entresol.mesos.v1.ExecutorID;
import io.entresol.mesos.v1.FrameworkID;
import io.entresol.mesos.v1.executor.Event;
import io.entresol.proto.bus.AgentMessage;
import java.time.Duration;

/** What the agent does to the world, after the records of its frame are stored. */
public sealed interface AgentEffect {

  /** Double dispatch: a new effect does not compile until every runner handles it. */
  void run(Runner runner);

  /** Sends to the leading master; may be lost. */
  record SendToMaster(AgentMessage message) implements AgentEffect {
    @Override
    public void run(Runner runner) {
      runner.sendToMaster(message);
    }
  }

  /** Makes the sandbox and starts the container; answered by launched, launchFailed, terminated. */
  record LaunchContainer(ContainerLaunch launch) implements AgentEffect {
    @Override
    public void run(Runner runner) {
      runner.launch(launch);
    }
  }

  /** SIGTERM, and SIGKILL after the grace period. */
  record KillContainer(ContainerID id, Duration gracePeriod) implements AgentEffect {
    @Override
    public void run(Runner runner) {
      runner.kill(id, gracePeriod);
    }
  }

  /** SIGKILL now, or the end of a launch that is under way. */
  record DestroyContainer(ContainerID id) implements AgentEffect {
    @Override
    public void run(Runner runner) {
      runner.destroy(id);
    }
  }

  /** Lets the engine forget an ended container. */
  record RemoveContainer(ContainerID id) implements AgentEffect {
    @Override
    public void run(Runner runner) {
      runner.remove(id);
    }
  }

  /** Ends a container that is nobody's, and deletes what the engine keeps of it. */
  record DiscardContainer(ContainerID id) implements AgentEffect {
    @Override
    public void run(Runner runner) {
      runner.discard(id);
    }
  }

  /** Asks which containers of this agent there are; answered by containersRecovered. */
  record RecoverContainers(String agentId) implements AgentEffect {
    @Override
    public void run(Runner runner) {
      runner.recoverContainers(agentId);
    }
  }

  /** Looks into a task once; answered by probed. */
  record RunProbe(Probe probe) implements AgentEffect {
    @Override
    public void run(Runner runner) {
      runner.probe(probe);
    }
  }

  /** Sends on the executor's stream, if there is one. */
  record SendToExecutor(FrameworkID frameworkId, ExecutorID executorId, Event event)
      implements AgentEffect {
    @Override
    public void run(Runner runner) {
      runner.sendToExecutor(frameworkId, executorId, event);
    }
  }

  /** Ends the executor's stream, if there is one. */
  record CloseExecutor(FrameworkID frameworkId, ExecutorID executorId) implements AgentEffect {
    @Override
    public void run(Runner runner) {
      runner.closeExecutor(frameworkId, executorId);
    }
  }

  /** Makes the directory of a persistent volume, or leaves it as it is. */
  record CreateVolume(PersistentVolume volume) implements AgentEffect {
    @Override
    public void run(Runner runner) {
      runner.createVolume(volume);
    }
  }

  /** Deletes a persistent volume with its data. */
  record DeleteVolume(PersistentVolume volume) implements AgentEffect {
    @Override
    public void run(Runner runner) {
      runner.deleteVolume(volume);
    }
  }

  /**
   * Ends this agent.
   *
   * @param forget whether its id is never to be used again
   */
  record Terminate(String why, boolean forget) implements AgentEffect {
    @Override
    public void run(Runner runner) {
      runner.terminate(why, forget);
    }
  }

  /** Tells the operator's log what was refused or lost. */
  record Note(String text) implements AgentEffect {
    @Override
    public void run(Runner runner) {
      runner.note(text);
    }
  }

  /** Carries effects out; one method for each. */
  interface Runner {
    void sendToMaster(AgentMessage message);

    void launch(ContainerLaunch launch);

    void kill(ContainerID id, Duration gracePeriod);

    void destroy(ContainerID id);

    void remove(ContainerID id);

    void discard(ContainerID id);

    void recoverContainers(String agentId);

    void probe(Probe probe);

    void sendToExecutor(FrameworkID frameworkId, ExecutorID executorId, Event event);

    void closeExecutor(FrameworkID frameworkId, ExecutorID executorId);

    void createVolume(PersistentVolume volume);

    void deleteVolume(PersistentVolume volume);

    void terminate(String why, boolean forget);

    void note(String text);
  }
}
