package io.entresol.master.core;

import static io.entresol.master.core.TestingFramework.launch;
import static io.entresol.master.core.TestingFramework.task;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.entresol.domain.resources.Reservation;
import io.entresol.domain.resources.ResourceParser;
import io.entresol.domain.resources.Resources;
import io.entresol.master.core.effect.MasterEffect;
import io.entresol.mesos.v1.CommandInfo;
import io.entresol.mesos.v1.Offer;
import io.entresol.mesos.v1.OperationID;
import io.entresol.mesos.v1.OperationState;
import io.entresol.mesos.v1.OperationStatus;
import io.entresol.mesos.v1.Resource;
import io.entresol.mesos.v1.TaskInfo;
import io.entresol.mesos.v1.TaskState;
import io.entresol.mesos.v1.UUID;
import io.entresol.mesos.v1.Value;
import io.entresol.mesos.v1.Volume;
import io.entresol.mesos.v1.scheduler.Call;
import io.entresol.proto.ProtoResources;
import io.entresol.proto.bus.AgentMessage;
import io.entresol.proto.bus.AgentOperationUpdate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OperationTest {
  private final TestingMaster master = TestingMaster.elected();
  private final TestingFramework framework =
      TestingFramework.subscribed(master, "s0", TestingFramework.info("web").setPrincipal("p"));
  private final TestingAgent agent = TestingAgent.registered(master);

  private static Resources reserved(String resources) {
    return ResourceParser.parse(resources)
        .mapKeys(
            key ->
                key.reserved(
                    new Reservation(Reservation.Type.DYNAMIC, "web", Optional.of("p"), List.of())));
  }

  private static Resource.Builder volume(String id, double size) {
    Resource.Builder disk = ProtoResources.toProto(reserved("disk:" + size)).get(0).toBuilder();
    disk.getDiskBuilder()
        .setPersistence(Resource.DiskInfo.Persistence.newBuilder().setId(id).setPrincipal("p"))
        .setVolume(Volume.newBuilder().setContainerPath("data").setMode(Volume.Mode.RW));
    return disk;
  }

  private static Offer.Operation.Builder operation(Offer.Operation.Type type) {
    return Offer.Operation.newBuilder().setType(type);
  }

  private static Offer.Operation.Builder reserve(Resources resources) {
    Offer.Operation.Builder reserve = operation(Offer.Operation.Type.RESERVE);
    reserve.getReserveBuilder().addAllResources(ProtoResources.toProto(resources));
    return reserve;
  }

  private static Offer.Operation.Builder unreserve(Resources resources) {
    Offer.Operation.Builder unreserve = operation(Offer.Operation.Type.UNRESERVE);
    unreserve.getUnreserveBuilder().addAllResources(ProtoResources.toProto(resources));
    return unreserve;
  }

  private static Offer.Operation.Builder create(Resource.Builder volume) {
    Offer.Operation.Builder create = operation(Offer.Operation.Type.CREATE);
    create.getCreateBuilder().addVolumes(volume);
    return create;
  }

  private static Offer.Operation.Builder destroy(Resource.Builder volume) {
    Offer.Operation.Builder destroy = operation(Offer.Operation.Type.DESTROY);
    destroy.getDestroyBuilder().addVolumes(volume);
    return destroy;
  }

  private static Offer.Operation named(Offer.Operation.Builder operation) {
    return operation.setId(OperationID.newBuilder().setValue("op")).build();
  }

  private List<String> accept(String resources, Offer.Operation... operations) {
    return framework.accept(
        framework.offered(agent, resources), TestingFramework.refuse(0), operations);
  }

  private String reservedOffer(String resources) {
    accept(resources, reserve(reserved(resources)).build());
    return framework.offered(agent, "web", reserved(resources));
  }

  private String volumeOffer(String id, double size) {
    accept(
        "disk:" + size,
        reserve(reserved("disk:" + size)).build(),
        create(volume(id, size)).build());
    return framework.offered(agent, "web", ProtoResources.fromProto(volume(id, size).build()));
  }

  private ByteString lastOperation() {
    for (int i = master.effects().size() - 1; i >= 0; i--) {
      if (master.effects().get(i) instanceof MasterEffect.SendToAgent sent
          && sent.command().hasApplyOperation()) {
        return sent.command().getApplyOperation().getOperationUuid().getValue();
      }
    }
    throw new AssertionError("no operation was sent");
  }

  private List<String> report(ByteString operation, OperationState state, String uuid) {
    OperationStatus.Builder status =
        OperationStatus.newBuilder()
            .setState(state)
            .setUuid(UUID.newBuilder().setValue(TestingFramework.uuid(uuid)));
    return agent.say(
        AgentMessage.newBuilder()
            .setOperationUpdate(
                AgentOperationUpdate.newBuilder()
                    .setFrameworkId(framework.protoId())
                    .setOperationUuid(UUID.newBuilder().setValue(operation))
                    .setStatus(status)));
  }

  @Test
  void laterOperationsOfAnAcceptUseWhatEarlierOnesMade() {
    TaskInfo.Builder task =
        task(agent, "t", Resources.NONE)
            .addAllResources(ProtoResources.toProto(reserved("cpus:1")))
            .addResources(volume("v", 64))
            .setCommand(CommandInfo.newBuilder().setValue("run"));

    assertThat(
            accept(
                "cpus:1;disk:64",
                reserve(reserved("cpus:1;disk:64")).build(),
                create(volume("v", 64)).build(),
                launch(task)))
        .containsExactly(
            "reply 202",
            "a0 #2 APPLY_OPERATION RESERVE",
            "a0 #3 APPLY_OPERATION CREATE",
            "a0 #4 RUN_TASK t [cpus[web@p]<web>:1;disk[web@p]<web>#v:64]",
            "allocator #4 CONVERTED m-0000 m-S0 [cpus<web>:1;disk<web>:64] to"
                + " [cpus[web@p]<web>:1;disk[web@p]<web>:64]",
            "allocator #5 CONVERTED m-0000 m-S0 [disk[web@p]<web>:64] to"
                + " [disk[web@p]<web>#v:64]");
  }

  @Test
  void whatIsReservedAndNotUsedIsGivenBackAsSuch() {
    assertThat(accept("cpus:2", reserve(reserved("cpus:1")).build()))
        .containsExactly(
            "reply 202",
            "a0 #2 APPLY_OPERATION RESERVE",
            "allocator #4 CONVERTED m-0000 m-S0 [cpus<web>:1] to [cpus[web@p]<web>:1]",
            "allocator #5 RECOVERED m-0000 m-S0 [cpus[web@p]<web>:1]",
            "allocator #6 RECOVERED m-0000 m-S0 [cpus<web>:1]");
    assertThat(framework.offered(agent, "web", reserved("cpus:1"))).isEqualTo("m-O1");
  }

  @Test
  void reservedResourcesAreUnreserved() {
    String offer = reservedOffer("cpus:1");

    assertThat(
            framework.accept(
                offer, TestingFramework.refuse(0), unreserve(reserved("cpus:1")).build()))
        .containsExactly(
            "reply 202",
            "a0 #3 APPLY_OPERATION UNRESERVE",
            "allocator #7 CONVERTED m-0000 m-S0 [cpus[web@p]<web>:1] to [cpus<web>:1]",
            "allocator #8 RECOVERED m-0000 m-S0 [cpus<web>:1]");
  }

  @Test
  void anOperationThatIsNotGoodIsLeftOutAlone() {
    assertThat(
            accept(
                "cpus:2", named(reserve(reserved("cpus:99"))), reserve(reserved("cpus:1")).build()))
        .containsExactly(
            "reply 202",
            "a0 #2 APPLY_OPERATION RESERVE",
            "s0 #4 UPDATE_OPERATION_STATUS op OPERATION_ERROR: cpus(allocated: web):2 does not"
                + " contain cpus(allocated: web):99",
            "allocator #4 CONVERTED m-0000 m-S0 [cpus<web>:1] to [cpus[web@p]<web>:1]",
            "allocator #5 RECOVERED m-0000 m-S0 [cpus[web@p]<web>:1]",
            "allocator #6 RECOVERED m-0000 m-S0 [cpus<web>:1]");
  }

  @Test
  void aReservationBearsItsMakersPrincipal() {
    Resources other =
        ResourceParser.parse("cpus:1")
            .mapKeys(
                key ->
                    key.reserved(
                        new Reservation(
                            Reservation.Type.DYNAMIC, "web", Optional.of("someone"), List.of())));

    assertThat(accept("cpus:1", named(reserve(other))))
        .contains(
            "s0 #4 UPDATE_OPERATION_STATUS op OPERATION_ERROR: A reserve operation was attempted"
                + " by authenticated principal 'p', which does not match a reserved resource in the"
                + " request with principal 'someone'; on agent m-S0 at slave(1)@10.0.0.0:5051"
                + " (host-a0)");
  }

  @Test
  void aReservationIsForTheRoleOfTheOffer() {
    Resources other =
        ResourceParser.parse("cpus:1")
            .mapKeys(
                key ->
                    key.reserved(
                            new Reservation(
                                Reservation.Type.DYNAMIC, "db", Optional.of("p"), List.of()))
                        .allocatedTo("db"));

    assertThat(accept("cpus:1", named(reserve(other))))
        .contains(
            "s0 #4 UPDATE_OPERATION_STATUS op OPERATION_ERROR: A reserve operation was attempted"
                + " for a resource allocated to role 'db', but the framework only has roles"
                + " '{ web }'; on agent m-S0 at slave(1)@10.0.0.0:5051 (host-a0)");
  }

  @Test
  void aVolumeMustBeDestroyedBeforeItIsUnreserved() {
    String offer = volumeOffer("v", 64);

    assertThat(
            framework.accept(
                offer,
                TestingFramework.refuse(0),
                named(unreserve(ProtoResources.fromProto(volume("v", 64).build())))))
        .contains(
            "s0 #5 UPDATE_OPERATION_STATUS op OPERATION_ERROR: A dynamically reserved persistent"
                + " volume disk(allocated: web)(reservations: [(DYNAMIC,web,p)])[v:data]:64 cannot"
                + " be unreserved directly. Please destroy the persistent volume first then"
                + " unreserve the resource; on agent m-S0 at slave(1)@10.0.0.0:5051 (host-a0)");
    String again =
        framework.offered(agent, "web", ProtoResources.fromProto(volume("v", 64).build()));
    assertThat(
            framework.accept(
                again,
                TestingFramework.refuse(0),
                destroy(volume("v", 64)).build(),
                unreserve(reserved("disk:64")).build()))
        .contains("allocator #12 RECOVERED m-0000 m-S0 [disk<web>:64]");
  }

  @Test
  void aVolumeInUseIsNotDestroyed() {
    String offer = volumeOffer("v", 64);
    TaskInfo.Builder task =
        task(agent, "t", Resources.NONE)
            .addResources(volume("v", 64))
            .setCommand(CommandInfo.newBuilder().setValue("run"));
    framework.accept(offer, launch(task));

    assertThat(accept("cpus:1", named(destroy(volume("v", 64)))))
        .contains(
            "s0 #6 UPDATE_OPERATION_STATUS op OPERATION_ERROR: Persistent volumes in use; on agent"
                + " m-S0 at slave(1)@10.0.0.0:5051 (host-a0)");
  }

  @Test
  void theIdOfAVolumeIsUsedOnceInARole() {
    volumeOffer("v", 64);

    assertThat(
            accept("disk:10", reserve(reserved("disk:10")).build(), named(create(volume("v", 10)))))
        .contains(
            "s0 #6 UPDATE_OPERATION_STATUS op OPERATION_ERROR: persistence id 'v' is in use; on"
                + " agent m-S0 at slave(1)@10.0.0.0:5051 (host-a0)");
  }

  @Test
  void volumesGrowAndShrinkAndWhatComesOfItIsUsedLater() {
    String volume = volumeOffer("v", 64);
    accept("disk:16", reserve(reserved("disk:16")).build());
    String more = framework.offered(agent, "web", reserved("disk:16"));
    Offer.Operation.Builder grow = operation(Offer.Operation.Type.GROW_VOLUME);
    grow.getGrowVolumeBuilder()
        .setVolume(volume("v", 64))
        .setAddition(ProtoResources.toProto(reserved("disk:16")).get(0));
    TaskInfo.Builder tooEarly =
        task(agent, "t", Resources.NONE)
            .addResources(volume("v", 80))
            .setCommand(CommandInfo.newBuilder().setValue("run"));

    assertThat(
            framework.accept(
                volume + " " + more, TestingFramework.refuse(0), grow.build(), launch(tooEarly)))
        .contains("a0 #5 APPLY_OPERATION GROW_VOLUME")
        .anyMatch(line -> line.contains("UPDATE t TASK_ERROR"))
        .endsWith("allocator #13 RECOVERED m-0000 m-S0 [disk[web@p]<web>#v:80]");

    Offer.Operation.Builder shrink = operation(Offer.Operation.Type.SHRINK_VOLUME);
    shrink
        .getShrinkVolumeBuilder()
        .setVolume(volume("v", 80))
        .setSubtract(Value.Scalar.newBuilder().setValue(30));
    String grown =
        framework.offered(agent, "web", ProtoResources.fromProto(volume("v", 80).build()));
    assertThat(framework.accept(grown, TestingFramework.refuse(0), shrink.build()))
        .contains("a0 #6 APPLY_OPERATION SHRINK_VOLUME")
        .endsWith(
            "allocator #16 RECOVERED m-0000 m-S0 [disk[web@p]<web>#v:50;disk[web@p]<web>:30]");
  }

  @Test
  void theFrameworkHearsOfOperationsWithAnId() {
    accept("cpus:1", named(reserve(reserved("cpus:1"))));
    ByteString operation = lastOperation();

    assertThat(report(operation, OperationState.OPERATION_FINISHED, "u"))
        .containsExactly("reply received", "s0 #4 UPDATE_OPERATION_STATUS op OPERATION_FINISHED");
    assertThat(
            framework.call(
                Call.newBuilder()
                    .setType(Call.Type.ACKNOWLEDGE_OPERATION_STATUS)
                    .setAcknowledgeOperationStatus(
                        Call.AcknowledgeOperationStatus.newBuilder()
                            .setAgentId(agent.protoId())
                            .setUuid(TestingFramework.uuid("u"))
                            .setOperationId(OperationID.newBuilder().setValue("op")))))
        .containsExactly("reply 202", "a0 #3 ACKNOWLEDGE_OPERATION");
    assertThat(master.state().getFrameworks(0).hasFramework()).isTrue();
  }

  @Test
  void anAcknowledgementOfNothingIsTakenIfItsUuidHasAVersion() {
    Call.AcknowledgeOperationStatus.Builder acknowledgement =
        Call.AcknowledgeOperationStatus.newBuilder()
            .setAgentId(agent.protoId())
            .setOperationId(OperationID.newBuilder().setValue("nope"));
    Call.Builder call =
        Call.newBuilder()
            .setType(Call.Type.ACKNOWLEDGE_OPERATION_STATUS)
            .setAcknowledgeOperationStatus(
                acknowledgement.setUuid(ByteString.copyFromUtf8("0".repeat(16))));
    assertThat(framework.call(call)).containsExactly("reply 202");
    call.setAcknowledgeOperationStatus(
        acknowledgement.setUuid(ByteString.copyFromUtf8("x".repeat(16))));
    assertThat(framework.call(call).get(0)).contains("400").contains("Not a valid UUID");
  }

  @Test
  void theMasterAcknowledgesOperationsWithoutAnId() {
    accept("cpus:1", reserve(reserved("cpus:1")).build());

    assertThat(report(lastOperation(), OperationState.OPERATION_FINISHED, "u"))
        .containsExactly("reply received", "a0 #3 ACKNOWLEDGE_OPERATION");
  }

  @Test
  void anAgentThatCouldNotDoItIsAskedWhatItReallyHas() {
    accept("cpus:1", named(reserve(reserved("cpus:1"))));

    assertThat(report(lastOperation(), OperationState.OPERATION_DROPPED, "u"))
        .containsExactly(
            "reply received",
            "a0 #2 PING NOT CONNECTED",
            "s0 #4 UPDATE_OPERATION_STATUS op OPERATION_DROPPED");
    agent.reregister(agent.report());
    assertThat(framework.offered(agent, "cpus:8")).isEqualTo("m-O1");
  }

  @Test
  void operationsAreReconciled() {
    accept("cpus:1", named(reserve(reserved("cpus:1"))));
    Call.ReconcileOperations.Operation known =
        Call.ReconcileOperations.Operation.newBuilder()
            .setOperationId(OperationID.newBuilder().setValue("op"))
            .build();
    Call.ReconcileOperations.Operation nameless =
        Call.ReconcileOperations.Operation.newBuilder()
            .setOperationId(OperationID.newBuilder().setValue("other"))
            .build();
    Call.ReconcileOperations.Operation unknown =
        nameless.toBuilder().setAgentId(agent.protoId()).build();

    assertThat(
            framework.call(
                Call.newBuilder()
                    .setType(Call.Type.RECONCILE_OPERATIONS)
                    .setReconcileOperations(
                        Call.ReconcileOperations.newBuilder()
                            .addOperations(known)
                            .addOperations(nameless)
                            .addOperations(unknown))))
        .containsExactly(
            "reply 202",
            "s0 #4 UPDATE_OPERATION_STATUS op OPERATION_PENDING",
            "s0 #5 UPDATE_OPERATION_STATUS other OPERATION_UNKNOWN: Reconciliation: Operation is"
                + " unknown and no 'agent_id' was provided",
            "s0 #6 UPDATE_OPERATION_STATUS other OPERATION_UNKNOWN: Reconciliation: Operation is"
                + " unknown");
  }

  @Test
  void operationsOnOffersThatAreGoneAreErrors() {
    assertThat(framework.accept("m-O9", named(reserve(reserved("cpus:1")))))
        .containsExactly(
            "reply 202",
            "s0 #3 UPDATE_OPERATION_STATUS op OPERATION_ERROR: Operation attempted with invalid"
                + " offers: Offer m-O9 is no longer valid");
  }

  @Test
  void sharedVolumesAreUsedByManyTasks() {
    TestingFramework sharing =
        TestingFramework.subscribed(
            master,
            "s1",
            TestingFramework.info("web")
                .setPrincipal("p")
                .addCapabilities(
                    io.entresol.mesos.v1.FrameworkInfo.Capability.newBuilder()
                        .setType(
                            io.entresol.mesos.v1.FrameworkInfo.Capability.Type.SHARED_RESOURCES)));
    Resource.Builder shared = volume("v", 64).setShared(Resource.SharedInfo.getDefaultInstance());
    TaskInfo.Builder[] tasks = new TaskInfo.Builder[2];
    for (int i = 0; i < 2; i++) {
      tasks[i] =
          task(agent, "t" + i, ResourceParser.parse("cpus:1"))
              .addResources(shared)
              .setCommand(CommandInfo.newBuilder().setValue("run"));
    }

    List<String> lines =
        sharing.accept(
            sharing.offered(agent, "cpus:2;disk:64"),
            TestingFramework.refuse(0),
            reserve(reserved("disk:64")).build(),
            create(shared).build(),
            launch(tasks));

    assertThat(lines)
        .contains(
            "a0 #4 RUN_TASK t0 [cpus<web>:1;disk[web@p]<web>#v shared:64]",
            "a0 #5 RUN_TASK t1 [cpus<web>:1;disk[web@p]<web>#v shared:64]");
    agent.update(sharing, "t0", TaskState.TASK_FINISHED);
    agent.update(sharing, "t1", TaskState.TASK_FINISHED);
    assertThat(
            sharing.accept(
                sharing.offered(agent, "web", ProtoResources.fromProto(shared.build())),
                TestingFramework.refuse(0),
                destroy(shared).build()))
        .contains("a0 #6 APPLY_OPERATION DESTROY");
  }
}
