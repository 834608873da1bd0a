package io.entresol.proto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entresol.domain.resources.ResourceParser;
import io.entresol.mesos.v1.Attribute;
import io.entresol.mesos.v1.Value;
import org.junit.jupiter.api.Test;

class ResourceTextTest {
  @Test
  void resourcesAreTextOrJson() {
    String json =
        """
        [{"name": "cpus", "type": "SCALAR", "scalar": {"value": 4}},
         {"name": "ports", "type": "RANGES", "role": "db",
          "ranges": {"range": [{"begin": 31000, "end": 32000}]}}]\
        """;
    assertThat(ResourceText.resources(json, "*"))
        .isEqualTo(ResourceText.resources("cpus:4;ports(db):[31000-32000]", "*"));
    assertThat(ResourceText.resources(json, "ops"))
        .isEqualTo(ResourceParser.parse("cpus(ops):4;ports(db):[31000-32000]"));
  }

  @Test
  void badJsonIsExplained() {
    refuses("[{\"name\": \"cpus\"", "Bad JSON of resources");
    refuses("[{\"name\": \"cpus\", \"type\": \"SCALAR\"}]", "no scalar");
    refuses(
        "[{\"name\": \"cpus\", \"type\": \"SCALAR\", \"scalar\": {\"value\": -1}}]",
        "must not be negative");
  }

  private static void refuses(String text, String why) {
    assertThatThrownBy(() -> ResourceText.resources(text, "*"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why);
  }

  @Test
  void attributesAreNumbersRangesOrText() {
    assertThat(ResourceText.attributes("rack:r1;level:10;keys:[1000-1500];url:http://x:1"))
        .containsExactly(
            text("rack", "r1"),
            Attribute.newBuilder()
                .setName("level")
                .setType(Value.Type.SCALAR)
                .setScalar(Value.Scalar.newBuilder().setValue(10))
                .build(),
            Attribute.newBuilder()
                .setName("keys")
                .setType(Value.Type.RANGES)
                .setRanges(
                    Value.Ranges.newBuilder()
                        .addRange(Value.Range.newBuilder().setBegin(1000).setEnd(1500)))
                .build(),
            text("url", "http://x:1"));
  }

  @Test
  void negativeNumbersAreText() {
    assertThat(ResourceText.attributes("offset:-5")).containsExactly(text("offset", "-5"));
  }

  private static Attribute text(String name, String value) {
    return Attribute.newBuilder()
        .setName(name)
        .setType(Value.Type.TEXT)
        .setText(Value.Text.newBuilder().setValue(value))
        .build();
  }

  @Test
  void attributesCannotBeSets() {
    for (String bad : new String[] {"tags:{a,b}", "rack", ":r1", "rack:", "keys:[1-"}) {
      assertThatThrownBy(() -> ResourceText.attributes(bad))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("Bad attribute '" + bad + "'");
    }
  }
}
