package io.entresol.proto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Our messages against the classes that Mesos publishes, both ways, for every type. */
class WireCompatibilityTest {
  private static final int SAMPLES = 15;
  private static final OfficialMessages OFFICIAL = new OfficialMessages();

  /**
   * What came into Mesos after 1.11.0 (statistics of network traffic shaping): the published
   * classes keep it as unknown.
   */
  private static final Set<String> NEWER =
      Set.of(
          "mesos.v1.ResourceStatistics.RatePercentiles",
          "mesos.v1.ResourceStatistics.RateStatistics",
          "mesos.v1.ResourceStatistics#46",
          "mesos.v1.ResourceStatistics#47",
          "mesos.v1.ResourceStatistics#48",
          "mesos.v1.ResourceStatistics#49",
          "mesos.v1.ResourceStatistics#50",
          "mesos.v1.ResourceStatistics#51",
          "mesos.v1.ResourceStatistics#52",
          "mesos.v1.ResourceStatistics#53",
          "mesos.v1.ResourceStatistics#54",
          "mesos.v1.ResourceStatistics#55");

  static Stream<Named<Descriptor>> ours() {
    return MesosMessages.types().map(type -> Named.of(type.getFullName(), type));
  }

  @Test
  void everyPublishedTypeIsThere() {
    assertThat(MesosMessages.types().map(Descriptor::getFullName))
        .containsAll(OFFICIAL.types().keySet());
  }

  @ParameterizedTest
  @MethodSource("ours")
  void fieldsAreThePublishedOnes(Descriptor type) {
    Descriptor theirs = OFFICIAL.types().get(type.getFullName());
    if (theirs == null) {
      assertThat(NEWER).contains(type.getFullName());
      return;
    }
    for (FieldDescriptor field : theirs.getFields()) {
      FieldDescriptor our = type.findFieldByNumber(field.getNumber());
      assertThat(our).as("%s", field).isNotNull();
      assertThat(signature(our)).isEqualTo(signature(field));
    }
    for (EnumDescriptor theirEnum : theirs.getEnumTypes()) {
      assertThat(values(type.findEnumTypeByName(theirEnum.getName())))
          .as("%s", theirEnum.getFullName())
          .containsAll(values(theirEnum));
    }
  }

  @ParameterizedTest
  @MethodSource("ours")
  void whatWeWriteTheyRead(Descriptor type) throws Exception {
    TreeSet<String> unknown = new TreeSet<>();
    assumeThat(OFFICIAL.types()).containsKey(type.getFullName());
    for (int seed = 0; seed < SAMPLES; seed++) {
      Message empty = MesosMessages.empty(type);
      Message message = new TestingMessages(seed, OFFICIAL::knows).fill(empty.newBuilderForType());
      var theirs = OFFICIAL.parse(type, message.toByteArray());
      TreeSet<String> notUnderstood = new TreeSet<>();
      OfficialMessages.unknownFields(theirs, notUnderstood);
      if (notUnderstood.isEmpty()) {
        assertThat(theirs.toByteArray()).as("seed %d", seed).isEqualTo(message.toByteArray());
      } else {
        // Unknown fields are kept, but written after the known ones.
        assertThat(empty.getParserForType().parseFrom(theirs.toByteArray()))
            .as("seed %d", seed)
            .isEqualTo(message);
      }
      unknown.addAll(notUnderstood);
    }
    assertThat(NEWER).containsAll(unknown);
  }

  @ParameterizedTest
  @MethodSource("ours")
  void whatTheyWriteWeRead(Descriptor type) throws Exception {
    Descriptor theirs = OFFICIAL.types().get(type.getFullName());
    for (int seed = 0; theirs != null && seed < SAMPLES; seed++) {
      Message content = new TestingMessages(seed).fill(DynamicMessage.newBuilder(theirs));
      byte[] written = OFFICIAL.parse(type, content.toByteArray()).toByteArray();
      Message our = MesosMessages.empty(type).getParserForType().parseFrom(written);
      assertThat(our.toByteArray()).as("seed %d", seed).isEqualTo(written);
      assertThat(our.getAllFields().keySet().stream().map(FieldDescriptor::getName))
          .as("seed %d", seed)
          .containsExactlyElementsOf(
              content.getAllFields().keySet().stream().map(FieldDescriptor::getName).toList());
    }
  }

  private static String signature(FieldDescriptor field) {
    String type =
        switch (field.getJavaType()) {
          case MESSAGE -> field.getMessageType().getFullName();
          case ENUM -> field.getEnumType().getFullName();
          case INT, LONG, FLOAT, DOUBLE, BOOLEAN, STRING, BYTE_STRING -> "";
        };
    String cardinality =
        field.isRequired() ? "required" : field.isRepeated() ? "repeated" : "optional";
    String byDefault = field.hasDefaultValue() ? String.valueOf(field.getDefaultValue()) : "";
    return String.join(
        " ",
        field.getFullName(),
        String.valueOf(field.getNumber()),
        cardinality,
        field.getType().name(),
        type,
        byDefault);
  }

  private static List<String> values(EnumDescriptor type) {
    return type.getValues().stream().map(WireCompatibilityTest::value).toList();
  }

  private static String value(EnumValueDescriptor value) {
    return value.getName() + " = " + value.getNumber();
  }
}
