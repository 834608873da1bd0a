package io.entresol.master.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.entresol.master.core.config.MasterConfig.Access;
import io.entresol.mesos.v1.scheduler.Call;
import io.entresol.proto.bus.AgentMessage;
import io.entresol.proto.bus.Guard;
import io.entresol.proto.bus.MetricsQuery;
import io.entresol.proto.bus.OperatorCall;
import io.entresol.proto.bus.OperatorSubscribe;
import io.entresol.proto.bus.SchedulerCall;
import io.entresol.proto.bus.StateQuery;
import io.entresol.proto.bus.StreamClosed;
import io.entresol.proto.bus.ToMaster;
import org.junit.jupiter.api.Test;

/** A master that wants its gateways to authenticate their clients. */
class GuardTest {
  private static final ToMaster CALL =
      ToMaster.newBuilder()
          .setEpoch(1)
          .setSchedulerCall(SchedulerCall.newBuilder().setCall(Call.getDefaultInstance()))
          .build();
  private static final ToMaster CHANGE =
      ToMaster.newBuilder()
          .setEpoch(1)
          .setOperatorCall(
              OperatorCall.newBuilder()
                  .setCall(io.entresol.mesos.v1.master.Call.getDefaultInstance()))
          .build();
  private static final ToMaster QUERY =
      ToMaster.newBuilder().setEpoch(1).setStateQuery(StateQuery.getDefaultInstance()).build();
  private static final ToMaster FIGURES =
      ToMaster.newBuilder().setEpoch(1).setMetricsQuery(MetricsQuery.getDefaultInstance()).build();

  private static int status(Access access, ToMaster message) {
    MasterCore core = TestingMaster.elected(config -> config.withAccess(access)).core;
    return core.refusal(message)
        .map(
            reply ->
                reply.hasOperator() ? reply.getOperator().getStatus() : reply.getCall().getStatus())
        .orElse(0);
  }

  private static ToMaster by(ToMaster message, boolean frameworks, boolean reads, boolean changes) {
    return message.toBuilder()
        .setGuard(
            Guard.newBuilder().setFrameworks(frameworks).setReadonly(reads).setReadwrite(changes))
        .build();
  }

  @Test
  void anOpenMasterTakesEverything() {
    assertThat(status(Access.OPEN, CALL)).isZero();
    assertThat(status(Access.OPEN, CHANGE)).isZero();
    assertThat(status(Access.OPEN, QUERY)).isZero();
    assertThat(status(Access.OPEN, FIGURES)).isZero();
  }

  @Test
  void callsOfFrameworksByAGatewayThatLetsEverybodyInAreRefused() {
    Access access = new Access(true, false, false);
    assertThat(status(access, CALL)).isEqualTo(401);
    assertThat(status(access, by(CALL, false, true, true))).isEqualTo(401);
    assertThat(status(access, by(CALL, true, false, false))).isZero();
    assertThat(status(access, CHANGE)).isZero();
  }

  @Test
  void soIsWhatOperatorsWant() {
    Access access = new Access(false, true, true);
    for (ToMaster message : new ToMaster[] {CHANGE, QUERY, FIGURES, subscription()}) {
      assertThat(status(access, message)).isEqualTo(401);
      assertThat(status(access, by(message, true, true, false))).isEqualTo(401);
      assertThat(status(access, by(message, true, false, true))).isEqualTo(401);
      assertThat(status(access, by(message, false, true, true))).isZero();
    }
    assertThat(status(access, CALL)).isZero();
  }

  private static ToMaster subscription() {
    return ToMaster.newBuilder()
        .setEpoch(1)
        .setOperatorSubscribe(
            OperatorSubscribe.newBuilder().setStream(TestingMaster.endpoint("o0")))
        .build();
  }

  @Test
  void membersOfTheClusterAreTakenAsTheyAre() {
    Access access = new Access(true, true, true);
    ToMaster agent =
        ToMaster.newBuilder()
            .setEpoch(1)
            .setAgentMessage(AgentMessage.newBuilder().setAgent(TestingMaster.endpoint("a0")))
            .build();
    ToMaster closed =
        ToMaster.newBuilder()
            .setEpoch(1)
            .setStreamClosed(StreamClosed.newBuilder().setStream(TestingMaster.endpoint("s0")))
            .build();
    assertThat(status(access, agent)).isZero();
    assertThat(status(access, closed)).isZero();
  }
}
