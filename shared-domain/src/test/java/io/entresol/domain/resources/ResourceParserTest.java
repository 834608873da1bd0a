package io.entresol.domain.resources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ResourceParserTest {
  @Test
  void readsScalarsRangesAndSets() {
    assertThat(ResourceParser.parse("cpus:4; mem:4096.5;ports:[31000-32000, 5-7];bugs:{b,a}"))
        .isEqualTo(
            Resources.scalar("cpus", 4)
                .plus(Resources.scalar("mem", 4096.5))
                .plus(
                    Resources.of(
                        ResourceKey.of("ports"), Ranges.of(31000, 32000).plus(Ranges.of(5, 7))))
                .plus(Resources.of(ResourceKey.of("bugs"), Items.of(List.of("a", "b")))));
  }

  @Test
  void roleInParenthesesReservesStatically() {
    ResourceKey reserved = ResourceKey.of("cpus").reserved(Reservation.statically("db"));
    assertThat(ResourceParser.parse("cpus(db):2;cpus(*):1"))
        .isEqualTo(Resources.of(reserved, Scalar.of(2)).plus(Resources.scalar("cpus", 1)));
  }

  @Test
  void defaultRoleReservesWhatNamesNone() {
    ResourceKey reserved = ResourceKey.of("cpus").reserved(Reservation.statically("db"));
    assertThat(ResourceParser.parse("cpus:2", "db"))
        .isEqualTo(Resources.of(reserved, Scalar.of(2)));
  }

  @Test
  void equalResourcesAddUp() {
    assertThat(ResourceParser.parse("cpus:2;cpus:0.5")).isEqualTo(Resources.scalar("cpus", 2.5));
  }

  @Test
  void emptyTextAndEmptyPartsAreNothing() {
    assertThat(ResourceParser.parse("")).isEqualTo(Resources.NONE);
    assertThat(ResourceParser.parse(" ;cpus:1; ")).isEqualTo(Resources.scalar("cpus", 1));
    assertThat(ResourceParser.parse("cpus:0;ports:[];bugs:{}")).isEqualTo(Resources.NONE);
  }

  @Test
  void errorsNameThePartAndTheReason() {
    refuses("cpus", "Bad resource 'cpus': expected one ':' between name and value");
    refuses("cpus:1:2", "expected one ':'");
    refuses(":1", "the name is missing");
    refuses("cpus():1", "the role is empty");
    refuses("cpus(db:1", "mismatched parentheses");
    refuses("mem:1;cpus:abc", "Bad resource 'cpus:abc': 'abc' is neither a number");
    refuses("cpus:-1", "must not be negative");
    refuses("cpus:NaN", "neither a number");
    refuses("cpus:4d", "neither a number");
    refuses("cpus:1.2.3", "neither a number");
    refuses("cpus:1e400", "too large");
    refuses("cpus:", "neither a number");
    refuses("ports:[1-2", "mismatched brackets");
    refuses("ports:[1]", "'1' is no range");
    refuses("ports:[1-x]", "'x' is no whole number");
    refuses("ports:[2-1]", "ends before it begins");
    refuses("bugs:{a}}", "mismatched brackets");
  }

  private static void refuses(String text, String why) {
    assertThatThrownBy(() -> ResourceParser.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why);
  }
}
