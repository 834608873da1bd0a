package io.entresol.master.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.entresol.mesos.v1.TaskState;
import io.entresol.mesos.v1.scheduler.Call;
import io.entresol.proto.bus.ReregisterAgent;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Two agents report a task of the same id: one was lost, and its task was launched again. */
class SameTaskTwiceTest {
  private final TestingMaster master = TestingMaster.elected();
  private final TestingFramework framework = TestingFramework.subscribed(master);

  private TestingAgent reporting(String endpoint) {
    TestingAgent agent = TestingAgent.registered(master, endpoint, "cpus:4;mem:512");
    ReregisterAgent.Builder report = agent.report();
    report.addFrameworks(TestingAgent.framework(framework, TestingFramework.info("web")));
    report.addTasks(agent.task(framework, "t", TaskState.TASK_RUNNING, "cpus:1"));
    agent.reregister(report);
    return agent;
  }

  @Test
  void bothEndWithTheirFramework() {
    reporting("a0");
    reporting("a1");

    List<String> lines = framework.call(Call.Type.TEARDOWN);

    assertThat(lines)
        .anyMatch(line -> line.contains("RECOVERED m-0000 m-S0 [cpus<web>:1]"))
        .anyMatch(line -> line.contains("RECOVERED m-0000 m-S1 [cpus<web>:1]"))
        .anyMatch(line -> line.contains("FRAMEWORK_REMOVED m-0000"));
  }
}
