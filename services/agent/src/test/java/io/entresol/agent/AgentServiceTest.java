package io.entresol.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entresol.domain.resources.ResourceParser;
import io.entresol.mesos.v1.CommandInfo;
import io.entresol.mesos.v1.ExecutorID;
import io.entresol.mesos.v1.ExecutorInfo;
import io.entresol.mesos.v1.HealthCheck;
import io.entresol.mesos.v1.TaskInfo;
import io.entresol.mesos.v1.TaskState;
import io.entresol.mesos.v1.TaskStatus;
import io.entresol.proto.ProtoResources;
import io.entresol.proto.bus.AgentCommand;
import io.entresol.proto.bus.AgentMessage;
import io.entresol.proto.bus.ShutdownAgent;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What the agent does with real processes on a real bus. */
class AgentServiceTest extends RealAgentTest {
  @Test
  void registersWithWhatItHas() throws Exception {
    start();
    AgentMessage message = master.await("a registration", AgentMessage::hasRegister);
    assertThat(message.getRegister().getInfo().getHostname()).isEqualTo("testing-host");
    assertThat(message.getRegister().getInfo().getPort()).isEqualTo(agent.port());
    assertThat(message.getRegister().getPid()).isEqualTo("slave(1)@127.0.0.1:" + agent.port());
    assertThat(ProtoResources.fromProto(message.getRegister().getInfo().getResourcesList()))
        .isEqualTo(ResourceParser.parse("cpus:4;mem:4096;disk:10000;ports:[31000-32000]"));
    assertThat(message.getRegister().getInfo().getAttributes(0).getText().getValue())
        .isEqualTo("r1");
  }

  @Test
  void runsACommandAndTellsHowItEnds() throws Exception {
    start();
    master.await("a registration", AgentMessage::hasRegister);
    launch(task("ok", "echo hello; test \"$MESOS_EXECUTOR_ID\" = ok"));
    expect(TaskState.TASK_STARTING, TaskState.TASK_RUNNING);
    TaskStatus last = master.update();
    assertThat(last.getState()).isEqualTo(TaskState.TASK_FINISHED);
    assertThat(last.getMessage()).isEqualTo("Command exited with status 0");
    Path runs =
        work.resolve("slaves/master-S0/frameworks/master-0000/executors/ok/runs/latest/stdout");
    assertThat(Files.readString(runs)).isEqualTo("hello\n");

    launch(task("bad", "exit 3"));
    expect(TaskState.TASK_STARTING, TaskState.TASK_RUNNING);
    assertThat(master.update().getMessage()).isEqualTo("Command exited with status 3");
  }

  @Test
  void killsATaskThatDoesNotMindTermination() throws Exception {
    start();
    master.await("a registration", AgentMessage::hasRegister);
    launch(task("t", "sleep 1000"));
    expect(TaskState.TASK_STARTING, TaskState.TASK_RUNNING);
    kill("t");
    TaskStatus last = master.update();
    assertThat(last.getState()).isEqualTo(TaskState.TASK_KILLED);
    assertThat(last.getMessage()).isEqualTo("Command terminated with signal Terminated");
  }

  @Test
  void whatCannotBeFetchedFails() throws Exception {
    start();
    master.await("a registration", AgentMessage::hasRegister);
    TaskInfo.Builder task = task("t", "true");
    task.getCommandBuilder().addUrisBuilder().setValue("/no/such/file.tgz");
    launch(task);
    TaskStatus last = master.update();
    assertThat(last.getState()).isEqualTo(TaskState.TASK_FAILED);
    assertThat(last.getReason()).isEqualTo(TaskStatus.Reason.REASON_CONTAINER_LAUNCH_FAILED);
    assertThat(last.getSource()).isEqualTo(TaskStatus.Source.SOURCE_AGENT);
  }

  @Test
  void healthChecksLookIntoTheTask() throws Exception {
    start();
    master.await("a registration", AgentMessage::hasRegister);
    launch(
        task("t", "sleep 1000")
            .setHealthCheck(
                HealthCheck.newBuilder()
                    .setType(HealthCheck.Type.HTTP)
                    .setHttp(
                        HealthCheck.HTTPCheckInfo.newBuilder()
                            .setPort(agent.port())
                            .setPath("/version"))
                    .setDelaySeconds(0)
                    .setGracePeriodSeconds(0)));
    expect(TaskState.TASK_STARTING, TaskState.TASK_RUNNING);
    TaskStatus healthy = master.update();
    assertThat(healthy.getHealthy()).isTrue();
    assertThat(healthy.getReason())
        .isEqualTo(TaskStatus.Reason.REASON_TASK_HEALTH_CHECK_STATUS_UPDATED);
    kill("t");
    expect(TaskState.TASK_KILLED);
  }

  @Test
  void aTaskOutlivesTheAgent() throws Exception {
    start();
    master.await("a registration", AgentMessage::hasRegister);
    launch(task("t", "sleep 1000"));
    expect(TaskState.TASK_STARTING, TaskState.TASK_RUNNING);
    int port = agent.port();
    String container = json("/containers").get(0).get("container_id").asText();
    await(agent.stop());

    start(options().port(port));
    AgentMessage back = master.await("a re-registration", AgentMessage::hasReregister);
    assertThat(back.getAgentId()).isEqualTo(TestingMaster.AGENT);
    assertThat(back.getReregister().getTasks(0).getState()).isEqualTo(TaskState.TASK_RUNNING);
    assertThat(json("/containers").get(0).get("container_id").asText()).isEqualTo(container);
    kill("t");
    expect(TaskState.TASK_KILLED);
  }

  @Test
  void aChangedAgentSaysWhatToDo() throws Exception {
    start();
    master.await("a registration", AgentMessage::hasRegister);
    int port = agent.port();
    await(agent.stop());
    agent = new AgentService(node, options().port(port).resources("cpus:8"));
    assertThatThrownBy(() -> await(agent.start()))
        .hasMessageContaining("cpus(*):4")
        .hasMessageContaining("meta/slaves/latest");
    agent = null;
  }

  @Test
  void anAgentThatIsSentAwayForgetsWhoItWas() throws Exception {
    start();
    master.await("a registration", AgentMessage::hasRegister);
    master.send(
        AgentCommand.newBuilder()
            .setShutdown(ShutdownAgent.newBuilder().setMessage("maintenance")));
    assertThat(await(agent.ended())).contains("maintenance");
    assertThat(work.resolve("meta/slaves/latest")).doesNotExist();
  }

  @Test
  void anExecutorOfAFrameworksOwnSpeaksOverHttp() throws Exception {
    start();
    master.await("a registration", AgentMessage::hasRegister);
    Path script = TestingExecutor.script(work, false);
    launch(
        task("cx-1", "")
            .clearCommand()
            .setExecutor(
                ExecutorInfo.newBuilder()
                    .setType(ExecutorInfo.Type.CUSTOM)
                    .setExecutorId(ExecutorID.newBuilder().setValue("cx"))
                    .setFrameworkId(FRAMEWORK)
                    .setCommand(CommandInfo.newBuilder().setValue("exec sh " + script))));
    TaskStatus running = master.update();
    assertThat(running.getState()).isEqualTo(TaskState.TASK_RUNNING);
    assertThat(running.getMessage()).isEqualTo("from the executor");
    assertThat(running.hasContainerStatus()).isTrue();
    AgentMessage exited = master.await("an exit", AgentMessage::hasExecutorExited);
    assertThat(exited.getExecutorExited().getStatus()).isZero();
    assertThat(master.update().getReason()).isEqualTo(TaskStatus.Reason.REASON_EXECUTOR_TERMINATED);
  }
}
