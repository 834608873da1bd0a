package io.entresol.agent.container.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.entresol.domain.resources.Ranges;
import io.entresol.domain.resources.Resources;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class MachineResourcesTest {
  private static final long GIGABYTE = 1L << 30;

  private static Resources of(int processors, long memoryBytes, long diskBytes) {
    return MachineResources.of(
        new MachineReadings(
            OptionalInt.of(processors), OptionalLong.of(memoryBytes), OptionalLong.of(diskBytes)));
  }

  @Test
  void aLargeMachineKeepsAFixedAmountBack() {
    Resources offered = of(8, 16 * GIGABYTE, 100 * GIGABYTE);

    assertThat(offered.scalarMilli("cpus")).isEqualTo(8_000);
    assertThat(offered.scalarMilli("mem")).isEqualTo(15 * 1024 * 1000);
    assertThat(offered.scalarMilli("disk")).isEqualTo(95 * 1024 * 1000);
    assertThat(offered.ranges("ports")).isEqualTo(Ranges.of(31_000, 32_000));
  }

  @Test
  void aSmallMachineOffersHalf() {
    Resources offered = of(1, 2 * GIGABYTE, 10 * GIGABYTE);

    assertThat(offered.scalarMilli("mem")).isEqualTo(1024 * 1000);
    assertThat(offered.scalarMilli("disk")).isEqualTo(5 * 1024 * 1000);
    assertThat(of(1, GIGABYTE, GIGABYTE).scalarMilli("mem")).isEqualTo(512 * 1000);
  }

  @Test
  void whatCannotBeReadIsAssumed() {
    Resources offered =
        MachineResources.of(
            new MachineReadings(OptionalInt.empty(), OptionalLong.empty(), OptionalLong.empty()));

    assertThat(offered.scalarMilli("cpus")).isEqualTo(1_000);
    assertThat(offered.scalarMilli("mem")).isEqualTo(1024 * 1000);
    assertThat(offered.scalarMilli("disk")).isEqualTo(10 * 1024 * 1000);
  }

  @Test
  void thisMachineCanBeRead() {
    MachineReadings machine = Machine.read(Path.of("."));

    assertThat(machine.processors().orElse(0)).isPositive();
    assertThat(machine.diskBytes().orElse(0)).isPositive();
    assertThat(Machine.hostname()).isNotBlank();
    assertThat(Machine.address()).matches("\\d+\\.\\d+\\.\\d+\\.\\d+");
  }
}
