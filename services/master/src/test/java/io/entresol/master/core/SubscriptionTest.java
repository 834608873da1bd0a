package io.entresol.master.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.entresol.mesos.v1.FrameworkID;
import io.entresol.mesos.v1.FrameworkInfo;
import io.entresol.mesos.v1.scheduler.Call;
import io.entresol.proto.bus.SchedulerCall;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SubscriptionTest {
  private final TestingMaster master = TestingMaster.elected();

  private static FrameworkInfo.Builder withId(TestingFramework framework, String... roles) {
    return TestingFramework.info(roles).setId(framework.protoId());
  }

  @Test
  void aNewFrameworkGetsAnIdAndAHeartbeat() {
    assertThat(master.call(TestingFramework.subscribe("s0", TestingFramework.info("web"))))
        .containsExactly(
            "reply 200",
            "s0 #1 SUBSCRIBED m-0000",
            "s0 #2 HEARTBEAT",
            "allocator #1 FRAMEWORK_ADDED m-0000");
  }

  @Test
  void anEmptyIdIsNoId() {
    FrameworkInfo.Builder info =
        TestingFramework.info("web").setId(FrameworkID.newBuilder().setValue(""));
    SchedulerCall call =
        TestingFramework.subscribe("s0", info).toBuilder()
            .setCall(
                Call.newBuilder()
                    .setType(Call.Type.SUBSCRIBE)
                    .setSubscribe(Call.Subscribe.newBuilder().setFrameworkInfo(info)))
            .build();

    assertThat(master.call(call)).contains("s0 #1 SUBSCRIBED m-0000");
  }

  @Test
  void heartbeatsComeEveryFifteenSeconds() {
    TestingFramework.subscribed(master);

    assertThat(master.pass(Duration.ofSeconds(44)))
        .containsExactly("s0 #3 HEARTBEAT", "s0 #4 HEARTBEAT");
  }

  @Test
  void theNewestSubscriberWins() {
    TestingFramework first = TestingFramework.subscribed(master);
    TestingAgent agent = TestingAgent.registered(master);
    first.offered(agent, "cpus:1;mem:128");

    assertThat(master.call(TestingFramework.subscribe("s1", withId(first, "web"))))
        .containsExactly(
            "reply 200",
            "s0 #4 ERROR Framework failed over",
            "s0 ends",
            "s1 #1 SUBSCRIBED m-0000",
            "s1 #2 HEARTBEAT",
            "allocator #4 RECOVERED m-0000 m-S0 [cpus<web>:1;mem<web>:128]",
            "allocator #5 FRAMEWORK_UPDATED m-0000");
    assertThat(first.call(Call.Type.REVIVE))
        .containsExactly(
            "reply 400: The stream ID 's0' included in this request didn't match the stream ID"
                + " currently associated with framework ID m-0000");
  }

  @Test
  void aFrameworkReturnsWithinItsFailoverTimeout() {
    TestingFramework framework = TestingFramework.subscribed(master);

    assertThat(master.streamClosed("s0"))
        .containsExactly("reply 200", "allocator #2 FRAMEWORK_DEACTIVATED m-0000");
    master.pass(Duration.ofSeconds(99));
    assertThat(master.call(TestingFramework.subscribe("s1", withId(framework, "web"))))
        .containsExactly(
            "reply 200",
            "s1 #1 SUBSCRIBED m-0000",
            "s1 #2 HEARTBEAT",
            "allocator #3 FRAMEWORK_UPDATED m-0000");
    assertThat(master.pass(Duration.ofSeconds(10))).isEmpty();
  }

  @Test
  void aFrameworkThatDoesNotReturnInTimeIsRemoved() {
    TestingFramework framework = TestingFramework.subscribed(master);
    master.streamClosed("s0");

    assertThat(master.pass(Duration.ofSeconds(100)))
        .containsExactly("allocator #3 FRAMEWORK_REMOVED m-0000");
    assertThat(master.call(TestingFramework.subscribe("s1", withId(framework, "web"))))
        .containsExactly("reply 200", "s1 #1 ERROR Framework has been removed", "s1 ends");
  }

  @Test
  void withoutAFailoverTimeoutAFrameworkEndsWithItsStream() {
    TestingFramework.subscribed(master, "s0", TestingFramework.info("web").clearFailoverTimeout());

    assertThat(master.streamClosed("s0"))
        .containsExactly(
            "reply 200",
            "allocator #2 FRAMEWORK_DEACTIVATED m-0000",
            "allocator #3 FRAMEWORK_REMOVED m-0000");
  }

  @Test
  void theStreamsOfANodeEndWithIt() {
    TestingFramework.subscribed(master);

    assertThat(master.nodeLeft("other")).isEmpty();
    assertThat(master.nodeLeft(TestingMaster.NODE))
        .containsExactly("allocator #2 FRAMEWORK_DEACTIVATED m-0000");
  }

  @Test
  void aRepeatedSubscriptionOfTheSameStreamChangesNothing() {
    TestingFramework.subscribed(master);

    assertThat(master.call(TestingFramework.subscribe("s0", TestingFramework.info("web"))))
        .containsExactly("reply 200");
  }

  @Test
  void rolesCanBeSuppressedFromTheBeginning() {
    SchedulerCall call = TestingFramework.subscribe("s0", TestingFramework.info("web", "db"));
    SchedulerCall.Builder suppressing = call.toBuilder();
    suppressing.getCallBuilder().getSubscribeBuilder().addSuppressedRoles("db");

    assertThat(master.call(suppressing.build()))
        .contains("allocator #1 FRAMEWORK_ADDED m-0000 without [db]");
  }

  @Test
  void rolesThatAreNotTheFrameworksCannotBeSuppressed() {
    SchedulerCall.Builder call =
        TestingFramework.subscribe("s0", TestingFramework.info("web")).toBuilder();
    call.getCallBuilder().getSubscribeBuilder().addSuppressedRoles("db");

    assertThat(master.call(call.build()))
        .containsExactly(
            "reply 200",
            "s0 #1 ERROR suppressed roles { db } are not among the framework's roles",
            "s0 ends");
  }

  @Test
  void anInvalidRoleIsAnErrorOnTheStream() {
    assertThat(master.call(TestingFramework.subscribe("s0", TestingFramework.info("/web"))))
        .containsExactly(
            "reply 200", "s0 #1 ERROR role '/web' must not start or end with a slash", "s0 ends");
  }

  @Test
  void anInvalidFailoverTimeoutIsAnErrorOnTheStream() {
    FrameworkInfo.Builder info = TestingFramework.info("web").setFailoverTimeout(1e11);

    assertThat(master.call(TestingFramework.subscribe("s0", info)))
        .containsExactly("reply 200", "s0 #1 ERROR failover_timeout 1.0E11 is no time", "s0 ends");
  }

  @Test
  void onlyListedRolesAreLetIn() {
    TestingMaster strict =
        TestingMaster.elected(
            config -> config.withRoles(Optional.of(Set.of("*", "web")), Map.of()));

    assertThat(strict.call(TestingFramework.subscribe("s0", TestingFramework.info("db"))))
        .containsExactly(
            "reply 200", "s0 #1 ERROR role 'db' is not among the master's --roles", "s0 ends");
    assertThat(strict.call(TestingFramework.subscribe("s1", TestingFramework.info("web"))))
        .contains("s1 #1 SUBSCRIBED m-0000");
  }

  @Test
  void aFrameworkOfAnEarlierMasterKeepsItsId() {
    FrameworkInfo.Builder info =
        TestingFramework.info("web").setId(FrameworkID.newBuilder().setValue("l-0007"));

    assertThat(master.call(TestingFramework.subscribe("s0", info)))
        .containsExactly(
            "reply 200",
            "s0 #1 SUBSCRIBED l-0007",
            "s0 #2 HEARTBEAT",
            "allocator #1 FRAMEWORK_ADDED l-0007 NOT ACTIVE",
            "allocator #2 FRAMEWORK_UPDATED l-0007");
  }

  @Test
  void thePrincipalCannotChange() {
    TestingFramework framework =
        TestingFramework.subscribed(
            master, "s0", TestingFramework.info("web").setPrincipal("alice"));

    assertThat(
            master.call(
                TestingFramework.subscribe("s1", withId(framework, "web").setPrincipal("bob"))))
        .containsExactly(
            "reply 200", "s1 #1 ERROR Changing framework's principal is not allowed.", "s1 ends");
    assertThat(framework.call(Call.Type.REVIVE)).contains("reply 202");
  }

  @Test
  void theCallersPrincipalIsTheFrameworksIfItNamesNone() {
    SchedulerCall call =
        TestingFramework.subscribe("s0", TestingFramework.info("web")).toBuilder()
            .setPrincipal("alice")
            .build();

    master.call(call);

    assertThat(master.state().getFrameworks(0).getFramework().getFrameworkInfo().getPrincipal())
        .isEqualTo("alice");
  }

  @Test
  void aSubscriptionInAnotherNameIsRefused() {
    SchedulerCall call =
        TestingFramework.subscribe("s0", TestingFramework.info("web").setPrincipal("bob"))
            .toBuilder()
            .setPrincipal("alice")
            .build();

    assertThat(master.call(call)).singleElement().asString().startsWith("reply 400");
    assertThat(master.state().getFrameworksCount()).isZero();
  }

  @Test
  void aCallForAnothersFrameworkChangesNothing() {
    TestingFramework framework =
        TestingFramework.subscribed(
            master, "s0", TestingFramework.info("web").setPrincipal("alice"));
    SchedulerCall teardown =
        SchedulerCall.newBuilder()
            .setStream(TestingMaster.endpoint("s0"))
            .setCall(
                Call.newBuilder().setType(Call.Type.TEARDOWN).setFrameworkId(framework.protoId()))
            .setPrincipal("bob")
            .build();

    assertThat(master.call(teardown)).singleElement().asString().startsWith("reply 400");
    assertThat(master.state().getFrameworksCount()).isOne();
    assertThat(master.call(teardown.toBuilder().setPrincipal("alice").build()))
        .contains("reply 202");
  }

  @Test
  void userAndCheckpointingStayAsTheyWere() {
    TestingFramework framework = TestingFramework.subscribed(master);

    master.call(
        TestingFramework.subscribe(
            "s1",
            withId(framework, "web").setUser("other").setCheckpoint(false).setName("renamed")));

    FrameworkInfo info = master.state().getFrameworks(0).getFramework().getFrameworkInfo();
    assertThat(info.getUser()).isEqualTo("nobody");
    assertThat(info.getCheckpoint()).isTrue();
    assertThat(info.getName()).isEqualTo("renamed");
  }
}
