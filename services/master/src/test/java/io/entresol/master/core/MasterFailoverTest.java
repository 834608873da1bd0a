package io.entresol.master.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.entresol.domain.id.Epoch;
import io.entresol.master.core.book.MasterMetrics;
import io.entresol.master.core.config.MasterConfig;
import io.entresol.mesos.v1.MasterInfo;
import io.entresol.mesos.v1.TaskState;
import io.entresol.proto.bus.ReregisterAgent;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MasterFailoverTest {
  private static final String SOME = "cpus:1;mem:128";

  private final TestingMaster former = TestingMaster.elected();
  private final TestingFramework framework = TestingFramework.subscribed(former);
  private final TestingAgent agent = TestingAgent.registered(former);

  private TestingMaster next() {
    TestingMaster next = former.successor();
    agent.follow(next);
    return next;
  }

  private ReregisterAgent.Builder report(TaskState state) {
    return agent
        .report()
        .addFrameworks(TestingAgent.framework(framework, TestingFramework.info("web")))
        .addTasks(agent.task(framework, "t", state, SOME));
  }

  @Test
  void theRegistrysAgentsAreExpectedBack() {
    TestingMaster next = next();

    assertThat(next.state().getRecoveredAgentsList())
        .extracting(info -> info.getId().getValue())
        .containsExactly("m-S0");
    assertThat(next.state().getAgentsList()).isEmpty();
  }

  @Test
  void anAgentComesBackWithItsTasksAndTheirFrameworks() {
    TestingMaster next = next();

    assertThat(agent.reregister(report(TaskState.TASK_RUNNING)))
        .containsExactly(
            "reply received",
            "a0 #1 REREGISTERED m-S0",
            "allocator #1 FRAMEWORK_ADDED m-0000 NOT ACTIVE",
            "allocator #2 AGENT_ADDED m-S0 [cpus:8;mem:4096;disk:1000;ports:[31000-31099]] held by"
                + " m-0000 [cpus<web>:1;mem<web>:128]");
    assertThat(
            next.call(
                TestingFramework.subscribe(
                    "s1", TestingFramework.info("web").setId(framework.protoId()))))
        .containsExactly(
            "reply 200",
            "a0 #2 UPDATE_FRAMEWORK m-0000",
            "s1 #1 SUBSCRIBED m-0000",
            "s1 #2 HEARTBEAT",
            "allocator #3 FRAMEWORK_UPDATED m-0000");
    assertThat(next.state().getFrameworks(0).getTasksCount()).isEqualTo(1);
  }

  @Test
  void aFrameworkThatSubscribesFirstIsNotToldOfItsTasks() {
    TestingMaster next = next();
    TestingFramework.subscribed(
        next, "s1", TestingFramework.info("web").setId(framework.protoId()));

    assertThat(agent.reregister(report(TaskState.TASK_RUNNING)))
        .containsExactly(
            "reply received",
            "a0 #1 REREGISTERED m-S0",
            "a0 #2 UPDATE_FRAMEWORK m-0000",
            "allocator #3 AGENT_ADDED m-S0 [cpus:8;mem:4096;disk:1000;ports:[31000-31099]] held by"
                + " m-0000 [cpus<web>:1;mem<web>:128]");
  }

  @Test
  void agentsThatDoNotComeBackAreUnreachable() {
    TestingMaster next = next();
    TestingFramework.subscribed(
        next, "s1", TestingFramework.info("web").setId(framework.protoId()));

    List<String> lines = next.pass(Duration.ofMinutes(10));

    assertThat(lines)
        .filteredOn(line -> !line.contains("HEARTBEAT"))
        .containsExactly("store agents/m-S0", "s1 #42 FAILURE m-S0");
    assertThat(next.state().getUnreachableAgents()).isEqualTo(1);
  }

  @Test
  void unreachableAgentsStaySoUnderTheNextMaster() {
    former.pass(Duration.ofSeconds(90));
    TestingMaster next = next();

    assertThat(next.state().getUnreachableAgents()).isEqualTo(1);
    assertThat(next.state().getRecoveredAgentsList()).isEmpty();
    TestingFramework again =
        TestingFramework.subscribed(
            next, "s1", TestingFramework.info("web").setId(framework.protoId()));
    assertThat(again.reconcile("t", "m-S0")).anyMatch(line -> line.contains("t TASK_UNREACHABLE"));
    assertThat(agent.reregister(report(TaskState.TASK_RUNNING)))
        .contains(
            "s1 #4 UPDATE t TASK_RUNNING SOURCE_MASTER REASON_AGENT_REREGISTERED: Unreachable agent"
                + " re-reregistered");
  }

  @Test
  void agentsThatWereGivenUpStaySo() {
    former.operator(OperatorCalling.markGone(agent));
    next();

    assertThat(agent.reregister(agent.report()))
        .containsExactly("reply received", "a0 #0 REFUSED AND ENDS: Agent has been marked gone");
  }

  @Test
  void aRecoveredFrameworkCanBeEnded() {
    TestingMaster next = next();
    agent.reregister(report(TaskState.TASK_RUNNING));

    assertThat(next.operator(OperatorCalling.teardown(framework)))
        .containsExactly(
            "reply 200",
            "a0 #2 SHUTDOWN_FRAMEWORK m-0000",
            "allocator #3 RECOVERED m-0000 m-S0 [cpus<web>:1;mem<web>:128]",
            "allocator #4 FRAMEWORK_REMOVED m-0000");
  }

  @Test
  void decisionsOfOperatorsOutliveTheMaster() {
    former.operator(OperatorCalling.weight("web", 2.5));
    former.operator(OperatorCalling.updateQuota(true, OperatorCalling.quota("web", 1, 2)));
    former.operator(OperatorCalling.schedule(OperatorCalling.machine("a7")));
    former.operator(OperatorCalling.deactivate(agent.id()));
    TestingMaster next = next();

    assertThat(next.snapshot(1))
        .singleElement()
        .asString()
        .startsWith("snapshot for 1 page 0[ALLOCATION_PAUSED ")
        .contains("WEIGHTS_UPDATED web=2.5", "QUOTA_UPDATED web");
    assertThat(agent.reregister(agent.report()))
        .contains(
            "allocator #1 AGENT_ADDED m-S0 [cpus:8;mem:4096;disk:1000;ports:[31000-31099]] NOT"
                + " ACTIVE");
    assertThat(
            next.ask(
                    OperatorCalling.ask(
                        io.entresol.mesos.v1.master.Call.Type.GET_MAINTENANCE_SCHEDULE))
                .getResponse()
                .getGetMaintenanceSchedule()
                .getSchedule()
                .getWindowsCount())
        .isEqualTo(1);
  }

  @Test
  void withGuaranteesNothingIsOfferedUntilMostAgentsAreBack() {
    former.operator(OperatorCalling.updateQuota(true, OperatorCalling.quota("web", 1, -1)));
    TestingMaster next = next();

    assertThat(next.snapshot(1)).singleElement().asString().contains("ALLOCATION_PAUSED true");
    assertThat(agent.reregister(agent.report()))
        .endsWith(
            "allocator #1 AGENT_ADDED m-S0 [cpus:8;mem:4096;disk:1000;ports:[31000-31099]]",
            "allocator #2 ALLOCATION_PAUSED false");
  }

  @Test
  void idsOfTheNextMasterAreItsOwn() {
    TestingMaster next = next();

    assertThat(next.call(TestingFramework.subscribe("s1", TestingFramework.info("web"))))
        .contains("s1 #1 SUBSCRIBED n-0000");
    assertThat(TestingAgent.registered(next, "a1", SOME).id()).isEqualTo("n-S0");
  }

  @Test
  void aRegistryThatCannotBeReadIsNotGuessedAt() {
    MasterInfo info = MasterInfo.newBuilder().setId("m").setIp(0).setPort(5050).build();
    MasterCore core =
        new MasterCore(
            MasterConfig.defaults(info, new Epoch(1), TestingMaster.START), MasterMetrics.NONE);

    assertThatIllegalStateException()
        .isThrownBy(() -> core.recover(Map.of("other/x", new byte[0]), TestingMaster.START))
        .withMessage("registry record 'other/x' is unknown");
    assertThatIllegalStateException()
        .isThrownBy(() -> core.recover(Map.of("agents/x", new byte[] {1}), TestingMaster.START))
        .withMessage("registry record 'agents/x' is damaged");
  }
}
