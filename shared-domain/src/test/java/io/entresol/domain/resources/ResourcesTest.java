package io.entresol.domain.resources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ResourcesTest {
  @Test
  void scalarsAreExactToAThousandth() {
    Resources tenth = Resources.scalar("cpus", 0.1);
    Resources sum = Resources.sum(List.of(tenth, tenth, tenth));
    assertThat(sum).isEqualTo(Resources.scalar("cpus", 0.3));
    assertThat(sum.scalarMilli("cpus")).isEqualTo(300);
  }

  @Test
  void scalarsAreRoundedToTheNearestThousandth() {
    assertThat(Scalar.of(0.00049).isEmpty()).isTrue();
    assertThat(Scalar.of(0.0005)).isEqualTo(new Scalar(1));
    assertThat(Scalar.of(2.0005)).isEqualTo(new Scalar(2001));
  }

  @Test
  void infiniteScalarIsRefused() {
    assertThatThrownBy(() -> Scalar.of(Double.POSITIVE_INFINITY))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Scalar.of(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void negativeScalarIsAProblem() {
    assertThat(new Scalar(-1).problem()).isPresent();
    assertThat(new Scalar(0).problem()).isEmpty();
  }

  @Test
  void kindsNeverMix() {
    assertThatThrownBy(() -> Scalar.of(1).plus(Ranges.of(1, 2)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void rangeThatEndsBeforeItBeginsIsRefused() {
    assertThatThrownBy(() -> new Ranges.Range(5, 4)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void reservedResourcesDoNotCoverUnreservedOnes() {
    Resources reserved =
        Resources.of(
            ResourceKey.of("cpus").reserved(Reservation.dynamically("db", "ops")), Scalar.of(4));
    assertThat(reserved.contains(Resources.scalar("cpus", 1))).isFalse();
    assertThat(reserved.reservedFor("db")).isEqualTo(reserved);
    assertThat(reserved.unreserved().isEmpty()).isTrue();
  }

  @Test
  void reservationIsAvailableToTheRoleAndItsDescendantsOnly() {
    ResourceKey key = ResourceKey.of("cpus").reserved(Reservation.statically("eng"));
    assertThat(key.isAvailableTo("eng")).isTrue();
    assertThat(key.isAvailableTo("eng/web")).isTrue();
    assertThat(key.isAvailableTo("engine")).isFalse();
    assertThat(key.isAvailableTo("*")).isFalse();
    assertThat(ResourceKey.of("cpus").isAvailableTo("anyone")).isTrue();
  }

  @Test
  void sharedResourcesAreCountedInCopies() {
    ResourceKey key =
        new ResourceKey(
            "disk",
            List.of(Reservation.dynamically("db", "ops")),
            Optional.empty(),
            Optional.of(volume("v1")),
            false,
            true,
            Optional.empty());
    Resources one = Resources.of(key, Scalar.of(64));
    Resources two = one.plus(one);
    assertThat(two.amount(key)).contains(Scalar.of(64));
    assertThat(one.contains(two)).isFalse();
    assertThat(two.contains(two)).isTrue();
    assertThat(two.minus(one)).isEqualTo(one);
    assertThat(two.minus(two).isEmpty()).isTrue();
  }

  @Test
  void persistentVolumeCanOnlyBeTakenWhole() {
    ResourceKey key =
        ResourceKey.of("disk")
            .reserved(Reservation.dynamically("db", "ops"))
            .withDisk(Optional.of(volume("v1")));
    Resources whole = Resources.of(key, Scalar.of(64));
    assertThat(whole.contains(Resources.of(key, Scalar.of(32)))).isFalse();
    assertThat(whole.contains(whole)).isTrue();
  }

  @Test
  void dynamicReservationsAndVolumesAreCheckpointed() {
    Resources dynamic =
        Resources.of(
            ResourceKey.of("mem").reserved(Reservation.dynamically("db", "ops")), Scalar.of(64));
    Resources all =
        Resources.sum(
            List.of(
                Resources.scalar("mem", 32),
                dynamic,
                Resources.of(
                    ResourceKey.of("mem").reserved(Reservation.statically("db")), Scalar.of(8))));
    assertThat(all.checkpointed()).isEqualTo(dynamic);
  }

  @Test
  void printsAsMesosDoes() {
    assertThat(Ranges.of(31000, 31004).plus(Ranges.of(31006, 32000)))
        .hasToString("[31000-31004, 31006-32000]");
    assertThat(Items.of(List.of("b", "a"))).hasToString("{a, b}");
    assertThat(Scalar.of(0.5)).hasToString("0.5");
    assertThat(Scalar.of(4096)).hasToString("4096");
  }

  private static Disk volume(String id) {
    return new Disk(
        Optional.of(new Disk.Persistence(id, Optional.empty())),
        Optional.of(new Disk.Volume("data", Optional.empty(), false)),
        Optional.empty());
  }
}
