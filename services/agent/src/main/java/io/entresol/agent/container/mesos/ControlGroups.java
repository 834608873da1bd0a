package io.entresol.agent.container.mesos;

import io.entresol.agent.container.ContainerId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes the control groups of containers, below one group of their own ({@code mesos}). There are
 * some only where the agent may write them, which is as root; elsewhere containers are plain
 * processes.
 */
final class ControlGroups {
  private static final List<String> CONTROLLERS = List.of("cpu", "cpuacct", "memory");
  private static final long SHARES_PER_CPU = 1024;
  private static final long SHARES_LEAST = 2;
  private static final long MEMORY_LEAST_BYTES = 32L << 20;
  private static final long BYTES_PER_MEGABYTE = 1L << 20;
  private static final long QUOTA_PERIOD_MICROS = 100_000;
  private static final long QUOTA_LEAST_MICROS = 1_000;
  private static final long WEIGHT_PER_CPU = 100;
  private static final long WEIGHT_MOST = 10_000;

  /**
   * What one container may use.
   *
   * @param cpusMilli thousandths of a processor; 0 sets nothing
   * @param memMilli thousandths of a megabyte; 0 sets nothing
   * @param hardCpu whether idle processors of others are out of reach too
   */
  record Limits(long cpusMilli, long memMilli, boolean hardCpu) {
    long shares() {
      return Math.max(SHARES_LEAST, cpusMilli * SHARES_PER_CPU / 1000);
    }

    /** Version 2's form of shares: 100 for one processor, from 1 to 10,000. */
    long weight() {
      return Math.min(WEIGHT_MOST, Math.max(1, cpusMilli * WEIGHT_PER_CPU / 1000));
    }

    long memoryBytes() {
      return Math.max(MEMORY_LEAST_BYTES, memMilli * BYTES_PER_MEGABYTE / 1000);
    }

    long quotaMicros() {
      return Math.max(QUOTA_LEAST_MICROS, cpusMilli * QUOTA_PERIOD_MICROS / 1000);
    }
  }

  private final boolean unified;
  private final Map<String, Path> parents;

  private ControlGroups(boolean unified, Map<String, Path> parents) {
    this.unified = unified;
    this.parents = parents;
  }

  /**
   * Opens them, and makes the group below which all containers' groups are.
   *
   * @param hierarchy where they are mounted, usually {@code /sys/fs/cgroup}
   * @param root the name of the group, usually {@code mesos}
   * @throws IOException if the agent cannot make groups there, or there are none
   */
  static ControlGroups open(Path hierarchy, String root) throws IOException {
    if (Files.exists(hierarchy.resolve("cgroup.controllers"))) {
      Path parent = hierarchy.resolve(root);
      enable(hierarchy);
      Files.createDirectories(parent);
      enable(parent);
      return new ControlGroups(true, Map.of("", parent));
    }
    Map<String, Path> parents = new LinkedHashMap<>();
    for (String controller : CONTROLLERS) {
      Path mounted = hierarchy.resolve(controller);
      if (Files.isDirectory(mounted)) {
        // cpu and cpuacct are often two names for one hierarchy; the real path tells.
        parents.put(controller, Files.createDirectories(mounted.toRealPath().resolve(root)));
      }
    }
    if (!parents.containsKey("cpu") || !parents.containsKey("memory")) {
      throw new IOException("no cpu and memory controllers below " + hierarchy);
    }
    return new ControlGroups(false, parents);
  }

  /** Lets the children of a group have the controllers that are needed. */
  private static void enable(Path group) throws IOException {
    List<String> enabled = words(group.resolve("cgroup.subtree_control"));
    for (String controller : List.of("cpu", "memory")) {
      if (!enabled.contains(controller)) {
        Files.writeString(group.resolve("cgroup.subtree_control"), "+" + controller);
      }
    }
  }

  private static List<String> words(Path file) throws IOException {
    return Arrays.asList(Files.readString(file).trim().split("\\s+"));
  }

  boolean unified() {
    return unified;
  }

  /** The group of one container, made and limited. */
  ControlGroup create(ContainerId id, Limits limits) throws IOException {
    ControlGroup group = named(id);
    for (Path directory : group.directories().values()) {
      Files.createDirectories(directory);
    }
    if (limits.cpusMilli() > 0) {
      limitCpu(group, limits);
    }
    if (limits.memMilli() > 0) {
      limitMemory(group, limits.memoryBytes());
    }
    return group;
  }

  private void limitCpu(ControlGroup group, Limits limits) throws IOException {
    if (unified) {
      Path directory = group.directories().get("");
      Files.writeString(directory.resolve("cpu.weight"), Long.toString(limits.weight()));
      if (limits.hardCpu()) {
        Files.writeString(
            directory.resolve("cpu.max"), limits.quotaMicros() + " " + QUOTA_PERIOD_MICROS);
      }
      return;
    }
    Path directory = group.directories().get("cpu");
    Files.writeString(directory.resolve("cpu.shares"), Long.toString(limits.shares()));
    if (limits.hardCpu()) {
      Files.writeString(directory.resolve("cpu.cfs_period_us"), Long.toString(QUOTA_PERIOD_MICROS));
      Files.writeString(directory.resolve("cpu.cfs_quota_us"), Long.toString(limits.quotaMicros()));
    }
  }

  private void limitMemory(ControlGroup group, long bytes) throws IOException {
    if (unified) {
      Path directory = group.directories().get("");
      Files.writeString(directory.resolve("memory.max"), Long.toString(bytes));
      Files.writeString(directory.resolve("memory.oom.group"), "1");
      return;
    }
    Path directory = group.directories().get("memory");
    Files.writeString(directory.resolve("memory.soft_limit_in_bytes"), Long.toString(bytes));
    Files.writeString(directory.resolve("memory.limit_in_bytes"), Long.toString(bytes));
  }

  /** The group that an earlier process of this agent made for a container, if it is still there. */
  Optional<ControlGroup> find(ContainerId id) {
    ControlGroup group = named(id);
    return group.directories().values().stream().anyMatch(Files::isDirectory)
        ? Optional.of(group)
        : Optional.empty();
  }

  private ControlGroup named(ContainerId id) {
    Map<String, Path> directories = new LinkedHashMap<>();
    parents.forEach(
        (controller, parent) -> directories.put(controller, parent.resolve(id.value())));
    return new ControlGroup(unified, directories);
  }
}
