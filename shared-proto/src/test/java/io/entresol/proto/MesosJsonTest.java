package io.entresol.proto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonGenerator;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Message;
import io.entresol.mesos.v1.ContainerID;
import io.entresol.mesos.v1.FrameworkID;
import io.entresol.mesos.v1.FrameworkInfo;
import io.entresol.mesos.v1.Parameters;
import io.entresol.mesos.v1.Resource;
import io.entresol.mesos.v1.TaskStatus;
import io.entresol.mesos.v1.Value;
import io.entresol.mesos.v1.WeightInfo;
import io.entresol.mesos.v1.master.Call.DrainAgent;
import io.entresol.mesos.v1.master.Response;
import io.entresol.mesos.v1.quota.QuotaConfig;
import io.entresol.mesos.v1.scheduler.Call;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MesosJsonTest {
  private static final String TEARDOWN =
      "{\"type\":\"TEARDOWN\",\"framework_id\":{\"value\":\"x\"}}";

  static Stream<Named<Descriptor>> types() {
    return MesosMessages.types().map(type -> Named.of(type.getFullName(), type));
  }

  @ParameterizedTest
  @MethodSource("types")
  void everyTypeIsReadAsItWasWritten(Descriptor type) throws Exception {
    for (int seed = 0; seed < 10; seed++) {
      Message empty = MesosMessages.empty(type);
      Message message = new TestingMessages(seed).fill(empty.newBuilderForType());
      byte[] json = MesosJson.print(message);
      Message read = MesosJson.parse(json, empty);
      // A default is written out, and set once it is read: so the texts are compared.
      assertThat(text(MesosJson.print(read))).as("seed %d", seed).isEqualTo(text(json));
    }
  }

  private static String text(byte[] json) {
    return new String(json, StandardCharsets.UTF_8);
  }

  private static String print(Message message) {
    return text(MesosJson.print(message));
  }

  private static Call call(String json) throws MesosJsonException {
    return MesosJson.parse(json, Call.getDefaultInstance());
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1.0",
    "0, 0.0",
    "-0.0, -0.0",
    "4096, 4096.0",
    "0.001, 0.001",
    "0.1, 0.1",
    "1e15, 1000000000000000.0",
    "123456789012345680000, 123456789012345680000.0",
    "1e21, 1e21",
    "1.5e22, 1.5e22",
    "1e-5, 0.00001",
    "1.5e-6, 0.0000015",
    "1e-7, 1e-7",
    "-2.5e-8, -2.5e-8",
    "1795230927.65899, 1795230927.65899",
    "2e-3, 0.002",
    "1.7976931348623157e308, 1.7976931348623157e308"
  })
  void doublesArePrintedAsMesosDoes(String value, String expected) {
    Value.Scalar scalar = Value.Scalar.newBuilder().setValue(Double.parseDouble(value)).build();
    assertThat(print(scalar)).isEqualTo("{\"value\":" + expected + "}");
  }

  @Test
  void fieldsComeInTheOrderOfDeclarationWithDefaultsThatAreNotDeprecated() {
    FrameworkInfo info = FrameworkInfo.newBuilder().setUser("u").setName("n").build();
    assertThat(print(info))
        .isEqualTo("{\"user\":\"u\",\"name\":\"n\",\"failover_timeout\":0.0,\"checkpoint\":false}");
  }

  @Test
  void fieldsCanBeSortedByName() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator generator = MesosJson.generator(bytes)) {
      MesosJson.writeSorted(
          FrameworkInfo.newBuilder().setUser("u").setName("n").setId(id("i")).build(), generator);
    }
    assertThat(text(bytes.toByteArray()))
        .isEqualTo(
            "{\"checkpoint\":false,\"failover_timeout\":0.0,\"id\":{\"value\":\"i\"},"
                + "\"name\":\"n\",\"user\":\"u\"}");
  }

  private static FrameworkID id(String value) {
    return FrameworkID.newBuilder().setValue(value).build();
  }

  @Test
  void theRoleOfAResourceIsPrintedOnlyIfItIsSet() {
    Resource.Builder cpus =
        Resource.newBuilder()
            .setName("cpus")
            .setType(Value.Type.SCALAR)
            .setScalar(Value.Scalar.newBuilder().setValue(4));
    assertThat(print(cpus.build()))
        .isEqualTo("{\"name\":\"cpus\",\"type\":\"SCALAR\",\"scalar\":{\"value\":4.0}}");
    assertThat(print(cpus.setRole("*").build())).endsWith(",\"role\":\"*\"}");
  }

  @Test
  void mapsAreObjectsAndDurationsHaveSecondsAndNanos() throws Exception {
    String quota = "{\"role\":\"r\",\"limits\":{\"cpus\":{\"value\":1.5},\"mem\":{\"value\":2.0}}}";
    assertThat(print(MesosJson.parse(quota, QuotaConfig.getDefaultInstance()))).isEqualTo(quota);
    String drain =
        "{\"agent_id\":{\"value\":\"a\"},\"max_grace_period\":{\"seconds\":10,\"nanos\":5},"
            + "\"mark_gone\":true}";
    assertThat(print(MesosJson.parse(drain, DrainAgent.getDefaultInstance()))).isEqualTo(drain);
  }

  @Test
  void theOperatorsListsAreWrittenEvenIfTheyAreEmpty() {
    Response.GetState state =
        Response.GetState.newBuilder()
            .setGetExecutors(Response.GetExecutors.getDefaultInstance())
            .build();
    assertThat(print(state)).isEqualTo("{\"get_executors\":{\"executors\":[]}}");
  }

  @Test
  void nullIsAbsentAtEveryDepth() throws Exception {
    assertThat(
            call(
                "{\"type\":\"TEARDOWN\",\"subscribe\":null,\"framework_id\":{\"value\":\"x\"},"
                    + "\"accept\":{\"offer_ids\":[null,{\"value\":\"o\"}],\"filters\":null}}"))
        .isEqualTo(
            call(
                "{\"type\":\"TEARDOWN\",\"framework_id\":{\"value\":\"x\"},"
                    + "\"accept\":{\"offer_ids\":[{\"value\":\"o\"}]}}"));
  }

  @Test
  void unknownFieldsAreSkippedWhateverTheyHold() throws Exception {
    assertThat(
            call(
                "{\"nonsense\":{\"a\":[1,{\"b\":null}]},\"type\":\"TEARDOWN\","
                    + "\"framework_id\":{\"value\":\"x\",\"more\":[[]]}}"))
        .isEqualTo(call(TEARDOWN));
  }

  @Test
  void oneValueStandsForAListOfOneAndListsInListsAreFlat() throws Exception {
    String one = "{\"user\":\"u\",\"name\":\"n\",\"roles\":\"a\"}";
    String nested = "{\"user\":\"u\",\"name\":\"n\",\"roles\":[[\"a\"],[[]]]}";
    for (String json : new String[] {one, nested}) {
      assertThat(MesosJson.parse(json, FrameworkInfo.getDefaultInstance()).getRolesList())
          .containsExactly("a");
    }
  }

  @Test
  void ofANameThatComesTwiceTheLastCounts() throws Exception {
    assertThat(
            MesosJson.parse(
                    "{\"user\":\"a\",\"roles\":[\"a\"],\"name\":\"n\",\"roles\":[\"b\"]}",
                    FrameworkInfo.getDefaultInstance())
                .getRolesList())
        .containsExactly("b");
  }

  @ParameterizedTest
  @ValueSource(strings = {"5", "5.0", "\"5\"", "\" 5 \"", "5e0", "50e-1", "\"5.0\"", "5.9"})
  void numbersComeInManyForms(String number) throws Exception {
    Resource ports =
        MesosJson.parse(
            "{\"name\":\"p\",\"type\":\"RANGES\",\"ranges\":{\"range\":[{\"begin\":1,\"end\":%s}]}}"
                .formatted(number),
            Resource.getDefaultInstance());
    assertThat(ports.getRanges().getRange(0).getEnd()).isEqualTo(5);
  }

  @Test
  void sixtyFourBitsAreExact() throws Exception {
    String range = "{\"begin\":9007199254740993,\"end\":18446744073709551615}";
    Value.Range read = MesosJson.parse(range, Value.Range.getDefaultInstance());
    assertThat(read.getBegin()).isEqualTo(9007199254740993L);
    assertThat(read.getEnd()).isEqualTo(-1L);
    assertThat(print(read)).isEqualTo(range);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "18446744073709551616", "1e30", "\"-1\""})
  void whatDoesNotFitAFieldIsAnError(String end) {
    assertThatThrownBy(
            () ->
                MesosJson.parse(
                    "{\"begin\":0,\"end\":%s}".formatted(end), Value.Range.getDefaultInstance()))
        .isInstanceOf(MesosJsonException.class)
        .hasMessageContaining("out of range for field 'end'");
  }

  @Test
  void infinityIsAWord() throws Exception {
    String json = "{\"value\":\"-Infinity\"}";
    Value.Scalar scalar = MesosJson.parse(json, Value.Scalar.getDefaultInstance());
    assertThat(scalar.getValue()).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(print(scalar)).isEqualTo(json);
  }

  @Test
  void booleansMayBeStrings() throws Exception {
    assertThat(
            MesosJson.parse(
                    "{\"user\":\"u\",\"name\":\"n\",\"checkpoint\":\"true\"}",
                    FrameworkInfo.getDefaultInstance())
                .getCheckpoint())
        .isTrue();
  }

  @Test
  void bytesAreBase64WithPaddingAndReadWithout() throws Exception {
    String prefix = "{\"task_id\":{\"value\":\"t\"},\"state\":\"TASK_RUNNING\",\"data\":\"";
    for (String data : new String[] {"aGk=", "aGk", "a G\\nk="}) {
      TaskStatus status = MesosJson.parse(prefix + data + "\"}", TaskStatus.getDefaultInstance());
      assertThat(status.getData().toStringUtf8()).isEqualTo("hi");
      assertThat(print(status)).contains("\"data\":\"aGk=\"");
    }
  }

  @Test
  void anUnknownValueOfAnOptionalEnumIsDropped() throws Exception {
    assertThat(call("{\"type\":\"NO_SUCH_CALL\"}").hasType()).isFalse();
    assertThatThrownBy(
            () ->
                MesosJson.parse(
                    "{\"task_id\":{\"value\":\"t\"},\"state\":\"TASK_DREAMING\"}",
                    TaskStatus.getDefaultInstance()))
        .hasMessage("Failed to find enum for 'TASK_DREAMING'");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"type\":2} | type | Not expecting a JSON number for field 'type'",
        "{\"framework_id\":\"x\"} | framework_id |"
            + " Not expecting a JSON string for field 'framework_id'",
        "{\"framework_id\":{\"value\":5}} | framework_id.value |"
            + " Not expecting a JSON number for field 'value'",
        "{\"framework_id\":[]} | framework_id |"
            + " Not expecting a JSON array for field 'framework_id'",
        "{\"type\":{}} | type | Not expecting a JSON object for field 'type'",
        "{\"framework_id\":{\"value\":true}} | framework_id.value |"
            + " Not expecting a JSON boolean for field 'value'",
        "{\"accept\":{\"offer_ids\":[{\"value\":\"o\"},7]}} | accept.offer_ids[1] |"
            + " Not expecting a JSON number for field 'offer_ids'",
        "{\"acknowledge\":{\"uuid\":\"a!\"}} | acknowledge.uuid |"
            + " Failed to base64 decode bytes field 'uuid': Invalid character '!'",
        "{\"decline\":{\"filters\":{\"refuse_seconds\":\"x\"}}} | decline.filters.refuse_seconds |"
            + " Failed to parse 'x' as a JSON number for field 'refuse_seconds':"
            + " syntax error at line 1 near: x",
        "{\"decline\":{\"filters\":{\"refuse_seconds\":\"{}\"}}} | decline.filters.refuse_seconds |"
            + " Failed to parse '{}' as a JSON number for field 'refuse_seconds':"
            + " Unexpected JSON type parsed",
        "{\"subscribe\":{\"framework_info\":{\"name\":\"x\"}}} | subscribe.framework_info.user |"
            + " Missing required fields: subscribe.framework_info.user",
        "[] | `` | Expecting a JSON object",
        "\"x\" | `` | Expecting a JSON object",
      })
  void aWrongFieldIsNamed(String json, String path, String message) {
    assertThatThrownBy(() -> call(json))
        .isInstanceOfSatisfying(
            MesosJsonException.class,
            e -> {
              assertThat(e.kind())
                  .isEqualTo(
                      message.startsWith("Expecting a JSON")
                          ? MesosJsonException.Kind.DOCUMENT
                          : MesosJsonException.Kind.CONVERSION);
              assertThat(e.path()).isEqualTo(path);
            })
        .hasMessage(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`` | syntax error at line 1 near: ``",
        "{\"type\":\"SUBSCRIBE\", | syntax error at line 1 near: ``",
        "x | syntax error at line 1 near: x",
        "{\"type\":SUBSCRIBE} | syntax error at line 1 near: SUBSCRIBE}",
        "{\"type\":\"A\" \"b\":1} | syntax error at line 1 near: \"b\":1}",
        "{\"framework_id\":5,,} | syntax error at line 1 near: ,}",
        "{'a':1} | syntax error at line 1 near: 'a':1}",
        "{} {} | Parsed JSON included non-whitespace trailing characters:  {}",
      })
  void brokenSyntaxIsShownWhereItBreaks(String json, String message) {
    String expected = message.replace("``", "");
    assertThatThrownBy(() -> call(json == null ? "" : json))
        .isInstanceOfSatisfying(
            MesosJsonException.class,
            e -> assertThat(e.kind()).isEqualTo(MesosJsonException.Kind.SYNTAX))
        .hasMessage(expected);
  }

  @Test
  void linesOfBrokenSyntaxAreCounted() {
    assertThatThrownBy(() -> call("{\n\"type\":\n  oops,\n}"))
        .hasMessage("syntax error at line 3 near: oops,");
  }

  @Test
  void nestingIsBounded() {
    String deep = "[".repeat(100_000);
    assertThatThrownBy(() -> call("{\"nonsense\":" + deep))
        .isInstanceOf(MesosJsonException.class)
        .hasMessageStartingWith("syntax error at line 1 near: ");
    String parents = "{\"parent\":".repeat(150) + "{}" + "}".repeat(150);
    assertThatThrownBy(() -> MesosJson.parse(parents, ContainerID.getDefaultInstance()))
        .hasMessage("Message nested too deeply at field 'parent'");
  }

  @Test
  void listsOfMessagesAreRead() throws Exception {
    byte[] json = "[{\"role\":\"a\",\"weight\":2}]".getBytes(StandardCharsets.UTF_8);
    assertThat(MesosJson.parseList(json, WeightInfo.getDefaultInstance()))
        .containsExactly(WeightInfo.newBuilder().setRole("a").setWeight(2).build());
    assertThatThrownBy(
            () ->
                MesosJson.parseList(
                    "{}".getBytes(StandardCharsets.UTF_8), Parameters.getDefaultInstance()))
        .hasMessage("Expecting a JSON array");
  }
}
