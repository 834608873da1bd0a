package io.entresol.master.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.entresol.domain.resources.ResourceParser;
import io.entresol.mesos.v1.FrameworkInfo;
import io.entresol.mesos.v1.TaskInfo;
import io.entresol.mesos.v1.TaskState;
import io.entresol.mesos.v1.scheduler.Call;
import io.entresol.proto.bus.RegisterAgent;
import io.entresol.proto.bus.ReregisterAgent;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RegistrationTest {
  private static final String SOME = "cpus:1;mem:128";
  private static final String ALL = "[cpus:8;mem:4096;disk:1000;ports:[31000-31099]]";

  private final TestingMaster master = TestingMaster.elected();
  private final TestingFramework framework = TestingFramework.subscribed(master);

  private static RegisterAgent.Builder registration(String name) {
    return TestingAgent.registration(name, ResourceParser.parse(SOME));
  }

  private ReregisterAgent.Builder withTask(
      TestingAgent agent, String taskId, TaskState state, FrameworkInfo.Builder info) {
    return agent
        .report()
        .addFrameworks(TestingAgent.framework(framework, info))
        .addTasks(agent.task(framework, taskId, state, SOME));
  }

  @Test
  void anAgentIsAdmittedOnceItIsInTheRegistry() {
    assertThat(master.agentMessage(TestingAgent.register("a0", registration("a0"))))
        .containsExactly(
            "store agents/m-S0",
            "reply received",
            "a0 #1 REGISTERED m-S0",
            "allocator #2 AGENT_ADDED m-S0 [cpus:1;mem:128]");
  }

  @Test
  void anAgentThatMissedTheAnswerIsAnsweredAgain() {
    master.agentMessage(TestingAgent.register("a0", registration("a0")));

    assertThat(master.agentMessage(TestingAgent.register("a0", registration("a0"))))
        .containsExactly("reply received", "a0 #1 REGISTERED m-S0");
  }

  @Test
  void anAgentThatMissedItsTasksIsAskedAboutThem() {
    TestingAgent agent = TestingAgent.registered(master);
    framework.launch(agent, "t", SOME);

    assertThat(master.agentMessage(TestingAgent.register("a0", registration("a0"))))
        .containsExactly("reply received", "a0 #1 REGISTERED m-S0", "a0 #2 RECONCILE_TASKS [t]");
  }

  @Test
  void aNewAgentAtTheSameAddressReplacesTheOldOne() {
    TestingAgent agent = TestingAgent.registered(master);
    framework.launch(agent, "t", SOME);

    assertThat(master.agentMessage(TestingAgent.register("b", registration("a0"))))
        .containsExactly(
            "forget agents/m-S0",
            "store agents/m-S1",
            "reply received",
            "b #1 REGISTERED m-S1",
            "s0 #4 UPDATE t TASK_LOST SOURCE_MASTER REASON_AGENT_REMOVED: Agent host-a0 removed: a"
                + " new agent registered at the same address",
            "s0 #5 FAILURE m-S0",
            "allocator #4 RECOVERED m-0000 m-S0 [cpus<web>:1;mem<web>:128]",
            "allocator #5 AGENT_REMOVED m-S0",
            "allocator #6 AGENT_ADDED m-S1 [cpus:1;mem:128]");
  }

  @Test
  void anAgentWithMalformedResourcesIsRefused() {
    RegisterAgent.Builder bad = registration("a0");
    bad.getInfoBuilder().getResourcesBuilder(0).getScalarBuilder().setValue(-1);

    assertThat(master.agentMessage(TestingAgent.register("a0", bad)))
        .containsExactly(
            "reply received",
            "a0 #0 REFUSED: Resource 'cpus:-1' is invalid: Invalid scalar resource: value <= 0");
  }

  @Test
  void anAgentOfAMachineThatIsDownIsSentAway() {
    master.operator(OperatorCalling.schedule(OperatorCalling.machine("a0")));
    master.operator(OperatorCalling.startMaintenance(OperatorCalling.machine("a0")));

    assertThat(master.agentMessage(TestingAgent.register("a0", registration("a0"))))
        .containsExactly("reply received", "a0 #0 REFUSED AND ENDS: Machine is `DOWN`");
  }

  @Test
  void anAgentThatSaysGoodbyeIsForgotten() {
    TestingAgent agent = TestingAgent.registered(master);
    framework.launch(agent, "t", SOME);
    framework.offered(agent, "cpus:2");

    assertThat(agent.unregister())
        .containsExactly(
            "forget agents/m-S0",
            "reply received",
            "s0 #5 UPDATE t TASK_LOST SOURCE_MASTER REASON_AGENT_REMOVED: Agent host-a0 removed:"
                + " the agent unregistered",
            "s0 #6 RESCIND m-O1",
            "s0 #7 FAILURE m-S0",
            "allocator #5 RECOVERED m-0000 m-S0 [cpus<web>:1;mem<web>:128]",
            "allocator #6 RECOVERED m-0000 m-S0 [cpus<web>:2]",
            "allocator #7 AGENT_REMOVED m-S0");
    assertThat(master.registryKeys()).isEmpty();
  }

  @Test
  void aReturningAgentIsNumberedFromTheBeginning() {
    TestingAgent agent = TestingAgent.registered(master);
    framework.launch(agent, "t", SOME);

    assertThat(
            agent.reregister(
                withTask(agent, "t", TaskState.TASK_RUNNING, TestingFramework.info("web"))))
        .containsExactly(
            "reply received", "a0 #1 REREGISTERED m-S0", "a0 #2 UPDATE_FRAMEWORK m-0000");
  }

  @Test
  void aReturningAgentIsAskedAboutTasksThatItDoesNotReport() {
    TestingAgent agent = TestingAgent.registered(master);
    framework.launch(agent, "t", SOME);

    assertThat(agent.reregister(agent.report())).contains("a0 #2 RECONCILE_TASKS [t]");
  }

  @Test
  void executorsThatAReturningAgentDoesNotReportHaveEnded() {
    TestingAgent agent = TestingAgent.registered(master);
    TaskInfo.Builder task =
        TestingFramework.task(agent, "t", ResourceParser.parse(SOME))
            .setExecutor(TestingFramework.executor("e", "cpus:0.5;mem:32"));
    framework.accept(framework.offered(agent, "cpus:1.5;mem:160"), TestingFramework.launch(task));

    assertThat(
            agent.reregister(
                withTask(agent, "t", TaskState.TASK_RUNNING, TestingFramework.info("web"))))
        .contains("allocator #4 RECOVERED m-0000 m-S0 [cpus<web>:0.5;mem<web>:32]");
  }

  @Test
  void aReturningAgentIsToldAgainOfKills() {
    TestingAgent agent = TestingAgent.registered(master);
    framework.launch(agent, "t", SOME);
    framework.kill("t");

    assertThat(
            agent.reregister(
                withTask(agent, "t", TaskState.TASK_RUNNING, TestingFramework.info("web"))))
        .contains("a0 #2 KILL_TASK t");
  }

  @Test
  void aReturningAgentEndsFrameworksThatHaveEnded() {
    TestingAgent agent = TestingAgent.registered(master);
    framework.call(Call.Type.TEARDOWN);

    assertThat(
            agent.reregister(
                withTask(agent, "t", TaskState.TASK_RUNNING, TestingFramework.info("web"))))
        .contains("a0 #2 SHUTDOWN_FRAMEWORK m-0000")
        .noneMatch(line -> line.contains("ALLOCATED"));
  }

  @Test
  void aTaskThatWasBelievedToBeOverIsTakenBack() {
    TestingAgent agent = TestingAgent.registered(master);

    assertThat(
            agent.reregister(
                withTask(agent, "t", TaskState.TASK_RUNNING, TestingFramework.info("web"))))
        .contains(
            "s0 #3 UPDATE t TASK_RUNNING SOURCE_MASTER REASON_AGENT_REREGISTERED: Unknown agent"
                + " reregistered",
            "allocator #3 ALLOCATED m-0000 m-S0 [cpus<web>:1;mem<web>:128]");
  }

  @Test
  void anAgentThatComesBackWithMoreIsOfferedAnew() {
    TestingAgent agent = TestingAgent.registered(master);
    framework.offered(agent, "cpus:2");
    ReregisterAgent.Builder report = agent.report();
    report
        .getRegistrationBuilder()
        .getInfoBuilder()
        .getResourcesBuilder(0)
        .getScalarBuilder()
        .setValue(16);

    assertThat(agent.reregister(report))
        .contains(
            "s0 #4 RESCIND m-O0",
            "allocator #4 RECOVERED m-0000 m-S0 [cpus<web>:2]",
            "allocator #5 AGENT_UPDATED m-S0 [cpus:16;mem:4096;disk:1000;ports:[31000-31099]]");
  }

  @Test
  void anAgentThatComesBackWithLessThanIsInUseHasNothingAvailable() {
    TestingAgent agent = TestingAgent.registered(master);
    framework.launch(agent, "t", "cpus:8");
    ReregisterAgent.Builder report =
        agent
            .report()
            .addFrameworks(TestingAgent.framework(framework, TestingFramework.info("web")))
            .addTasks(agent.task(framework, "t", TaskState.TASK_RUNNING, "cpus:8"));
    report
        .getRegistrationBuilder()
        .getInfoBuilder()
        .getResourcesBuilder(0)
        .getScalarBuilder()
        .setValue(4);

    agent.reregister(report);

    assertThat(
            master.propose(
                TestingMaster.proposal(framework, "web", agent, ResourceParser.parse("mem:32"))))
        .singleElement()
        .asString()
        .endsWith("not 0: the resources are not available");
    agent.update(framework, "t", TaskState.TASK_FINISHED);
    assertThat(framework.offered(agent, "cpus:4")).isEqualTo("m-O1");
  }

  @Test
  void anAgentCannotComeBackAtAnotherAddress() {
    TestingAgent agent = TestingAgent.registered(master);
    ReregisterAgent.Builder report = agent.report();
    report.getRegistrationBuilder().setPid("slave(1)@10.0.0.77:5051");

    assertThat(agent.reregister(report))
        .containsExactly(
            "reply received",
            "a0 #0 REFUSED AND ENDS: an agent cannot come back with another IP address or"
                + " hostname");
  }

  @Test
  void anAgentThatWasGivenUpIsSentAway() {
    TestingAgent agent = TestingAgent.registered(master);
    master.operator(OperatorCalling.markGone(agent));

    assertThat(agent.reregister(agent.report()))
        .containsExactly("reply received", "a0 #0 REFUSED AND ENDS: Agent has been marked gone");
  }

  @Test
  void anAgentThatNobodyKnowsComesBackUnderItsId() {
    TestingAgent agent = TestingAgent.registered(master);
    agent.unregister();

    assertThat(
            agent.reregister(
                withTask(agent, "t", TaskState.TASK_RUNNING, TestingFramework.info("web"))))
        .containsExactly(
            "store agents/m-S0",
            "reply received",
            "a0 #1 REREGISTERED m-S0",
            "a0 #2 UPDATE_FRAMEWORK m-0000",
            "s0 #4 UPDATE t TASK_RUNNING SOURCE_MASTER REASON_AGENT_REREGISTERED: Unknown agent"
                + " reregistered",
            "allocator #4 AGENT_ADDED m-S0 " + ALL + " held by m-0000 [cpus<web>:1;mem<web>:128]");
  }

  @Test
  void anAgentWhoseProcessIsGoneIsDisconnected() {
    TestingMaster other = TestingMaster.elected();
    TestingFramework checkpointing = TestingFramework.subscribed(other);
    TestingAgent agent = TestingAgent.registered(other);
    checkpointing.launch(agent, "t", SOME);

    assertThat(other.nodeLeft(TestingMaster.NODE))
        .containsExactly(
            "allocator #4 FRAMEWORK_DEACTIVATED m-0000", "allocator #5 AGENT_DEACTIVATED m-S0");
    assertThat(
            agent.reregister(
                agent
                    .report()
                    .addFrameworks(
                        TestingAgent.framework(checkpointing, TestingFramework.info("web")))
                    .addTasks(agent.task(checkpointing, "t", TaskState.TASK_RUNNING, SOME))))
        .contains("a0 #1 REREGISTERED m-S0", "allocator #6 AGENT_ACTIVATED m-S0");
    assertThat(other.pass(Duration.ofSeconds(10)))
        .allMatch(line -> line.contains("PING") || line.contains("HEARTBEAT"));
  }

  @Test
  void tasksThatAreNotCheckpointedDieWithTheirAgentsProcess() {
    TestingFramework light =
        TestingFramework.subscribed(
            master, "s1", TestingFramework.info("web").setCheckpoint(false));
    TestingAgent agent = TestingAgent.registered(master);
    light.launch(agent, "t", SOME);
    String offer = light.offered(agent, "cpus:1");

    assertThat(master.nodeLeft(TestingMaster.NODE))
        .contains("allocator #10 RECOVERED m-0001 m-S0 [cpus<web>:1;mem<web>:128]")
        .noneMatch(line -> line.contains("RESCIND"));
    assertThat(offer).isEqualTo("m-O1");
  }
}
