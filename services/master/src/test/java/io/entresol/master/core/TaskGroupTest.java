package io.entresol.master.core;

import static io.entresol.master.core.TestingFramework.launchGroup;
import static io.entresol.master.core.TestingFramework.task;
import static org.assertj.core.api.Assertions.assertThat;

import io.entresol.domain.resources.ResourceParser;
import io.entresol.mesos.v1.ContainerInfo;
import io.entresol.mesos.v1.ExecutorInfo;
import io.entresol.mesos.v1.HealthCheck;
import io.entresol.mesos.v1.NetworkInfo;
import io.entresol.mesos.v1.TaskInfo;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TaskGroupTest {
  private final TestingMaster master = TestingMaster.elected();
  private final TestingFramework framework = TestingFramework.subscribed(master);
  private final TestingAgent agent = TestingAgent.registered(master);

  private static ExecutorInfo.Builder executor(TestingFramework framework, String resources) {
    return TestingFramework.executor("e", resources)
        .setType(ExecutorInfo.Type.DEFAULT)
        .setFrameworkId(framework.protoId())
        .clearCommand();
  }

  private List<String> accept(ExecutorInfo.Builder executor, TaskInfo.Builder... tasks) {
    String offer = framework.offered(agent, "cpus:3;mem:512;disk:100;ports:[31000-31002]");
    return framework.accept(offer, TestingFramework.refuse(0), launchGroup(executor, tasks));
  }

  private static String refusal(String taskId, String message) {
    return taskId + " TASK_ERROR SOURCE_MASTER REASON_TASK_GROUP_INVALID: " + message;
  }

  @Test
  void aGroupIsLaunchedAsAWhole() {
    assertThat(
            accept(
                executor(framework, "cpus:0.1;mem:32;disk:1"),
                task(agent, "t0", "cpus:1"),
                task(agent, "t1", "mem:64")))
        .containsExactly(
            "reply 202",
            "a0 #2 RUN_TASK_GROUP e:"
                + " t0 [cpus<web>:1] on e [cpus<web>:0.1;mem<web>:32;disk<web>:1];"
                + " t1 [mem<web>:64] on e [cpus<web>:0.1;mem<web>:32;disk<web>:1]",
            "allocator #4 RECOVERED m-0000 m-S0"
                + " [cpus<web>:1.9;mem<web>:416;disk<web>:99;ports<web>:[31000-31002]]");
  }

  @Test
  void aSecondGroupOnTheSameExecutorPaysForItsTasksOnly() {
    ExecutorInfo.Builder executor = executor(framework, "cpus:0.1;mem:32;disk:1");
    accept(executor, task(agent, "t0", "cpus:1"));

    assertThat(accept(executor, task(agent, "t1", "cpus:3")))
        .contains(
            "allocator #6 RECOVERED m-0000 m-S0"
                + " [mem<web>:512;disk<web>:100;ports<web>:[31000-31002]]");
  }

  @Test
  void oneBadTaskRefusesAll() {
    assertThat(
            accept(
                executor(framework, "cpus:0.1;mem:32;disk:1"),
                task(agent, "t0", "cpus:1"),
                task(agent, "t1", "")))
        .containsExactly(
            "reply 202",
            "s0 #4 UPDATE " + refusal("t0", "Task 't1' is invalid: Task uses no resources"),
            "s0 #5 UPDATE " + refusal("t1", "Task 't1' is invalid: Task uses no resources"),
            "allocator #4 RECOVERED m-0000 m-S0"
                + " [cpus<web>:3;mem<web>:512;disk<web>:100;ports<web>:[31000-31002]]");
  }

  @Test
  void twoTasksCannotHaveTheSamePorts() {
    assertThat(
            accept(
                executor(framework, "cpus:0.1;mem:32;disk:1"),
                task(agent, "t0", "ports:[31000-31001]"),
                task(agent, "t1", "ports:[31001-31002]")))
        .contains(
            "s0 #4 UPDATE "
                + refusal("t0", "tasks or executor of the group use the same resources"));
  }

  @Test
  void twoTasksCannotHaveTheSameId() {
    assertThat(
            accept(
                executor(framework, "cpus:0.1;mem:32;disk:1"),
                task(agent, "t", "cpus:1"),
                task(agent, "t", "cpus:1")))
        .contains("s0 #4 UPDATE " + refusal("t", "Task 't' is invalid: Task has duplicate ID: t"));
  }

  static Stream<Arguments> smallExecutors() {
    return Stream.of(
        Arguments.of("", "Executor 'e' uses less CPUs (None) than the minimum required (0.01)"),
        Arguments.of(
            "cpus:0.001;mem:32;disk:1",
            "Executor 'e' uses less CPUs (0.001) than the minimum required (0.01)"),
        Arguments.of(
            "cpus:0.1;disk:1",
            "Executor 'e' uses less memory (None) than the minimum required (32MB)"),
        Arguments.of(
            "cpus:0.1;mem:16;disk:1",
            "Executor 'e' uses less memory (16MB) than the minimum required (32MB)"),
        Arguments.of("cpus:0.1;mem:32", "Executor 'e' uses no disk"));
  }

  @ParameterizedTest
  @MethodSource("smallExecutors")
  void theExecutorOfAGroupNeedsAMinimum(String resources, String message) {
    assertThat(accept(executor(framework, resources), task(agent, "t", "cpus:1")))
        .contains("s0 #4 UPDATE " + refusal("t", message));
  }

  @Test
  void theGroupsExecutorNeedsAType() {
    assertThat(
            accept(
                executor(framework, "cpus:0.1;mem:32;disk:1").clearType(),
                task(agent, "t", "cpus:1")))
        .contains("s0 #4 UPDATE " + refusal("t", "the group's executor needs a type"));
  }

  @Test
  void tasksOfAGroupAreNoDockerContainers() {
    TaskInfo.Builder task = task(agent, "t", "cpus:1");
    task.getContainerBuilder()
        .setType(ContainerInfo.Type.DOCKER)
        .getDockerBuilder()
        .setImage("image");

    assertThat(accept(executor(framework, "cpus:0.1;mem:32;disk:1"), task))
        .contains(
            "s0 #4 UPDATE "
                + refusal(
                    "t", "Task 't' is invalid: a task of a group cannot be a Docker container"));
  }

  @Test
  void tasksOfAGroupWithANetworkHaveNoNetworkChecks() {
    TaskInfo.Builder task = task(agent, "t", "cpus:1");
    task.getContainerBuilder()
        .setType(ContainerInfo.Type.MESOS)
        .addNetworkInfos(NetworkInfo.newBuilder().setName("net"));
    task.getHealthCheckBuilder().setType(HealthCheck.Type.TCP).getTcpBuilder().setPort(80);

    assertThat(accept(executor(framework, "cpus:0.1;mem:32;disk:1"), task))
        .contains(
            "s0 #4 UPDATE "
                + refusal(
                    "t",
                    "Task 't' is invalid: a task with a network of its own can have no HTTP or TCP"
                        + " health check"));
  }

  @Test
  void unknownOffersDropTheWholeGroup() {
    assertThat(
            framework.accept(
                "m-O9",
                launchGroup(
                    executor(framework, "cpus:0.1;mem:32;disk:1"),
                    task(agent, "t0", "cpus:1"),
                    task(agent, "t1", "cpus:1"))))
        .containsExactly(
            "reply 202",
            "s0 #3 UPDATE t0 TASK_DROPPED SOURCE_MASTER REASON_INVALID_OFFERS: Task launched with"
                + " invalid offers: Offer m-O9 is no longer valid",
            "s0 #4 UPDATE t1 TASK_DROPPED SOURCE_MASTER REASON_INVALID_OFFERS: Task launched with"
                + " invalid offers: Offer m-O9 is no longer valid");
  }

  @Test
  void aGroupMayRunOnACustomExecutor() {
    ExecutorInfo.Builder custom =
        TestingFramework.executor("e", "cpus:0.1;mem:32;disk:1")
            .setFrameworkId(framework.protoId());

    assertThat(accept(custom, task(agent, "t", ResourceParser.parse("cpus:1"))))
        .anyMatch(line -> line.startsWith("a0 #2 RUN_TASK_GROUP e: t "));
  }
}
