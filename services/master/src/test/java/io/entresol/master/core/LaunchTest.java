package io.entresol.master.core;

import static io.entresol.master.core.TestingFramework.launch;
import static io.entresol.master.core.TestingFramework.task;
import static org.assertj.core.api.Assertions.assertThat;

import io.entresol.domain.resources.ResourceParser;
import io.entresol.domain.resources.Resources;
import io.entresol.mesos.v1.CheckInfo;
import io.entresol.mesos.v1.CommandInfo;
import io.entresol.mesos.v1.ContainerInfo;
import io.entresol.mesos.v1.DurationInfo;
import io.entresol.mesos.v1.Environment;
import io.entresol.mesos.v1.ExecutorInfo;
import io.entresol.mesos.v1.FrameworkID;
import io.entresol.mesos.v1.HealthCheck;
import io.entresol.mesos.v1.KillPolicy;
import io.entresol.mesos.v1.Offer;
import io.entresol.mesos.v1.OperationID;
import io.entresol.mesos.v1.Parameter;
import io.entresol.mesos.v1.TaskInfo;
import io.entresol.mesos.v1.TaskState;
import io.entresol.mesos.v1.Value;
import io.entresol.mesos.v1.Volume;
import io.entresol.proto.ProtoResources;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class LaunchTest {
  private static final String SOME = "cpus:1;mem:128";

  private final TestingMaster master = TestingMaster.elected();
  private final TestingFramework framework = TestingFramework.subscribed(master);
  private final TestingAgent agent = TestingAgent.registered(master);

  private String offer(String resources) {
    return framework.offered(agent, resources);
  }

  @Test
  void anAcceptedTaskIsSentToItsAgent() {
    String offer = offer("cpus:2;mem:256");

    assertThat(framework.accept(offer, launch(task(agent, "t", SOME))))
        .containsExactly(
            "reply 202",
            "a0 #2 RUN_TASK t [cpus<web>:1;mem<web>:128]",
            "allocator #4 RECOVERED m-0000 m-S0 [cpus<web>:1;mem<web>:128] refused for 5000 ms");
  }

  @Test
  void whatIsUsedUpIsNotGivenBack() {
    assertThat(framework.accept(offer(SOME), launch(task(agent, "t", SOME))))
        .containsExactly("reply 202", "a0 #2 RUN_TASK t [cpus<web>:1;mem<web>:128]");
  }

  @Test
  void severalOffersOfOneAgentAreUsedTogether() {
    String offers = offer("cpus:1") + " " + offer("mem:128");

    assertThat(framework.accept(offers, launch(task(agent, "t", SOME))))
        .containsExactly("reply 202", "a0 #2 RUN_TASK t [cpus<web>:1;mem<web>:128]");
  }

  @Test
  void aTaskMayNameTheReservationInItsOldForm() {
    TestingFramework old =
        TestingFramework.subscribed(master, "s1", TestingFramework.oldInfo("web"));
    TestingAgent reserved = TestingAgent.registered(master, "a1", "cpus(web):1;mem(web):128");
    String offer = old.offered(reserved, "web", ResourceParser.parse("cpus(web):1;mem(web):128"));
    TaskInfo.Builder task =
        task(reserved, "t", Resources.NONE)
            .addAllResources(
                ProtoResources.toProtoOldFormat(ResourceParser.parse("cpus(web):1;mem(web):128")))
            .setCommand(CommandInfo.newBuilder().setValue("run"));

    assertThat(old.accept(offer, launch(task)))
        .containsExactly("reply 202", "a1 #2 RUN_TASK t [cpus[web]<web>:1;mem[web]<web>:128]");
  }

  @Test
  void tinyAmountsAreEnough() {
    assertThat(framework.accept(offer("cpus:0.001"), launch(task(agent, "t", "cpus:0.001"))))
        .containsExactly("reply 202", "a0 #2 RUN_TASK t [cpus<web>:0.001]");
  }

  @Test
  void aTaskThatIsNotGoodLeavesTheOthersAlone() {
    assertThat(
            framework.accept(
                offer("cpus:2;mem:256"),
                launch(
                    task(agent, "t0", SOME), task(agent, "t1", "cpus:8"), task(agent, "t2", SOME))))
        .containsExactly(
            "reply 202",
            "a0 #2 RUN_TASK t0 [cpus<web>:1;mem<web>:128]",
            "a0 #3 RUN_TASK t2 [cpus<web>:1;mem<web>:128]",
            "s0 #4 UPDATE t1 TASK_ERROR SOURCE_MASTER REASON_TASK_INVALID: Total resources"
                + " cpus(allocated: web):8 required by task and its executor is more than available"
                + " cpus(allocated: web):1; mem(allocated: web):128");
  }

  @Test
  void anExecutorIsLaunchedWithItsFirstTask() {
    ExecutorInfo.Builder executor = TestingFramework.executor("e", "cpus:0.5;mem:32");
    TaskInfo.Builder first = task(agent, "t0", ResourceParser.parse(SOME)).setExecutor(executor);
    TaskInfo.Builder second = task(agent, "t1", ResourceParser.parse(SOME)).setExecutor(executor);

    assertThat(framework.accept(offer("cpus:2.5;mem:288"), launch(first, second)))
        .containsExactly(
            "reply 202",
            "a0 #2 RUN_TASK t0 [cpus<web>:1;mem<web>:128] on e [cpus<web>:0.5;mem<web>:32]",
            "a0 #3 RUN_TASK t1 [cpus<web>:1;mem<web>:128] on e [cpus<web>:0.5;mem<web>:32]");
  }

  @Test
  void anExecutorIsTheSameForAllItsTasksOnAnAgent() {
    ExecutorInfo.Builder executor = TestingFramework.executor("e", "cpus:0.5;mem:32");
    TaskInfo.Builder first = task(agent, "t0", ResourceParser.parse(SOME)).setExecutor(executor);
    framework.accept(offer("cpus:1.5;mem:160"), launch(first));
    TaskInfo.Builder second =
        task(agent, "t1", ResourceParser.parse(SOME)).setExecutor(executor.setName("other"));

    assertThat(framework.accept(offer("cpus:4;mem:512"), launch(second)))
        .anyMatch(
            line ->
                line.startsWith(
                    "s0 #5 UPDATE t1 TASK_ERROR SOURCE_MASTER REASON_TASK_INVALID: ExecutorInfo is"
                        + " not compatible with existing ExecutorInfo with same ExecutorID."));
  }

  @Test
  void aTaskIdIsNotUsedTwiceAtATime() {
    framework.launch(agent, "t", SOME);

    assertThat(framework.launch(agent, "t", SOME))
        .contains(
            "s0 #5 UPDATE t TASK_ERROR SOURCE_MASTER REASON_TASK_INVALID: Task has duplicate ID:"
                + " t");
    agent.update(framework, "t", TaskState.TASK_FINISHED);
    framework.acknowledge(agent, "t", "tTASK_FINISHED");
    assertThat(framework.launch(agent, "t", SOME))
        .contains("a0 #4 RUN_TASK t [cpus<web>:1;mem<web>:128]");
  }

  @Test
  void theIdOfAnUnreachableTaskIsNotUsedAgain() {
    TestingAgent other = TestingAgent.registered(master, "a1", SOME);
    framework.launch(other, "t", SOME);
    master.pass(Duration.ofSeconds(100));
    TestingAgent third = TestingAgent.registered(master, "a2", SOME);

    assertThat(framework.launch(third, "t", SOME))
        .anyMatch(line -> line.contains("t TASK_ERROR SOURCE_MASTER REASON_TASK_INVALID"));
  }

  @Test
  void anOperationIdOnALaunchRefusesItsTasks() {
    Offer.Operation operation =
        launch(task(agent, "t", SOME)).toBuilder()
            .setId(OperationID.newBuilder().setValue("o"))
            .build();

    assertThat(framework.accept(offer(SOME), operation))
        .containsExactly(
            "reply 202",
            "s0 #4 UPDATE t TASK_ERROR SOURCE_MASTER REASON_TASK_INVALID: The `id` field cannot be"
                + " set on LAUNCH operations",
            "allocator #4 RECOVERED m-0000 m-S0 [cpus<web>:1;mem<web>:128] refused for 5000 ms");
  }

  @Test
  void anAcceptWithoutTasksIsADecline() {
    assertThat(framework.accept(offer("cpus:1"), TestingFramework.refuse(3), launch()))
        .containsExactly(
            "reply 202", "allocator #4 RECOVERED m-0000 m-S0 [cpus<web>:1] refused for 3000 ms");
    assertThat(framework.accept(offer("cpus:1"), TestingFramework.refuse(0)))
        .containsExactly("reply 202", "allocator #6 RECOVERED m-0000 m-S0 [cpus<web>:1]");
  }

  @Test
  void unknownOffersDropTheTasks() {
    assertThat(framework.accept("m-O9", launch(task(agent, "t", SOME))))
        .containsExactly(
            "reply 202",
            "s0 #3 UPDATE t TASK_DROPPED SOURCE_MASTER REASON_INVALID_OFFERS: Task launched with"
                + " invalid offers: Offer m-O9 is no longer valid");
  }

  @Test
  void forFrameworksThatDoNotKnowPartitionsDroppedTasksAreLost() {
    TestingFramework old =
        TestingFramework.subscribed(master, "s1", TestingFramework.oldInfo("web"));

    assertThat(old.accept("", launch(task(agent, "t", SOME))))
        .containsExactly(
            "reply 202",
            "s1 #3 UPDATE t TASK_LOST SOURCE_MASTER REASON_INVALID_OFFERS: Task launched with"
                + " invalid offers: No offers specified");
  }

  @Test
  void oneOfferCannotBeNamedTwice() {
    String offer = offer("cpus:1");

    assertThat(framework.accept(offer + " " + offer, launch(task(agent, "t", SOME))))
        .containsExactly(
            "reply 202",
            "s0 #4 UPDATE t TASK_DROPPED SOURCE_MASTER REASON_INVALID_OFFERS: Task launched with"
                + " invalid offers: Duplicate offer m-O0 in offer list",
            "allocator #4 RECOVERED m-0000 m-S0 [cpus<web>:1]");
  }

  @Test
  void offersOfTwoAgentsCannotBeAcceptedTogether() {
    TestingAgent other = TestingAgent.registered(master, "a1", SOME);
    String offers = offer("cpus:1") + " " + framework.offered(other, "cpus:1");

    assertThat(framework.accept(offers, launch(task(agent, "t", SOME))))
        .containsExactly(
            "reply 202",
            "s0 #5 UPDATE t TASK_DROPPED SOURCE_MASTER REASON_INVALID_OFFERS: Task launched with"
                + " invalid offers: Aggregated offers must belong to one single agent. Offer m-O1"
                + " uses agent m-S1 and agent m-S0",
            "allocator #6 RECOVERED m-0000 m-S0 [cpus<web>:1]",
            "allocator #7 RECOVERED m-0000 m-S1 [cpus<web>:1]");
  }

  @Test
  void offersOfTwoRolesCannotBeAcceptedTogether() {
    TestingFramework both =
        TestingFramework.subscribed(master, "s1", TestingFramework.info("web", "db"));
    Resources cpu = ResourceParser.parse("cpus:1");
    String offers = both.offered(agent, "web", cpu) + " " + both.offered(agent, "db", cpu);

    assertThat(both.accept(offers, launch(task(agent, "t", SOME))))
        .contains(
            "s1 #5 UPDATE t TASK_DROPPED SOURCE_MASTER REASON_INVALID_OFFERS: Task launched with"
                + " invalid offers: Aggregated offers must be allocated to the same role. Offer"
                + " m-O1 uses role 'db' and role 'web'");
  }

  @Test
  void anotherFrameworksOfferIsTakenFromIt() {
    TestingFramework other =
        TestingFramework.subscribed(master, "s1", TestingFramework.info("web"));
    String offer = offer("cpus:1");

    assertThat(other.accept(offer, launch(task(agent, "t", SOME))))
        .containsExactly(
            "reply 202",
            "s1 #3 UPDATE t TASK_DROPPED SOURCE_MASTER REASON_INVALID_OFFERS: Task launched with"
                + " invalid offers: Offer m-O0 has invalid framework m-0000 while framework m-0001"
                + " is expected",
            "allocator #5 RECOVERED m-0000 m-S0 [cpus<web>:1]");
  }

  static Stream<Arguments> badTasks() {
    return Stream.of(badNamesAndResources(), badChecksAndContainers(), badExecutors())
        .flatMap(flaws -> flaws);
  }

  private static Stream<Arguments> badNamesAndResources() {
    return Stream.of(
        bad(task -> task.setTaskId(TestingFramework.taskId("")), "ID must not be empty"),
        bad(task -> task.setTaskId(TestingFramework.taskId("..")), "'..' is disallowed"),
        bad(
            task -> task.setTaskId(TestingFramework.taskId("a/b")),
            "'a/b' contains invalid characters"),
        bad(
            task -> task.setTaskId(TestingFramework.taskId("x".repeat(256))),
            "ID must not be greater than 255 characters"),
        bad(
            task -> task.getAgentIdBuilder().setValue("nope"),
            "Task uses invalid agent nope while agent m-S0 is expected"),
        bad(
            task -> task.clearCommand(),
            "Task should have at least one (but not both) of CommandInfo or ExecutorInfo present"),
        bad(
            task -> task.setExecutor(TestingFramework.executor("e", "cpus:0.1")),
            "Task should have at least one (but not both) of CommandInfo or ExecutorInfo present"),
        bad(task -> task.clearResources(), "Task uses no resources"),
        bad(
            task -> task.getResourcesBuilder(0).getScalarBuilder().setValue(-1),
            "Resource 'cpus:-1' is invalid: Invalid scalar resource: value <= 0"),
        bad(
            task -> task.getResourcesBuilder(0).getScalarBuilder().setValue(0.0001),
            "Resource 'cpus:0' is invalid: Invalid scalar resource: value <= 0"),
        bad(
            task -> task.getResourcesBuilder(0).setName("gpus").getScalarBuilder().setValue(0.5),
            "Task uses invalid resources: Invalid 'gpus' resource: The 'gpus' resource must be an"
                + " unsigned integer"));
  }

  private static Stream<Arguments> badChecksAndContainers() {
    return Stream.of(
        bad(
            task ->
                task.setKillPolicy(
                    KillPolicy.newBuilder()
                        .setGracePeriod(DurationInfo.newBuilder().setNanoseconds(-1))),
            "Task's 'kill_policy.grace_period' must be non-negative"),
        bad(
            task -> task.setMaxCompletionTime(DurationInfo.newBuilder().setNanoseconds(-1)),
            "Task's 'max_completion_time' must be non-negative"),
        bad(
            task -> task.setHealthCheck(HealthCheck.getDefaultInstance()),
            "Task uses invalid health check: HealthCheck must specify 'type'"),
        bad(
            task -> task.setHealthCheck(HealthCheck.newBuilder().setType(HealthCheck.Type.HTTP)),
            "Task uses invalid health check: Expecting 'http' to be set for HTTP health check"),
        bad(
            task -> task.setCheck(CheckInfo.newBuilder().setType(CheckInfo.Type.TCP)),
            "Task uses invalid check: Expecting 'tcp' to be set for TCP check"),
        bad(
            task ->
                task.setContainer(ContainerInfo.newBuilder().setType(ContainerInfo.Type.DOCKER)),
            "Task's `ContainerInfo` is invalid: DockerInfo 'docker' is not set for DOCKER typed"
                + " ContainerInfo"),
        bad(
            task ->
                task.setContainer(
                    ContainerInfo.newBuilder()
                        .setType(ContainerInfo.Type.DOCKER)
                        .setDocker(
                            ContainerInfo.DockerInfo.newBuilder()
                                .setImage("i")
                                .addParameters(
                                    Parameter.newBuilder().setKey("name").setValue("x")))),
            "Task's `ContainerInfo` is invalid: Parameter in DockerInfo must not be 'name'"),
        bad(
            task ->
                task.setContainer(
                    ContainerInfo.newBuilder()
                        .setType(ContainerInfo.Type.MESOS)
                        .addVolumes(
                            Volume.newBuilder().setContainerPath("/c").setMode(Volume.Mode.RW))),
            "Task's `ContainerInfo` is invalid: Invalid volume: Only one of them should be set:"
                + " 'host_path', 'image' and 'source'"),
        bad(
            task -> task.putLimits("disk", scalar(1)),
            "Only cpus and mem may be included in a task's resource limits"),
        bad(
            task -> task.putLimits("cpus", scalar(0.5)),
            "The cpu limit must be greater than or equal to the cpu request"),
        bad(
            task ->
                task.getCommandBuilder()
                    .getEnvironmentBuilder()
                    .addVariables(Environment.Variable.newBuilder().setName("V")),
            "Task's `CommandInfo` is invalid: environment variable 'V': type VALUE needs a value,"
                + " and no secret"));
  }

  private static Stream<Arguments> badExecutors() {
    return Stream.of(
        badExecutor(
            executor -> executor.clearCommand().clearType(), "'ExecutorInfo.command' must be set"),
        badExecutor(
            executor -> executor.setFrameworkId(FrameworkID.newBuilder().setValue("other")),
            "ExecutorInfo has an invalid FrameworkID (Actual: other vs Expected: m-0000)"),
        badExecutor(
            executor ->
                executor.setShutdownGracePeriod(DurationInfo.newBuilder().setNanoseconds(-1)),
            "ExecutorInfo's 'shutdown_grace_period' must be non-negative"),
        badExecutor(
            executor -> executor.getExecutorIdBuilder().setValue("e/x"),
            "'e/x' contains invalid characters"));
  }

  private static Value.Scalar scalar(double value) {
    return Value.Scalar.newBuilder().setValue(value).build();
  }

  private static Arguments bad(Consumer<TaskInfo.Builder> flaw, String message) {
    return Arguments.of(Named.of(message, flaw), message);
  }

  private static Arguments badExecutor(Consumer<ExecutorInfo.Builder> flaw, String message) {
    return bad(
        task -> {
          task.clearCommand().setExecutor(TestingFramework.executor("e", "cpus:0.1;mem:32"));
          flaw.accept(task.getExecutorBuilder());
        },
        message);
  }

  @ParameterizedTest
  @MethodSource("badTasks")
  void aTaskThatIsNotGoodIsAnError(Consumer<TaskInfo.Builder> flaw, String message) {
    TaskInfo.Builder task = task(agent, "t", "cpus:1;mem:128");
    flaw.accept(task);

    assertThat(framework.accept(offer("cpus:2;mem:256"), launch(task)))
        .containsExactly(
            "reply 202",
            "s0 #4 UPDATE "
                + task.getTaskId().getValue()
                + " TASK_ERROR SOURCE_MASTER REASON_TASK_INVALID: "
                + message,
            "allocator #4 RECOVERED m-0000 m-S0 [cpus<web>:2;mem<web>:256] refused for 5000 ms");
  }

  @Test
  void aScalarOfExactlyNothingIsLeftOut() {
    TaskInfo.Builder task = task(agent, "t", SOME);
    task.getResourcesBuilder(0).getScalarBuilder().setValue(0);

    assertThat(framework.accept(offer(SOME), launch(task)))
        .contains("a0 #2 RUN_TASK t [mem<web>:128]");
  }

  @Test
  void limitsMayBeInfinite() {
    TaskInfo.Builder task =
        task(agent, "t", SOME).putLimits("mem", scalar(Double.POSITIVE_INFINITY));

    assertThat(framework.accept(offer(SOME), launch(task)))
        .contains("a0 #2 RUN_TASK t [cpus<web>:1;mem<web>:128]");
  }
}
