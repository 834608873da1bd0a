package io.entresol.driver;

import static org.assertj.core.api.Assertions.assertThat;

import io.entresol.driver.program.LoadExecutor;
import io.entresol.mesos.v1.executor.Call;
import org.junit.jupiter.api.Test;

/** An executor whose agent goes away and comes back, or wants it to end. */
class ExecutorShellIT {
  private static final String OFFICIAL = "mesos-1.11.0-shaded-protobuf.jar";

  @Test
  void restartedAgentHearsAgainWhatItHasNotAcknowledged() throws Exception {
    try (TestingAgent agent = new TestingAgent();
        ExecutorProcess executor = ExecutorProcess.start(OFFICIAL, agent.address(), "5secs")) {
      agent.nextSubscribe();
      agent.launch("acknowledged", LoadExecutor.STAY);
      assertThat(agent.states("acknowledged", 1)).containsExactly("TASK_RUNNING");
      agent.acknowledges(false);
      agent.launch("lost", "short");
      assertThat(agent.states("lost", 2)).containsExactly("TASK_RUNNING", "TASK_FINISHED");
      agent.endStream();
      Call.Subscribe again = agent.nextSubscribe();
      assertThat(again.getUnacknowledgedTasksList())
          .extracting(task -> task.getTaskId().getValue())
          .containsExactly("lost");
      assertThat(again.getUnacknowledgedUpdatesList())
          .extracting(update -> update.getStatus().getState().name())
          .containsExactly("TASK_RUNNING", "TASK_FINISHED");
      agent.shutdown();
      assertThat(executor.exitStatus()).as(executor.output()).isZero();
      assertThat(executor.output())
          .containsSubsequence(
              "executor registered", "executor disconnected", "executor reregistered");
    }
  }

  @Test
  void executorThatDoesNotEndInTimeIsEnded() throws Exception {
    try (TestingAgent agent = new TestingAgent();
        ExecutorProcess executor = ExecutorProcess.start(OFFICIAL, agent.address(), "10ms")) {
      agent.nextSubscribe();
      agent.launch("hangs", LoadExecutor.HANG);
      assertThat(agent.states("hangs", 1)).containsExactly("TASK_RUNNING");
      agent.shutdown();
      assertThat(executor.exitStatus()).isEqualTo(137);
    }
  }

  @Test
  void wrongVariableIsNamed() throws Exception {
    try (ExecutorProcess executor = ExecutorProcess.start(OFFICIAL, "nowhere", "5secs")) {
      assertThat(executor.exitStatus()).isOne();
      assertThat(executor.output())
          .contains("executor error: ")
          .contains("MESOS_AGENT_ENDPOINT: expecting host:port, not 'nowhere'")
          .contains("executor ended: DRIVER_ABORTED");
    }
  }
}
