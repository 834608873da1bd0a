package io.entresol.agent.core;

import static io.entresol.agent.core.TestingAgent.AGENT;
import static io.entresol.agent.core.TestingAgent.ENDPOINT;
import static io.entresol.agent.core.TestingAgent.EPOCH;
import static io.entresol.agent.core.TestingAgent.aware;
import static io.entresol.agent.core.TestingAgent.messages;
import static io.entresol.agent.core.TestingAgent.task;
import static org.assertj.core.api.Assertions.assertThat;

import io.entresol.domain.id.Epoch;
import io.entresol.mesos.v1.TaskState;
import io.entresol.proto.bus.AgentMessage;
import io.entresol.proto.bus.AgentMessage.MessageCase;
import io.entresol.proto.bus.AgentReregistered;
import io.entresol.proto.bus.Pong;
import io.entresol.proto.bus.RegisterAgent;
import io.entresol.proto.bus.RegistrationRefused;
import io.entresol.proto.bus.RunTask;
import io.entresol.proto.bus.ShutdownAgent;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RegistrationTest {
  private static final AgentMessage REGISTER =
      AgentMessage.newBuilder()
          .setAgent(ENDPOINT)
          .setRegister(
              RegisterAgent.newBuilder()
                  .setInfo(TestingAgent.info())
                  .setVersion("0.1")
                  .setPid("slave(1)@10.0.0.1:5051"))
          .build();

  @Test
  void registersSomeTimeAfterAMasterIsDetected() {
    TestingAgent agent = TestingAgent.started();
    agent.detect(EPOCH);
    assertThat(agent.effects()).isEmpty();
    assertThat(agent.core().nextDeadline()).contains(agent.now().plusMillis(500));

    agent.pass(Duration.ofMillis(500));
    assertThat(agent.effects()).containsExactly(new AgentEffect.SendToMaster(REGISTER));
  }

  @Test
  void retriesWithGrowingPausesUpToAMinute() {
    TestingAgent agent = TestingAgent.started();
    agent.detect(EPOCH);
    // With a jitter of one half: 0.5, then 1, 2, 4, 8, 16, 30, 30 seconds.
    agent.pass(Duration.ofMillis(31_500));
    assertThat(kinds(agent)).hasSize(6);
    agent.pass(Duration.ofSeconds(60));
    assertThat(kinds(agent)).containsExactly(MessageCase.REGISTER, MessageCase.REGISTER);
  }

  @Test
  void keepsTheIdThatTheMasterGives() {
    TestingAgent agent = TestingAgent.started();
    agent.detect(EPOCH).registeredByMaster();

    assertThat(agent.disk).containsOnlyKeys("slaves/M-S0/agent");
    assertThat(agent.core().state().info().getId()).isEqualTo(AGENT);
    assertThat(agent.core().state().registered()).isTrue();
    agent.effects();
    agent.pass(Duration.ofSeconds(70));
    assertThat(agent.effects()).isEmpty();
  }

  @Test
  void refusesToBecomeAnotherAgent() {
    TestingAgent agent = TestingAgent.registered();
    agent.detect(new Epoch(8));
    agent.command(
        agent
            .envelope(1)
            .setMasterEpoch(8)
            .setReregistered(
                AgentReregistered.newBuilder()
                    .setAgentId(AGENT.toBuilder().setValue("M-S9"))
                    .setTotalPingTimeoutMs(75_000)));
    assertThat(agent.core().state().registered()).isFalse();
    assertThat(agent.core().state().info().getId()).isEqualTo(AGENT);
  }

  @Test
  void answersPings() {
    TestingAgent agent = TestingAgent.registered();
    agent.ping(true);
    assertThat(agent.effects())
        .containsExactly(
            new AgentEffect.SendToMaster(
                AgentMessage.newBuilder()
                    .setAgent(ENDPOINT)
                    .setAgentId(AGENT)
                    .setPong(Pong.getDefaultInstance())
                    .build()));
  }

  @Test
  void registersAgainAtOnceWhenThePingSaysThatItIsNotConnected() {
    TestingAgent agent = TestingAgent.registered();
    agent.ping(false);
    assertThat(kinds(agent)).containsExactly(MessageCase.PONG, MessageCase.REREGISTER);
  }

  @Test
  void registersAgainAtOnceWhenACommandIsMissing() {
    TestingAgent agent = TestingAgent.registered();
    agent.next();
    agent.launch(aware(), task("lost").build());
    assertThat(kinds(agent)).containsExactly(MessageCase.REREGISTER);
    assertThat(agent.core().state().frameworks()).isEmpty();
  }

  @Test
  void registersAgainAtOnceWhenThePingShowsAMissingCommand() {
    TestingAgent agent = TestingAgent.registered();
    agent.next();
    agent.ping(true);
    assertThat(kinds(agent)).containsExactly(MessageCase.PONG, MessageCase.REREGISTER);
  }

  @Test
  void registersAgainWhenNoPingComes() {
    TestingAgent agent = TestingAgent.registered();
    agent.pass(Duration.ofSeconds(60)).ping(true);
    agent.effects();
    agent.pass(Duration.ofSeconds(74));
    assertThat(agent.effects()).isEmpty();
    agent.pass(Duration.ofSeconds(1));
    assertThat(kinds(agent)).startsWith(MessageCase.REREGISTER);
  }

  @Test
  void registersAgainWithANewMaster() {
    TestingAgent agent = TestingAgent.registered();
    agent.launch(aware(), task("t").build()).containerRuns(agent.launchedContainer());
    agent.acknowledgeAll();

    agent.detect(new Epoch(8)).pass(Duration.ofMillis(500));
    AgentMessage message = messages(agent.effects()).findFirst().orElseThrow();
    assertThat(message.getAgentId()).isEqualTo(AGENT);
    assertThat(message.getReregister().getRegistration().getInfo())
        .isEqualTo(TestingAgent.info().toBuilder().setId(AGENT).build());
    assertThat(message.getReregister().getFrameworksList()).containsExactly(aware());
    assertThat(message.getReregister().getExecutorsList()).isEmpty();
    assertThat(message.getReregister().getTasksList())
        .singleElement()
        .satisfies(
            task -> {
              assertThat(task.getTaskId().getValue()).isEqualTo("t");
              assertThat(task.getState()).isEqualTo(TaskState.TASK_RUNNING);
              assertThat(task.getStatusUpdateState()).isEqualTo(TaskState.TASK_RUNNING);
              assertThat(task.hasExecutorId()).isFalse();
            });
  }

  @Test
  void hearsOnlyTheMasterThatLeads() {
    TestingAgent agent = TestingAgent.registered();
    agent.command(
        agent
            .next()
            .setMasterEpoch(6)
            .setRunTask(RunTask.newBuilder().setFramework(aware()).setTask(task("t"))));
    agent.command(agent.envelope(1).setMasterEpoch(6).setShutdown(ShutdownAgent.newBuilder()));
    assertThat(agent.effects()).isEmpty();
    assertThat(agent.core().state().frameworks()).isEmpty();
  }

  @Test
  void obeysEachNumberOnce() {
    TestingAgent agent = TestingAgent.registered();
    var launch =
        agent.next().setRunTask(RunTask.newBuilder().setFramework(aware()).setTask(task("t")));
    agent.command(launch);
    agent.effects();
    agent.command(launch);
    assertThat(agent.effects()).isEmpty();
  }

  @Test
  void keepsTryingWhenRefusedForNow() {
    TestingAgent agent = TestingAgent.started();
    agent.detect(EPOCH).pass(Duration.ofMillis(500));
    agent.effects();
    agent.command(
        agent.envelope(1).setRefused(RegistrationRefused.newBuilder().setMessage("not now")));
    assertThat(agent.effects())
        .containsExactly(new AgentEffect.Note("The master refuses this agent for now: not now"));
    agent.pass(Duration.ofSeconds(1));
    assertThat(kinds(agent)).containsExactly(MessageCase.REGISTER);
  }

  @Test
  void endsWhenRefusedForGood() {
    TestingAgent agent = TestingAgent.started();
    agent.detect(EPOCH);
    agent.command(
        agent
            .envelope(1)
            .setRefused(RegistrationRefused.newBuilder().setMessage("gone").setShutdown(true)));
    assertThat(agent.effects())
        .containsExactly(
            new AgentEffect.Terminate("The master refuses this agent for good: gone", true));
    agent.pass(Duration.ofHours(1));
    assertThat(agent.effects()).isEmpty();
  }

  @Test
  void endsItsTasksBeforeItEndsItself() {
    TestingAgent agent = TestingAgent.registered();
    agent.launch(aware(), task("t").build());
    var container = agent.launchedContainer();
    agent.containerRuns(container);
    agent.effects();

    agent.command(agent.next().setShutdown(ShutdownAgent.newBuilder().setMessage("maintenance")));
    assertThat(agent.effects())
        .containsExactly(new AgentEffect.KillContainer(container, Duration.ofSeconds(5)));
    agent.containerEnds(container, 15);
    assertThat(agent.effects())
        .containsExactly(
            new AgentEffect.RemoveContainer(container),
            new AgentEffect.Terminate("The master shuts this agent down: maintenance", true));
  }

  @Test
  void saysGoodbyeWhenItUnregisters() {
    TestingAgent agent = TestingAgent.registered();
    agent.run(agent.core().unregister(agent.now()));
    List<AgentEffect> effects = agent.effects();
    assertThat(messages(effects).map(AgentMessage::getMessageCase))
        .containsExactly(MessageCase.UNREGISTER);
    assertThat(effects).endsWith(new AgentEffect.Terminate("Unregistered", true));
  }

  private static List<MessageCase> kinds(TestingAgent agent) {
    return messages(agent.effects()).map(AgentMessage::getMessageCase).toList();
  }
}
