package io.entresol.domain.resources;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ResourcesSumTest {
  private static final Resources TOTAL = ResourceParser.parse("cpus:3;mem:10;ports:[1-9]");

  @Test
  void partsThatAddUpAreTheSum() {
    assertThat(
            TOTAL.isSumOf(
                ResourceParser.parse("cpus:1;ports:[1-3]"),
                ResourceParser.parse("cpus:2;mem:10"),
                ResourceParser.parse("ports:[4-9]")))
        .isTrue();
    assertThat(TOTAL.isSumOf(TOTAL, Resources.NONE)).isTrue();
    assertThat(Resources.NONE.isSumOf(Resources.NONE)).isTrue();
  }

  @Test
  void lessOrMoreOrOtherIsNot() {
    assertThat(TOTAL.isSumOf(ResourceParser.parse("cpus:3;mem:10"))).isFalse();
    assertThat(TOTAL.isSumOf(TOTAL, ResourceParser.parse("cpus:1"))).isFalse();
    assertThat(TOTAL.isSumOf(TOTAL, ResourceParser.parse("disk:1"))).isFalse();
    assertThat(Resources.NONE.isSumOf(TOTAL)).isFalse();
  }

  @Test
  void keysKeepTheirEquality() {
    ResourceKey key = ResourceKey.of("cpus").allocatedTo("role");

    assertThat(key).isEqualTo(ResourceKey.of("cpus").allocatedTo("role"));
    assertThat(key).hasSameHashCodeAs(ResourceKey.of("cpus").allocatedTo("role"));
    assertThat(key).isNotEqualTo(ResourceKey.of("cpus")).isNotEqualTo(ResourceKey.of("mem"));
    assertThat(key.unallocated()).isEqualTo(ResourceKey.of("cpus"));
    assertThat(key.allocatedTo("other")).isNotEqualTo(key);
  }
}
