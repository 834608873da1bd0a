package io.entresol.allocator.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.entresol.domain.frame.Frame;
import io.entresol.domain.resources.Disk;
import io.entresol.domain.resources.Reservation;
import io.entresol.domain.resources.ResourceKey;
import io.entresol.domain.resources.ResourceParser;
import io.entresol.domain.resources.Resources;
import io.entresol.domain.resources.Scalar;
import io.entresol.mesos.v1.FrameworkInfo;
import io.entresol.proto.ProtoResources;
import io.entresol.proto.bus.AllocatorEvent;
import io.entresol.proto.bus.FrameworkAdded;
import io.entresol.proto.bus.ResourcesConverted;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class ReservationTest {
  private final TestingAllocator allocator = new TestingAllocator();

  private static Consumer<FrameworkAdded.Builder> capableOf(FrameworkInfo.Capability.Type type) {
    return added -> added.getInfoBuilder().addCapabilities(TestingAllocator.capability(type));
  }

  @Test
  void reservedResourcesGoToTheirRoleTheRestToAnybody() {
    allocator
        .framework("db", "db")
        .framework("web", "web")
        .agent("a1", "cpus(db):2;mem(db):2048;ports(db):[31000-31010]")
        .agent("a2", "cpus:8;mem:8192");

    List<Offered> offers = allocator.allocate();

    assertThat(offers).extracting(Offered::pair).contains("db@a1");
    assertThat(offers)
        .filteredOn(offer -> offer.framework().equals("web"))
        .extracting(Offered::agent)
        .containsExactly("a2");
  }

  @Test
  void anAgentIsDividedBetweenTheReservedAndTheOthers() {
    allocator.framework("web", "web").agent("a1", "cpus(db):2;mem(db):2048;cpus:2;mem:1024");
    Offered open = allocator.allocate().get(0);
    assertThat(open.cpus()).isEqualTo(2);
    assertThat(open.mem()).isEqualTo(1024);

    allocator.framework("db", "db");

    Offered reserved = allocator.allocate().get(0);
    assertThat(reserved.framework()).isEqualTo("db");
    assertThat(reserved.mem()).isEqualTo(2048);
  }

  @Test
  void subRolesMayHaveWhatIsReservedToTheirAncestors() {
    allocator
        .framework("sibling", "engineering")
        .framework("parent", "org")
        .agent("a1", "cpus(eng):2;mem(eng):2048");
    assertThat(allocator.allocate()).isEmpty();

    allocator.framework("child", "eng/backend");

    assertThat(allocator.allocate()).extracting(Offered::framework).containsExactly("child");
  }

  @Test
  void whatIsReservedToASubRoleIsNotForItsParent() {
    allocator.framework("parent", "eng").agent("a1", "cpus(eng/db):2;mem(eng/db):2048");

    assertThat(allocator.allocate()).isEmpty();
  }

  @Test
  void refinedReservationsNeedTheCapability() {
    ResourceKey refined =
        ResourceKey.of("cpus")
            .reserved(Reservation.statically("eng"))
            .reserved(Reservation.dynamically("eng/db", "ops"));
    Resources total = Resources.of(refined, Scalar.of(2));
    allocator
        .framework(
            "old",
            added -> {
              added.getInfoBuilder().clearCapabilities();
              added.getInfoBuilder().setRole("eng/db").clearRoles();
            },
            "eng/db")
        .agent("a1", total, added -> {});
    assertThat(allocator.allocate()).isEmpty();

    allocator.framework("new", "eng/db");

    assertThat(allocator.allocate()).extracting(Offered::framework).containsExactly("new");
  }

  @Test
  void revocableResourcesAreForThoseWhoAskedForThem() {
    Resources revocable = Resources.of(revocableCpus(), Scalar.of(4));
    allocator
        .framework("plain", "*")
        .agent("a1", revocable.plus(ResourceParser.parse("cpus:1;mem:512")), added -> {});
    Offered plain = allocator.allocate().get(0);
    assertThat(plain.cpus()).isEqualTo(1);

    allocator.framework("spare", capableOf(FrameworkInfo.Capability.Type.REVOCABLE_RESOURCES), "*");

    Offered spare = allocator.allocate().get(0);
    assertThat(spare.framework()).isEqualTo("spare");
    assertThat(spare.resources().revocable()).isEqualTo(spare.resources());
    assertThat(spare.cpus()).isEqualTo(4);
  }

  private static ResourceKey revocableCpus() {
    return new ResourceKey(
        "cpus", List.of(), Optional.empty(), Optional.empty(), true, false, Optional.empty());
  }

  private static ResourceKey volume(boolean shared) {
    Disk disk =
        new Disk(
            Optional.of(new Disk.Persistence("v1", Optional.empty())),
            Optional.of(new Disk.Volume("data", Optional.empty(), false)),
            Optional.empty());
    return new ResourceKey(
        "disk",
        List.of(Reservation.dynamically("db", "ops")),
        Optional.empty(),
        Optional.of(disk),
        false,
        shared,
        Optional.empty());
  }

  @Test
  void aSharedVolumeIsOfferedToSeveralButOnceInARun() {
    Resources total =
        Resources.of(volume(true), Scalar.of(1024)).plus(ResourceParser.parse("cpus:2;mem:512"));
    allocator
        .framework("f1", capableOf(FrameworkInfo.Capability.Type.SHARED_RESOURCES), "db")
        .framework("f2", capableOf(FrameworkInfo.Capability.Type.SHARED_RESOURCES), "db")
        .agent("a1", total, added -> {});
    Offered first = allocator.allocate().get(0);
    assertThat(first.resources().scalarMilli("disk")).isEqualTo(1_024_000);

    // The first keeps the volume.
    allocator.giveBack(
        first,
        ResourceParser.parse("cpus:1;mem:256").allocatedTo("db"),
        Optional.of(Duration.ofDays(1)));

    Offered second = allocator.allocate().get(0);
    assertThat(second.framework()).isEqualTo("f2");
    assertThat(second.resources().scalarMilli("disk")).isEqualTo(1_024_000);
  }

  @Test
  void aSharedVolumeNeedsTheCapability() {
    Resources total =
        Resources.of(volume(true), Scalar.of(1024)).plus(ResourceParser.parse("cpus:2;mem:512"));
    allocator.framework("f1", "db").agent("a1", total, added -> {});

    assertThat(allocator.allocate().get(0).resources().scalarMilli("disk")).isZero();
  }

  @Test
  void aReservationMadeOutOfAnOfferIsTheRolesFromThenOn() {
    allocator.framework("db", "db").agent("a1", "cpus:2;mem:1024");
    Offered offer = allocator.allocate().get(0);
    ResourceKey cpus = ResourceKey.of("cpus").allocatedTo("db");
    Resources consumed = Resources.of(cpus, Scalar.of(2));
    Resources converted =
        Resources.of(cpus.reserved(Reservation.dynamically("db", "ops")), Scalar.of(2));

    assertThat(convert("a1", Optional.of("db"), consumed, converted).isEmpty()).isTrue();
    allocator.setTotal("a1", converted.unallocated().plus(ResourceParser.parse("mem:1024")));
    Resources now = offer.resources().minus(consumed).plus(converted);
    allocator.forgetFramework("db");
    allocator.giveBack(new Offered("db", "db", "a1", now), now, Optional.of(Duration.ofSeconds(5)));
    allocator.framework("web", "web");

    Offered rest = allocator.allocate().get(0);
    assertThat(rest.framework()).isEqualTo("web");
    assertThat(rest.cpus()).isZero();
    assertThat(allocator.core.isLive()).isTrue();
  }

  private Frame<AllocatorEffect> convert(
      String agent, Optional<String> framework, Resources consumed, Resources converted) {
    ResourcesConverted.Builder conversion =
        ResourcesConverted.newBuilder()
            .setAgentId(TestingAllocator.agentId(agent))
            .addAllConsumed(ProtoResources.toProto(consumed))
            .addAllConverted(ProtoResources.toProto(converted));
    framework.ifPresent(id -> conversion.setFrameworkId(TestingAllocator.frameworkId(id)));
    return allocator.apply(AllocatorEvent.newBuilder().setResourcesConverted(conversion));
  }

  @Test
  void anOperatorMayReserveWhatIsFree() {
    allocator.agent("a1", "cpus:2;mem:1024");
    Resources consumed = ResourceParser.parse("cpus:2;mem:1024");
    Resources converted =
        consumed.mapKeys(key -> key.reserved(Reservation.dynamically("db", "ops")));
    convert("a1", Optional.empty(), consumed, converted);
    allocator.setTotal("a1", converted);

    allocator.framework("web", "web").framework("db", "db");

    assertThat(allocator.allocate()).extracting(Offered::framework).containsExactly("db");
  }

  @Test
  void aConversionOfWhatIsNotThereMeansThatTheBooksAreWrong() {
    allocator.agent("a1", "cpus:2;mem:1024");

    var frame =
        convert(
            "a1",
            Optional.empty(),
            ResourceParser.parse("cpus:3"),
            ResourceParser.parse("cpus(db):3"));

    assertThat(frame.effects()).singleElement().isInstanceOf(AllocatorEffect.RequestSnapshot.class);
  }

  @Test
  void aMountedDiskIsTakenWholeOrNotAtAllUnderALimit() {
    Disk mount =
        new Disk(
            Optional.empty(),
            Optional.empty(),
            Optional.of(
                new Disk.Source(
                    Disk.SourceType.MOUNT,
                    Optional.of("/mnt/1"),
                    Optional.empty(),
                    Optional.empty(),
                    List.of(),
                    Optional.empty())));
    Resources disk =
        Resources.of(ResourceKey.of("disk").withDisk(Optional.of(mount)), Scalar.of(1000));
    allocator.framework("f1", "bounded");
    allocator.quotas(TestingAllocator.quota("bounded", "", "disk:999"));
    allocator.agent("a1", disk.plus(ResourceParser.parse("cpus:1;mem:512")), added -> {});

    assertThat(allocator.allocate().get(0).resources().scalarMilli("disk")).isZero();

    allocator.quotas(TestingAllocator.quota("bounded", "", "disk:1000;cpus:9"));
    allocator.agent("a2", disk.plus(ResourceParser.parse("cpus:1;mem:512")), added -> {});

    assertThat(allocator.allocate())
        .filteredOn(offer -> offer.agent().equals("a2"))
        .singleElement()
        .satisfies(o -> assertThat(o.resources().scalarMilli("disk")).isEqualTo(1_000_000));
  }
}
