package io.entresol.master.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.entresol.domain.resources.ResourceParser;
import io.entresol.master.core.config.MasterConfig;
import io.entresol.mesos.v1.FrameworkInfo;
import io.entresol.mesos.v1.TaskInfo;
import io.entresol.mesos.v1.TaskState;
import io.entresol.mesos.v1.scheduler.Call;
import io.entresol.proto.bus.FrameworkState;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class FrameworkEndTest {
  private static final String SOME = "cpus:1;mem:128";

  private final TestingMaster master = TestingMaster.elected();
  private final TestingFramework framework = TestingFramework.subscribed(master);
  private final TestingAgent agent = TestingAgent.registered(master);

  @Test
  void aTeardownEndsAllThatTheFrameworkHas() {
    TaskInfo.Builder task =
        TestingFramework.task(agent, "t", ResourceParser.parse("cpus:1"))
            .setExecutor(TestingFramework.executor("e", "mem:32"));
    framework.accept(framework.offered(agent, "cpus:1;mem:32"), TestingFramework.launch(task));
    framework.offered(agent, "cpus:2");

    assertThat(framework.call(Call.Type.TEARDOWN))
        .containsExactly(
            "reply 202",
            "a0 #3 SHUTDOWN_FRAMEWORK m-0000",
            "s0 ends",
            "allocator #5 RECOVERED m-0000 m-S0 [cpus<web>:2]",
            "allocator #6 RECOVERED m-0000 m-S0 [cpus<web>:1]",
            "allocator #7 RECOVERED m-0000 m-S0 [mem<web>:32]",
            "allocator #8 FRAMEWORK_REMOVED m-0000");
    FrameworkState completed = master.state().getCompletedFrameworks(0);
    assertThat(completed.getCompletedTasks(0).getState()).isEqualTo(TaskState.TASK_KILLED);
    assertThat(framework.call(Call.Type.REVIVE))
        .containsExactly("reply 400: Framework cannot be found");
  }

  @Test
  void anIdleExecutorThatHoldsNothingEndsWithItsFramework() {
    TaskInfo.Builder task =
        TestingFramework.task(agent, "t", ResourceParser.parse("cpus:1"))
            .setExecutor(TestingFramework.executor("e", "mem:32").clearResources());
    framework.accept(framework.offered(agent, "cpus:1"), TestingFramework.launch(task));
    agent.update(framework, "t", TaskState.TASK_FINISHED);
    framework.acknowledge(agent, "t", "tTASK_FINISHED");
    assertThat(master.metric("master/cpus_used")).isZero();

    assertThat(framework.call(Call.Type.TEARDOWN))
        .anyMatch(line -> line.startsWith("a0 ") && line.endsWith("SHUTDOWN_FRAMEWORK m-0000"));
  }

  @Test
  void aTaskThatTwoAgentsReportEndsOnBoth() {
    TestingAgent other = TestingAgent.registered(master, "a1", "cpus:4;mem:512");
    for (TestingAgent each : List.of(agent, other)) {
      each.reregister(
          each.report()
              .addFrameworks(TestingAgent.framework(framework, TestingFramework.info("web")))
              .addTasks(each.task(framework, "t", TaskState.TASK_RUNNING, "cpus:1")));
    }
    framework.call(Call.Type.TEARDOWN);
    assertThat(master.metric("master/tasks_running")).isZero();
    assertThat(master.metric("master/cpus_used")).isZero();
    assertThat(master.metric("allocator/mesos/resources/cpus/offered_or_allocated")).isZero();
    assertThat(agent.reregister(agent.report())).doesNotContain("RECONCILE");
  }

  @Test
  void anOperatorEndsAFramework() {
    framework.launch(agent, "t", SOME);

    assertThat(master.operator(OperatorCalling.teardown(framework)))
        .containsExactly(
            "reply 200",
            "a0 #3 SHUTDOWN_FRAMEWORK m-0000",
            "s0 ends",
            "allocator #4 RECOVERED m-0000 m-S0 [cpus<web>:1;mem<web>:128]",
            "allocator #5 FRAMEWORK_REMOVED m-0000");
    assertThat(master.operator(OperatorCalling.teardown(framework)))
        .containsExactly("reply 400: No framework found with specified ID");
  }

  @Test
  void tasksOnUnreachableAgentsEndWithTheirFramework() {
    framework.launch(agent, "t", SOME);
    master.pass(Duration.ofSeconds(90));

    framework.call(Call.Type.TEARDOWN);

    FrameworkState completed = master.state().getCompletedFrameworks(0);
    assertThat(completed.getUnreachableTasksList()).isEmpty();
    assertThat(completed.getCompletedTasks(0).getState()).isEqualTo(TaskState.TASK_KILLED);
    assertThat(
            agent.reregister(
                agent
                    .report()
                    .addFrameworks(TestingAgent.framework(framework, TestingFramework.info("web")))
                    .addTasks(agent.task(framework, "t", TaskState.TASK_RUNNING, SOME))))
        .contains("a0 #2 SHUTDOWN_FRAMEWORK m-0000")
        .noneMatch(line -> line.contains("held by"));
  }

  @Test
  void onlySoManyEndedFrameworksAreRemembered() {
    TestingMaster forgetful =
        TestingMaster.elected(
            config ->
                config.withFrameworks(
                    new MasterConfig.Frameworks(1, 1, 1, true, Duration.ofSeconds(15))));
    TestingFramework first = TestingFramework.subscribed(forgetful);
    first.call(Call.Type.TEARDOWN);
    TestingFramework second =
        TestingFramework.subscribed(forgetful, "s1", TestingFramework.info("web"));
    second.call(Call.Type.TEARDOWN);

    assertThat(forgetful.state().getCompletedFrameworksList())
        .extracting(state -> state.getFramework().getFrameworkInfo().getId().getValue())
        .containsExactly("m-0001");
  }

  @Test
  void onlySoManyEndedTasksAreRemembered() {
    TestingMaster forgetful =
        TestingMaster.elected(
            config ->
                config.withFrameworks(
                    new MasterConfig.Frameworks(1, 1, 1, true, Duration.ofSeconds(15))));
    TestingFramework busy = TestingFramework.subscribed(forgetful);
    TestingAgent one = TestingAgent.registered(forgetful);
    for (String id : new String[] {"t0", "t1"}) {
      busy.launch(one, id, SOME);
      one.update(busy, id, TaskState.TASK_FINISHED);
      busy.acknowledge(one, id, id + "TASK_FINISHED");
    }

    assertThat(forgetful.state().getFrameworks(0).getCompletedTasksList())
        .extracting(task -> task.getTaskId().getValue())
        .containsExactly("t1");
  }

  @Test
  void rootIsTurnedAwayIfTheMasterSaysSo() {
    TestingMaster strict =
        TestingMaster.elected(
            config ->
                config.withFrameworks(
                    new MasterConfig.Frameworks(1, 1, 1, false, Duration.ofSeconds(15))));
    FrameworkInfo.Builder root = TestingFramework.info("web").setUser("root");

    assertThat(strict.call(TestingFramework.subscribe("s0", root)))
        .contains(
            "s0 #1 ERROR user 'root' may not run frameworks here (--root_submissions)", "s0 ends");
  }
}
