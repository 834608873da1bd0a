package io.entresol.agent.container.mesos;

import java.nio.file.Path;

/**
 * How plain processes are run.
 *
 * @param runDirectory where the records of running processes are kept; must outlive the agent
 *     process, and belong to one agent alone
 * @param isolate whether to hold each container in a control group, where the agent may
 * @param cgroupsHierarchy where control groups are mounted
 * @param cgroupsRoot the group below which all containers' groups are
 * @param hardCpuLimit whether a container may not even use idle processors beyond its share
 */
public record ProcessOptions(
    Path runDirectory,
    boolean isolate,
    Path cgroupsHierarchy,
    String cgroupsRoot,
    boolean hardCpuLimit) {

  /** Isolated where possible, with what the machine and Mesos usually have. */
  public static ProcessOptions in(Path runDirectory) {
    return new ProcessOptions(runDirectory, true, Path.of("/sys/fs/cgroup"), "mesos", false);
  }
}
