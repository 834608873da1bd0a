package io.entresol.agent.container.mesos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entresol.agent.container.ContainerId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Over directories that look like the kernel's. */
class ControlGroupsTest {
  private static final ContainerId ID = new ContainerId("c-1");
  private static final ControlGroups.Limits HALF_CPU_64_MB =
      new ControlGroups.Limits(500, 64_000, false);

  @TempDir Path hierarchy;

  private ControlGroups unified() throws IOException {
    Files.writeString(hierarchy.resolve("cgroup.controllers"), "cpu memory pids\n");
    Files.writeString(hierarchy.resolve("cgroup.subtree_control"), "cpu memory\n");
    Path parent = Files.createDirectories(hierarchy.resolve("mesos"));
    Files.writeString(parent.resolve("cgroup.subtree_control"), "cpu memory\n");
    return ControlGroups.open(hierarchy, "mesos");
  }

  private ControlGroups split() throws IOException {
    Path joint = Files.createDirectories(hierarchy.resolve("cpu,cpuacct"));
    Files.createSymbolicLink(hierarchy.resolve("cpu"), joint);
    Files.createSymbolicLink(hierarchy.resolve("cpuacct"), joint);
    Files.createDirectories(hierarchy.resolve("memory"));
    return ControlGroups.open(hierarchy, "mesos");
  }

  private String text(String path) throws IOException {
    return Files.readString(hierarchy.resolve(path));
  }

  @Test
  void versionTwoIsOneDirectory() throws IOException {
    ControlGroup group = unified().create(ID, HALF_CPU_64_MB);

    assertThat(group.doors()).containsExactly(hierarchy.resolve("mesos/c-1/cgroup.procs"));
    assertThat(text("mesos/c-1/cpu.weight")).isEqualTo("50");
    assertThat(text("mesos/c-1/memory.max")).isEqualTo(Long.toString(64L << 20));
    assertThat(hierarchy.resolve("mesos/c-1/cpu.max")).doesNotExist();
  }

  @Test
  void versionOneIsOneDirectoryForEachHierarchy() throws IOException {
    ControlGroup group = split().create(ID, HALF_CPU_64_MB);

    assertThat(group.doors())
        .containsExactly(
            hierarchy.resolve("cpu,cpuacct/mesos/c-1/cgroup.procs"),
            hierarchy.resolve("memory/mesos/c-1/cgroup.procs"));
    assertThat(text("cpu/mesos/c-1/cpu.shares")).isEqualTo("512");
    assertThat(text("memory/mesos/c-1/memory.limit_in_bytes")).isEqualTo(Long.toString(64L << 20));
  }

  @Test
  void aHardLimitIsAQuota() throws IOException {
    var hard = new ControlGroups.Limits(1_500, 0, true);
    split().create(ID, hard);

    assertThat(text("cpu/mesos/c-1/cpu.cfs_quota_us")).isEqualTo("150000");
    assertThat(text("cpu/mesos/c-1/cpu.cfs_period_us")).isEqualTo("100000");
    assertThat(hierarchy.resolve("memory/mesos/c-1/memory.limit_in_bytes")).doesNotExist();
  }

  @Test
  void nobodyGetsLessThanTheKernelTakes() {
    var least = new ControlGroups.Limits(1, 1_000, false);

    assertThat(least.shares()).isEqualTo(2);
    assertThat(least.weight()).isEqualTo(1);
    assertThat(least.memoryBytes()).isEqualTo(32L << 20);
    assertThat(least.quotaMicros()).isEqualTo(1_000);
  }

  @Test
  void aGroupIsFoundAgain() throws IOException {
    ControlGroups groups = unified();

    assertThat(groups.find(ID)).isEmpty();
    ControlGroup made = groups.create(ID, HALF_CPU_64_MB);
    assertThat(groups.find(ID)).contains(made);
  }

  @Test
  void memoryThatRanOutIsSeen() throws IOException {
    ControlGroup group = unified().create(ID, HALF_CPU_64_MB);
    assertThat(group.outOfMemory()).isFalse();

    Files.writeString(hierarchy.resolve("mesos/c-1/memory.events"), "low 0\noom 1\noom_kill 1\n");

    assertThat(group.outOfMemory()).isTrue();
  }

  @Test
  void usageIsRead() throws IOException {
    ControlGroup group = unified().create(ID, HALF_CPU_64_MB);
    Files.writeString(
        hierarchy.resolve("mesos/c-1/cpu.stat"),
        "usage_usec 3500000\nuser_usec 2500000\nsystem_usec 1000000\n");
    Files.writeString(hierarchy.resolve("mesos/c-1/memory.current"), "4096\n");

    assertThat(group.usage())
        .hasValueSatisfying(
            usage -> {
              assertThat(usage.userSeconds()).isEqualTo(2.5);
              assertThat(usage.systemSeconds()).isEqualTo(1);
              assertThat(usage.memoryBytes()).hasValue(4096);
            });
  }

  @Test
  void withoutControllersThereAreNone() {
    assertThatThrownBy(() -> ControlGroups.open(hierarchy, "mesos"))
        .isInstanceOf(IOException.class);
  }
}
