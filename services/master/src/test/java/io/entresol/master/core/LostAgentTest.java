package io.entresol.master.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.entresol.master.core.config.MasterConfig;
import io.entresol.mesos.v1.FrameworkInfo;
import io.entresol.mesos.v1.TaskState;
import io.entresol.mesos.v1.scheduler.Call;
import io.entresol.proto.bus.ReregisterAgent;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class LostAgentTest {
  private static final String SOME = "cpus:1;mem:128";

  private final TestingMaster master = TestingMaster.elected();
  private final TestingFramework framework = TestingFramework.subscribed(master);
  private final TestingAgent agent = TestingAgent.registered(master);

  private static List<String> withoutRoutine(List<String> lines) {
    return lines.stream()
        .filter(line -> !line.contains("PING") && !line.contains("HEARTBEAT"))
        .toList();
  }

  private ReregisterAgent.Builder report(TaskState state) {
    return agent
        .report()
        .addFrameworks(TestingAgent.framework(framework, TestingFramework.info("web")))
        .addTasks(agent.task(framework, "t", state, SOME));
  }

  @Test
  void anAgentIsPingedEveryFifteenSeconds() {
    for (int i = 0; i < 20; i++) {
      List<String> lines = master.pass(Duration.ofSeconds(15));
      assertThat(lines).filteredOn(line -> line.contains("PING")).containsExactly("a0 #1 PING");
      agent.pong();
    }
  }

  @Test
  void anAgentThatMissesFivePingsIsUnreachable() {
    framework.launch(agent, "t", SOME);
    framework.offered(agent, "cpus:1");

    List<String> lines = master.pass(Duration.ofSeconds(90));

    assertThat(lines).filteredOn(line -> line.contains("PING")).hasSize(5);
    assertThat(withoutRoutine(lines))
        .containsExactly(
            "store agents/m-S0",
            "s0 #10 UPDATE t TASK_UNREACHABLE SOURCE_MASTER REASON_AGENT_REMOVED: health check"
                + " timed out",
            "s0 #11 RESCIND m-O1",
            "s0 #12 FAILURE m-S0",
            "allocator #5 RECOVERED m-0000 m-S0 [cpus<web>:1;mem<web>:128]",
            "allocator #6 RECOVERED m-0000 m-S0 [cpus<web>:1]",
            "allocator #7 AGENT_REMOVED m-S0");
    assertThat(master.state().getUnreachableAgents()).isEqualTo(1);
  }

  @Test
  void onePongInTimeIsEnough() {
    master.pass(Duration.ofSeconds(70));
    agent.pong();

    assertThat(withoutRoutine(master.pass(Duration.ofSeconds(60)))).isEmpty();
  }

  @Test
  void tasksOfFrameworksThatDoNotKnowPartitionsAreLost() {
    TestingFramework old =
        TestingFramework.subscribed(master, "s1", TestingFramework.oldInfo("web"));
    old.launch(agent, "t", SOME);

    assertThat(master.pass(Duration.ofSeconds(90)))
        .anyMatch(
            line ->
                line.endsWith(
                    "UPDATE t TASK_LOST SOURCE_MASTER REASON_AGENT_REMOVED: health check timed"
                        + " out"));
  }

  @Test
  void anUnreachableAgentMayComeBackWithItsTasks() {
    framework.launch(agent, "t", SOME);
    master.pass(Duration.ofSeconds(90));

    assertThat(agent.reregister(report(TaskState.TASK_RUNNING)))
        .containsExactly(
            "store agents/m-S0",
            "reply received",
            "a0 #1 REREGISTERED m-S0",
            "a0 #2 UPDATE_FRAMEWORK m-0000",
            "s0 #12 UPDATE t TASK_RUNNING SOURCE_MASTER REASON_AGENT_REREGISTERED: Unreachable"
                + " agent re-reregistered",
            "allocator #6 AGENT_ADDED m-S0 [cpus:8;mem:4096;disk:1000;ports:[31000-31099]] held by"
                + " m-0000 [cpus<web>:1;mem<web>:128]");
    assertThat(framework.reconcile("t", "")).anyMatch(line -> line.contains("t TASK_RUNNING"));
    assertThat(master.state().getFrameworks(0).getUnreachableTasksList()).isEmpty();
    assertThat(master.state().getUnreachableAgents()).isZero();
  }

  @Test
  void aTaskWhoseIdRunsElsewhereByNowIsKilledAndAccountedForUntilThen() {
    TestingAgent other = TestingAgent.registered(master, "b0", "cpus:8;mem:4096");
    framework.launch(other, "t", SOME);

    List<String> lines = agent.reregister(report(TaskState.TASK_RUNNING));

    assertThat(lines).anyMatch(line -> line.startsWith("a0 ") && line.contains("KILL_TASK"));
    assertThat(lines).anyMatch(line -> line.endsWith("held by m-0000 [cpus<web>:1;mem<web>:128]"));
    assertThat(lines).noneMatch(line -> line.contains("UPDATE t"));
    assertThat(framework.call(Call.Type.TEARDOWN))
        .filteredOn(line -> line.contains("RECOVERED"))
        .extracting(line -> line.replaceFirst("#\\d+ ", ""))
        .containsExactlyInAnyOrder(
            "allocator RECOVERED m-0000 m-S0 [cpus<web>:1;mem<web>:128]",
            "allocator RECOVERED m-0000 m-S1 [cpus<web>:1;mem<web>:128]");
  }

  @Test
  void aTaskThatEndedMeanwhileIsReportedAsSuch() {
    framework.launch(agent, "t", SOME);
    master.pass(Duration.ofSeconds(90));

    assertThat(agent.reregister(report(TaskState.TASK_FINISHED)))
        .contains(
            "s0 #12 UPDATE t TASK_FINISHED SOURCE_MASTER REASON_AGENT_REREGISTERED: Unreachable"
                + " agent re-reregistered",
            "allocator #6 AGENT_ADDED m-S0 [cpus:8;mem:4096;disk:1000;ports:[31000-31099]]");
    assertThat(agent.update(framework, "t", TaskState.TASK_FINISHED))
        .contains("s0 #13 UPDATE t TASK_FINISHED SOURCE_EXECUTOR");
    assertThat(framework.acknowledge(agent, "t", "tTASK_FINISHED"))
        .contains("a0 #3 ACKNOWLEDGE_UPDATE t");
  }

  @Test
  void anAgentThatDidNotHearOfItIsToldToComeBack() {
    master.pass(Duration.ofSeconds(90));

    assertThat(agent.pong()).containsExactly("reply received", "a0 #0 PING NOT CONNECTED");
  }

  @Test
  void anAgentWhoseProcessIsGoneHasAsLongAsASilentOne() {
    TestingMaster other = TestingMaster.elected();
    TestingAgent away = TestingAgent.registered(other);
    other.nodeLeft(TestingMaster.NODE);

    assertThat(withoutRoutine(other.pass(Duration.ofSeconds(70)))).isEmpty();
    assertThat(withoutRoutine(other.pass(Duration.ofSeconds(20))))
        .containsExactly("store agents/m-S0", "allocator #3 AGENT_REMOVED m-S0");
    assertThat(away.reregister(away.report())).contains("a0 #1 REREGISTERED m-S0");
  }

  @Test
  void anAgentWhoseProcessIsGoneHasNoLongerThanTheTimeoutForThat() {
    TestingMaster patient =
        TestingMaster.elected(
            config ->
                config.withAgents(
                    new MasterConfig.Agents(Duration.ofMinutes(10), 5, Duration.ofMinutes(12))));
    TestingAgent.registered(patient);
    patient.nodeLeft(TestingMaster.NODE);

    assertThat(withoutRoutine(patient.pass(Duration.ofMinutes(12).minusMillis(1)))).isEmpty();
    assertThat(withoutRoutine(patient.pass(Duration.ofMillis(1))))
        .containsExactly("store agents/m-S0", "allocator #3 AGENT_REMOVED m-S0");
  }

  @Test
  void agentsAwayForTwoWeeksAreForgotten() {
    master.pass(Duration.ofSeconds(90));
    FrameworkInfo.Builder listening = TestingFramework.info("web").setId(framework.protoId());
    master.streamClosed("s0");

    master.pass(Duration.ofDays(14).plusMinutes(15));

    assertThat(master.registryKeys()).isEmpty();
    assertThat(listening.getId().getValue()).isEqualTo("m-0000");
  }

  @Test
  void onlySoManyAgentsAreRememberedThatAreAway() {
    TestingMaster forgetful =
        TestingMaster.elected(
            config ->
                config.withRegistry(
                    new MasterConfig.Registry(Duration.ofMinutes(15), Duration.ofDays(14), 1)));
    TestingAgent.registered(forgetful, "a0", SOME);
    forgetful.pass(Duration.ofSeconds(90));
    TestingAgent.registered(forgetful, "a1", SOME);
    forgetful.pass(Duration.ofSeconds(90));

    assertThat(forgetful.registryKeys()).containsExactly("agents/m-S0", "agents/m-S1");
    forgetful.pass(Duration.ofMinutes(15));
    assertThat(forgetful.registryKeys()).containsExactly("agents/m-S1");
  }

  @Test
  void anAgentThatIsGivenUpEndsAndItsTasksAreGone() {
    TestingFramework old =
        TestingFramework.subscribed(master, "s1", TestingFramework.oldInfo("web"));
    framework.launch(agent, "t", SOME);
    old.launch(agent, "u", SOME);

    assertThat(master.operator(OperatorCalling.markGone(agent)))
        .containsExactly(
            "store agents/m-S0",
            "reply 200",
            "a0 #4 SHUTDOWN: Agent has been marked gone",
            "s0 #4 UPDATE t TASK_GONE_BY_OPERATOR SOURCE_MASTER REASON_AGENT_REMOVED_BY_OPERATOR:"
                + " Agent has been marked gone",
            "s0 #5 FAILURE m-S0",
            "s1 #4 UPDATE u TASK_LOST SOURCE_MASTER REASON_AGENT_REMOVED: Agent has been marked"
                + " gone",
            "s1 #5 FAILURE m-S0",
            "allocator #6 RECOVERED m-0000 m-S0 [cpus<web>:1;mem<web>:128]",
            "allocator #7 RECOVERED m-0001 m-S0 [cpus<web>:1;mem<web>:128]",
            "allocator #8 AGENT_REMOVED m-S0");
    assertThat(master.operator(OperatorCalling.markGone(agent))).containsExactly("reply 200");
  }

  @Test
  void anUnreachableAgentCanBeGivenUp() {
    framework.launch(agent, "t", SOME);
    master.pass(Duration.ofSeconds(90));

    assertThat(master.operator(OperatorCalling.markGone(agent)))
        .containsExactly(
            "store agents/m-S0",
            "reply 200",
            "s0 #12 UPDATE t TASK_GONE_BY_OPERATOR SOURCE_MASTER REASON_AGENT_REMOVED_BY_OPERATOR:"
                + " Agent has been marked gone");
  }
}
