package io.entresol.marathon.core.match;

import static org.assertj.core.api.Assertions.assertThat;

import io.entresol.marathon.core.app.Constraint;
import io.entresol.marathon.core.app.Constraint.Operator;
import io.entresol.marathon.core.instance.Placement;
import io.entresol.mesos.v1.Attribute;
import io.entresol.mesos.v1.Offer;
import io.entresol.mesos.v1.Value;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConstraintRulesTest {
  private static Placement on(String host, String rack) {
    return new Placement(
        "agent-" + host,
        host,
        Optional.of("eu"),
        Optional.of("eu-1"),
        rack.isEmpty() ? Map.of() : Map.of("rack", rack));
  }

  private static boolean allows(
      String field, Operator operator, String value, Placement candidate, Placement... placed) {
    Constraint constraint =
        new Constraint(field, operator, value.isEmpty() ? Optional.empty() : Optional.of(value));
    return ConstraintRules.allows(constraint, candidate, Arrays.asList(placed));
  }

  @Test
  void uniqueTakesEachValueOnce() {
    assertThat(allows("hostname", Operator.UNIQUE, "", on("a", ""))).isTrue();
    assertThat(allows("hostname", Operator.UNIQUE, "", on("a", ""), on("b", ""))).isTrue();
    assertThat(allows("@hostname", Operator.UNIQUE, "", on("a", ""), on("a", ""))).isFalse();
    assertThat(allows("rack", Operator.UNIQUE, "", on("a", "1"), on("b", "1"))).isFalse();
  }

  @Test
  void clusterFollowsTheFirstOrTheValue() {
    assertThat(allows("rack", Operator.CLUSTER, "", on("a", "1"))).isTrue();
    assertThat(allows("rack", Operator.CLUSTER, "", on("a", "1"), on("b", "1"))).isTrue();
    assertThat(allows("rack", Operator.CLUSTER, "", on("a", "2"), on("b", "1"))).isFalse();
    assertThat(allows("rack", Operator.CLUSTER, "2", on("a", "2"))).isTrue();
    assertThat(allows("rack", Operator.CLUSTER, "2", on("a", "1"))).isFalse();
  }

  @Test
  void groupByTakesNewGroupsAndThenTheSmallest() {
    assertThat(allows("rack", Operator.GROUP_BY, "", on("a", "1"))).isTrue();
    assertThat(allows("rack", Operator.GROUP_BY, "2", on("b", "1"), on("a", "1"))).isFalse();
    assertThat(allows("rack", Operator.GROUP_BY, "2", on("b", "2"), on("a", "1"))).isTrue();
    assertThat(allows("rack", Operator.GROUP_BY, "2", on("c", "1"), on("a", "1"), on("b", "2")))
        .isTrue();
    assertThat(
            allows(
                "rack",
                Operator.GROUP_BY,
                "2",
                on("c", "1"),
                on("a", "1"),
                on("b", "1"),
                on("d", "2")))
        .isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "LIKE, rack-[12], rack-1, true",
    "LIKE, rack-[12], rack-3, false",
    "LIKE, rack, rack-1, false",
    "UNLIKE, rack-[12], rack-1, false",
    "UNLIKE, rack-[12], rack-3, true",
    "IS, rack-1, rack-1, true",
    "IS, rack-1, rack-2, false",
    "IS, 3.00, 3, true",
    "IS, 0.5000, 0.5, true",
    "MAX_PER, 1, rack-1, true"
  })
  void valueDecides(Operator operator, String value, String rack, boolean allowed) {
    assertThat(allows("rack", operator, value, on("a", rack))).isEqualTo(allowed);
  }

  @Test
  void maxPerCountsWhatIsThere() {
    Placement one = on("a", "1");
    assertThat(allows("rack", Operator.MAX_PER, "2", one, one)).isTrue();
    assertThat(allows("rack", Operator.MAX_PER, "2", one, one, one)).isFalse();
    assertThat(allows("rack", Operator.MAX_PER, "2", one, one, on("b", "2"))).isTrue();
  }

  @Test
  void missingAttributeFailsAllButUnlike() {
    Placement bare = on("a", "");
    for (Operator operator : Operator.values()) {
      assertThat(allows("rack", operator, "1", bare))
          .as(operator.name())
          .isEqualTo(operator == Operator.UNLIKE);
    }
  }

  @Test
  void regionAndZoneAreFields() {
    assertThat(allows("@region", Operator.IS, "eu", on("a", ""))).isTrue();
    assertThat(allows("@zone", Operator.IS, "us-1", on("a", ""))).isFalse();
  }

  @Test
  void attributesAreComparedAsText() {
    Offer.Builder offer = Offer.newBuilder();
    offer.setHostname("a").getAgentIdBuilder().setValue("S0");
    offer.addAttributes(
        Attribute.newBuilder()
            .setName("level")
            .setType(Value.Type.SCALAR)
            .setScalar(Value.Scalar.newBuilder().setValue(10.50)));
    offer.addAttributes(
        Attribute.newBuilder()
            .setName("keys")
            .setType(Value.Type.RANGES)
            .setRanges(
                Value.Ranges.newBuilder()
                    .addRange(Value.Range.newBuilder().setBegin(10).setEnd(20))
                    .addRange(Value.Range.newBuilder().setBegin(1).setEnd(2))));
    offer.addAttributes(
        Attribute.newBuilder()
            .setName("tags")
            .setType(Value.Type.SET)
            .setSet(Value.Set.newBuilder().addAllItem(List.of("b", "a"))));
    Placement placement = Placement.of(offer.buildPartial());

    assertThat(placement.field("level")).contains("10.5");
    assertThat(placement.field("keys")).contains("[1-2,10-20]");
    assertThat(placement.field("tags")).contains("{a,b}");
  }
}
