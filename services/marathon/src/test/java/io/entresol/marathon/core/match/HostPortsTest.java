package io.entresol.marathon.core.match;

import static org.assertj.core.api.Assertions.assertThat;

import io.entresol.domain.resources.Ranges;
import io.entresol.domain.resources.Reservation;
import io.entresol.domain.resources.ResourceKey;
import io.entresol.domain.resources.Resources;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class HostPortsTest {
  private static Resources ports(long begin, long end) {
    return Resources.of(ResourceKey.of("ports"), Ranges.of(begin, end));
  }

  @Test
  void fixedPortsMustBeOffered() {
    assertThat(HostPorts.choose(List.of(Optional.of(80)), ports(31000, 32000), new Random(1)))
        .isEmpty();
    assertThat(HostPorts.choose(List.of(Optional.of(31000)), ports(31000, 32000), new Random(1)))
        .isPresent();
  }

  @Test
  void mappingWithoutAHostPortTakesNone() {
    HostPorts chosen =
        HostPorts.choose(
                List.of(Optional.empty(), Optional.of(0)), ports(31000, 31000), new Random(1))
            .orElseThrow();

    assertThat(chosen.byIndex()).containsExactly(Optional.empty(), Optional.of(31000));
    assertThat(chosen.numbers()).containsExactly(31000);
  }

  @Test
  void samePortForTwoProtocolsIsTakenOnce() {
    HostPorts chosen =
        HostPorts.choose(
                List.of(Optional.of(31000), Optional.of(31000)), ports(31000, 31000), new Random(1))
            .orElseThrow();

    assertThat(chosen.taken()).isEqualTo(ports(31000, 31000));
  }

  @Test
  void portsKeepTheReservationThatTheyComeFrom() {
    ResourceKey reserved = ResourceKey.of("ports").reserved(Reservation.statically("web"));
    Resources offered = ports(31000, 31000).plus(Resources.of(reserved, Ranges.of(80, 80)));

    HostPorts chosen =
        HostPorts.choose(List.of(Optional.of(80), Optional.of(31000)), offered, new Random(1))
            .orElseThrow();

    assertThat(chosen.taken()).isEqualTo(offered);
  }

  @Property
  void chosenPortsAreOfferedDifferentAndExactlyWhatIsTaken(
      @ForAll @IntRange(min = 0, max = 30) int any,
      @ForAll @IntRange(min = 0, max = 5) int fixed,
      @ForAll @IntRange(min = 1, max = 30) int size,
      @ForAll long seed) {
    Random random = new Random(seed);
    Resources offered = ports(31000, 31000 + size).plus(ports(40000, 40000 + size));
    List<Optional<Integer>> wanted = new ArrayList<>();
    Set<Integer> exact = new HashSet<>();
    for (int i = 0; i < fixed; i++) {
      int port = 31000 + random.nextInt(size + 1);
      if (exact.add(port)) {
        wanted.add(Optional.of(port));
      }
    }
    for (int i = 0; i < any; i++) {
      wanted.add(random.nextInt(wanted.size() + 1), Optional.of(0));
    }

    Optional<HostPorts> chosen = HostPorts.choose(wanted, offered, random);

    assertThat(chosen.isPresent()).isEqualTo(any + exact.size() <= 2 * (size + 1));
    chosen.ifPresent(ports -> check(ports, wanted, offered));
  }

  private static void check(HostPorts chosen, List<Optional<Integer>> wanted, Resources offered) {
    assertThat(chosen.numbers()).hasSameSizeAs(wanted).doesNotHaveDuplicates();
    assertThat(offered.contains(chosen.taken())).isTrue();
    assertThat(chosen.taken().ranges("ports").size()).isEqualTo(wanted.size());
    for (int i = 0; i < wanted.size(); i++) {
      if (wanted.get(i).get() != 0) {
        assertThat(chosen.byIndex().get(i)).isEqualTo(wanted.get(i));
      }
    }
  }
}
