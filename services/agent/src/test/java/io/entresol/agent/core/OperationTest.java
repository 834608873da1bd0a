package io.entresol.agent.core;

import static io.entresol.agent.core.TestingAgent.EPOCH;
import static io.entresol.agent.core.TestingAgent.FRAMEWORK;
import static io.entresol.agent.core.TestingAgent.aware;
import static io.entresol.agent.core.TestingAgent.effectsOf;
import static io.entresol.agent.core.TestingAgent.messages;
import static io.entresol.agent.core.TestingAgent.statuses;
import static io.entresol.agent.core.TestingAgent.task;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.entresol.domain.resources.Disk;
import io.entresol.domain.resources.Reservation;
import io.entresol.domain.resources.ResourceKey;
import io.entresol.domain.resources.ResourceParser;
import io.entresol.domain.resources.Resources;
import io.entresol.domain.resources.Scalar;
import io.entresol.mesos.v1.AgentInfo;
import io.entresol.mesos.v1.Offer;
import io.entresol.mesos.v1.OperationState;
import io.entresol.mesos.v1.Resource;
import io.entresol.mesos.v1.TaskStatus;
import io.entresol.mesos.v1.UUID;
import io.entresol.mesos.v1.Value;
import io.entresol.proto.ProtoResources;
import io.entresol.proto.bus.AcknowledgeOperation;
import io.entresol.proto.bus.AgentMessage;
import io.entresol.proto.bus.AgentOperationUpdate;
import io.entresol.proto.bus.ApplyOperation;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OperationTest {
  private static final ResourceKey RESERVED =
      ResourceKey.of("disk").reserved(Reservation.dynamically("db", "ops"));
  private static final ResourceKey VOLUME =
      RESERVED.withDisk(
          Optional.of(
              new Disk(
                  Optional.of(new Disk.Persistence("v1", Optional.empty())),
                  Optional.of(new Disk.Volume("data", Optional.empty(), false)),
                  Optional.empty())));
  private int uuids;

  private static Offer.Operation reserve(double disk) {
    return Offer.Operation.newBuilder()
        .setType(Offer.Operation.Type.RESERVE)
        .setReserve(
            Offer.Operation.Reserve.newBuilder()
                .addAllResources(proto(RESERVED.allocatedTo("db"), disk)))
        .build();
  }

  private static Offer.Operation create(double disk) {
    return Offer.Operation.newBuilder()
        .setType(Offer.Operation.Type.CREATE)
        .setCreate(Offer.Operation.Create.newBuilder().addAllVolumes(proto(VOLUME, disk)))
        .build();
  }

  private static List<Resource> proto(ResourceKey key, double value) {
    return ProtoResources.toProto(Resources.of(key, Scalar.of(value)));
  }

  private AgentOperationUpdate apply(TestingAgent agent, Offer.Operation operation) {
    agent.command(
        agent
            .next()
            .setApplyOperation(
                ApplyOperation.newBuilder()
                    .setFrameworkId(FRAMEWORK)
                    .setOperation(operation)
                    .setOperationUuid(uuid("op" + ++uuids))));
    return messages(agent.effects())
        .filter(AgentMessage::hasOperationUpdate)
        .map(AgentMessage::getOperationUpdate)
        .findFirst()
        .orElseThrow();
  }

  private static UUID uuid(String text) {
    return UUID.newBuilder().setValue(ByteString.copyFromUtf8(text)).build();
  }

  private static void acknowledge(TestingAgent agent, AgentOperationUpdate update) {
    agent.command(
        agent
            .next()
            .setAcknowledgeOperation(
                AcknowledgeOperation.newBuilder()
                    .setOperationUuid(update.getOperationUuid())
                    .setStatusUuid(update.getStatus().getUuid())));
  }

  @Test
  void reservesAndUnreserves() {
    TestingAgent agent = TestingAgent.registered();
    AgentOperationUpdate update = apply(agent, reserve(100));
    assertThat(update.getStatus().getState()).isEqualTo(OperationState.OPERATION_FINISHED);
    assertThat(update.getStatus().getConvertedResourcesList()).as("as Mesos says it").isEmpty();
    assertThat(agent.core().state().total())
        .isEqualTo(
            ResourceParser.parse("cpus:4;mem:4096;disk:9900")
                .plus(Resources.of(RESERVED, Scalar.of(100))));
    assertThat(agent.disk).containsKey("resources");

    apply(
        agent,
        Offer.Operation.newBuilder()
            .setType(Offer.Operation.Type.UNRESERVE)
            .setUnreserve(
                Offer.Operation.Unreserve.newBuilder().addAllResources(proto(RESERVED, 40)))
            .build());
    assertThat(agent.core().state().total().scalarMilli("disk")).isEqualTo(10_000_000);
    assertThat(agent.core().state().total().reservedFor("db"))
        .isEqualTo(Resources.of(RESERVED, Scalar.of(60)));
  }

  @Test
  void createsResizesAndDestroysVolumes() {
    TestingAgent agent = TestingAgent.registered();
    apply(agent, reserve(100));
    PersistentVolume volume = new PersistentVolume("db", "v1", Optional.empty());
    agent.command(
        agent
            .next()
            .setApplyOperation(
                ApplyOperation.newBuilder()
                    .setOperation(create(60))
                    .setOperationUuid(uuid("create"))));
    assertThat(effectsOf(AgentEffect.CreateVolume.class, agent.effects()))
        .containsExactly(new AgentEffect.CreateVolume(volume));

    apply(
        agent,
        Offer.Operation.newBuilder()
            .setType(Offer.Operation.Type.GROW_VOLUME)
            .setGrowVolume(
                Offer.Operation.GrowVolume.newBuilder()
                    .setVolume(proto(VOLUME, 60).get(0))
                    .setAddition(proto(RESERVED, 10).get(0)))
            .build());
    assertThat(agent.core().state().total().amount(VOLUME)).contains(Scalar.of(70));
    apply(
        agent,
        Offer.Operation.newBuilder()
            .setType(Offer.Operation.Type.SHRINK_VOLUME)
            .setShrinkVolume(
                Offer.Operation.ShrinkVolume.newBuilder()
                    .setVolume(proto(VOLUME, 70).get(0))
                    .setSubtract(Value.Scalar.newBuilder().setValue(20)))
            .build());
    assertThat(agent.core().state().total().amount(VOLUME)).contains(Scalar.of(50));
    assertThat(agent.core().state().total().amount(RESERVED)).contains(Scalar.of(50));

    agent.command(
        agent
            .next()
            .setApplyOperation(
                ApplyOperation.newBuilder()
                    .setOperation(
                        Offer.Operation.newBuilder()
                            .setType(Offer.Operation.Type.DESTROY)
                            .setDestroy(
                                Offer.Operation.Destroy.newBuilder()
                                    .addAllVolumes(proto(VOLUME, 50))))
                    .setOperationUuid(uuid("destroy"))));
    assertThat(effectsOf(AgentEffect.DeleteVolume.class, agent.effects()))
        .containsExactly(new AgentEffect.DeleteVolume(volume));
    assertThat(agent.core().state().total().amount(RESERVED)).contains(Scalar.of(100));
  }

  @Test
  void whatTheAgentDoesNotHaveIsDropped() {
    TestingAgent agent = TestingAgent.registered();
    AgentOperationUpdate update = apply(agent, create(10));
    assertThat(update.getStatus().getState()).isEqualTo(OperationState.OPERATION_DROPPED);
    assertThat(update.getStatus().getMessage()).contains("disk(db):10");
    assertThat(agent.core().state().total())
        .isEqualTo(ResourceParser.parse("cpus:4;mem:4096;disk:10000"));
  }

  @Test
  void nonsenseIsAnError() {
    TestingAgent agent = TestingAgent.registered();
    AgentOperationUpdate update =
        apply(
            agent, Offer.Operation.newBuilder().setType(Offer.Operation.Type.CREATE_DISK).build());
    assertThat(update.getStatus().getState()).isEqualTo(OperationState.OPERATION_ERROR);
  }

  @Test
  void repeatsItsUpdateUntilAcknowledged() {
    TestingAgent agent = TestingAgent.registered();
    AgentOperationUpdate update = apply(agent, reserve(100));
    assertThat(agent.disk.keySet()).anyMatch(key -> key.startsWith("slaves/M-S0/operations/"));
    agent.pass(Duration.ofSeconds(10));
    assertThat(messages(agent.effects()).map(AgentMessage::getOperationUpdate))
        .containsExactly(update);
    acknowledge(agent, update);
    agent.pass(Duration.ofSeconds(60));
    assertThat(agent.effects()).isEmpty();
    assertThat(agent.disk).containsOnlyKeys("slaves/M-S0/agent", "resources");
  }

  @Test
  void anOperationIsDoneOnce() {
    TestingAgent agent = TestingAgent.registered();
    AgentOperationUpdate first = apply(agent, reserve(100));
    uuids = 0;
    assertThat(apply(agent, reserve(100))).isEqualTo(first);
    assertThat(agent.core().state().total().reservedFor("db"))
        .isEqualTo(Resources.of(RESERVED, Scalar.of(100)));
  }

  @Test
  void reservationsSurviveTheAgentsProcessAndItsId() {
    TestingAgent first = TestingAgent.registered();
    AgentOperationUpdate update = apply(first, reserve(100));
    TestingAgent agent = first.restarted().finds();
    assertThat(agent.core().state().total()).isEqualTo(first.core().state().total());
    agent.detect(EPOCH).pass(Duration.ofMillis(500));
    AgentMessage message = messages(agent.effects()).findFirst().orElseThrow();
    assertThat(message.getReregister().getRegistration().getCheckpointedResourcesList())
        .isEqualTo(proto(RESERVED, 100));
    assertThat(message.getReregister().getOperationsList()).hasSize(1);
    agent.reregisteredByMaster(EPOCH);
    assertThat(messages(agent.effects()).map(AgentMessage::getOperationUpdate))
        .containsExactly(update);

    agent.disk.keySet().removeIf(key -> !key.equals("resources"));
    assertThat(agent.restarted().core().state().total()).isEqualTo(first.core().state().total());
  }

  @Test
  void reservationsMustFitIntoWhatIsConfigured() {
    TestingAgent first = TestingAgent.registered();
    apply(first, reserve(100));
    AgentInfo small =
        TestingAgent.info().toBuilder()
            .clearResources()
            .addAllResources(ProtoResources.toProto(ResourceParser.parse("cpus:4;disk:50")))
            .build();
    first.disk.keySet().removeIf(key -> !key.equals("resources"));
    assertThatThrownBy(() -> TestingAgent.configured(first.disk, AgentPolicy.DEFAULT, small))
        .isInstanceOf(RecoveryException.class)
        .hasMessageContaining("disk(*):100");
  }

  @Test
  void tasksUseOnlyReservationsThatThereAre() {
    TestingAgent agent = TestingAgent.registered();
    agent.launch(aware(), task("t").addAllResources(proto(RESERVED, 10)).build());
    assertThat(statuses(agent.effects()))
        .singleElement()
        .extracting(TaskStatus::getReason)
        .isEqualTo(TaskStatus.Reason.REASON_RESOURCES_UNKNOWN);

    apply(agent, reserve(100));
    agent.launch(aware(), task("u").addAllResources(proto(RESERVED, 10)).build());
    assertThat(effectsOf(AgentEffect.LaunchContainer.class, agent.effects())).hasSize(1);
  }
}
