package io.entresol.master.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.entresol.mesos.v1.scheduler.Call;
import io.entresol.proto.bus.SchedulerCall;
import org.junit.jupiter.api.Test;

/** A stream whose other end has missed something subscribes once more, under the same id. */
class StreamRestartTest {
  private final TestingMaster master = TestingMaster.elected();

  private SchedulerCall subscription(TestingFramework framework, long number) {
    return TestingFramework.subscribe("s0", TestingFramework.info("web").setId(framework.protoId()))
        .toBuilder()
        .setSubscription(number)
        .build();
  }

  @Test
  void aLaterSubscriptionStartsTheStreamOver() {
    TestingFramework framework = TestingFramework.subscribed(master);
    TestingAgent agent = TestingAgent.registered(master);
    framework.offered(agent, "cpus:1;mem:128");

    assertThat(master.call(subscription(framework, 2)))
        .containsExactly(
            "reply 200",
            "s0 #1 SUBSCRIBED m-0000",
            "s0 #2 HEARTBEAT",
            "allocator #4 RECOVERED m-0000 m-S0 [cpus<web>:1;mem<web>:128]",
            "allocator #5 FRAMEWORK_UPDATED m-0000");
    assertThat(framework.call(Call.Type.REVIVE)).contains("reply 202");
  }

  @Test
  void theSameOrAnEarlierSubscriptionChangesNothing() {
    TestingFramework framework = TestingFramework.subscribed(master);
    master.call(subscription(framework, 3));

    assertThat(master.call(subscription(framework, 3))).containsExactly("reply 200");
    assertThat(master.call(subscription(framework, 2))).containsExactly("reply 200");
  }

  @Test
  void aFrameworkIsTakenOverFromTheMasterBefore() {
    TestingFramework framework = TestingFramework.subscribed(master);
    TestingMaster successor = master.successor();

    assertThat(successor.call(subscription(framework, 2)))
        .contains("reply 200", "s0 #1 SUBSCRIBED m-0000");
  }
}
