package io.entresol.gateway.core.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.entresol.gateway.core.http.ContentForm;
import io.entresol.gateway.core.http.RefusedException;
import io.entresol.mesos.v1.AgentID;
import io.entresol.mesos.v1.FrameworkID;
import io.entresol.mesos.v1.TaskID;
import io.entresol.mesos.v1.scheduler.Call;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CallRulesTest {
  private static final String JSON = "application/json";

  private static RequestHead post(String contentType, String accept) {
    return new RequestHead(
        "POST",
        Optional.of(contentType),
        Optional.ofNullable(accept),
        Optional.empty(),
        Optional.empty());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @EnumSource(
      value = Call.Type.class,
      names = {"UNKNOWN", "SUBSCRIBE", "TEARDOWN", "REVIVE", "SUPPRESS"},
      mode = EnumSource.Mode.EXCLUDE)
  void aCallNeedsTheMessageOfItsType(Call.Type type) {
    Call bare =
        Call.newBuilder()
            .setType(type)
            .setFrameworkId(FrameworkID.newBuilder().setValue("f"))
            .build();
    assertThat(SchedulerCallRules.problem(bare))
        .contains(
            "Expecting '" + type.name().toLowerCase(java.util.Locale.ROOT) + "' to be present");
  }

  @ParameterizedTest
  @CsvSource({"4, true", "1, true", "5, true", "0, false", "7, false"})
  void anAcknowledgementNamesAUuid(int version, boolean valid) {
    byte[] uuid = new byte[16];
    uuid[6] = (byte) (version << 4);
    assertThat(SchedulerCallRules.problem(acknowledge(uuid)).isEmpty()).isEqualTo(valid);
    assertThat(SchedulerCallRules.problem(acknowledge(new byte[3]))).contains("Not a valid UUID");
  }

  private static Call acknowledge(byte[] uuid) {
    return Call.newBuilder()
        .setType(Call.Type.ACKNOWLEDGE)
        .setFrameworkId(FrameworkID.newBuilder().setValue("f"))
        .setAcknowledge(
            Call.Acknowledge.newBuilder()
                .setAgentId(AgentID.newBuilder().setValue("a"))
                .setTaskId(TaskID.newBuilder().setValue("t"))
                .setUuid(ByteString.copyFrom(uuid)))
        .build();
  }

  @ParameterizedTest
  @CsvSource({
    ", JSON",
    "*/*, JSON",
    "application/*, JSON",
    "application/x-protobuf, PROTOBUF",
    "'application/x-protobuf, application/json', JSON",
    "'application/json;q=0, */*', PROTOBUF",
    "APPLICATION/X-PROTOBUF, PROTOBUF"
  })
  void theFormOfTheAnswerIsWhatTheClientAccepts(String accept, ContentForm form) throws Exception {
    assertThat(OperatorRequest.check(post(JSON, accept), bytes("{\"type\":\"GET_HEALTH\"}")))
        .extracting(OperatorRequest::answerForm)
        .isEqualTo(form);
  }

  @Test
  void whatIsWrongWithTheCallComesBeforeWhatTheClientAccepts() {
    assertThatThrownBy(
            () ->
                SchedulerRequest.check(post(JSON, "text/html"), bytes("{\"type\":\"SUBSCRIBE\"}")))
        .asInstanceOf(InstanceOfAssertFactories.type(RefusedException.class))
        .satisfies(refused -> assertThat(refused.answer().status()).isEqualTo(400));
  }

  @Test
  void onlySubscriptionsCareForAccept() throws Exception {
    byte[] revive = bytes("{\"type\":\"REVIVE\",\"framework_id\":{\"value\":\"f\"}}");
    assertThat(SchedulerRequest.check(post(JSON, "text/html"), revive).call().getType())
        .isEqualTo(Call.Type.REVIVE);
  }

  @Test
  void aSubscriptionHasNoStreamYet() {
    RequestHead head =
        new RequestHead(
            "POST",
            Optional.of(JSON),
            Optional.empty(),
            Optional.of("some-stream"),
            Optional.empty());
    byte[] subscribe =
        bytes(
            "{\"type\":\"SUBSCRIBE\","
                + "\"subscribe\":{\"framework_info\":{\"user\":\"u\",\"name\":\"n\"}}}");
    assertThatThrownBy(() -> SchedulerRequest.check(head, subscribe))
        .asInstanceOf(InstanceOfAssertFactories.type(RefusedException.class))
        .satisfies(
            refused ->
                assertThat(refused.answer().body().toStringUtf8())
                    .isEqualTo("Subscribe calls should not include the 'Mesos-Stream-Id' header"));
  }

  @Test
  void protobufNestedWithoutEndIsRefused() {
    io.entresol.mesos.v1.ContainerID id =
        io.entresol.mesos.v1.ContainerID.newBuilder().setValue("x").build();
    for (int i = 0; i < 95; i++) {
      id = io.entresol.mesos.v1.ContainerID.newBuilder().setValue("x").setParent(id).build();
    }
    byte[] body = id.toByteArray();
    assertThatThrownBy(
            () ->
                CallBody.read(
                    Optional.of("application/x-protobuf"),
                    body,
                    io.entresol.mesos.v1.ContainerID.getDefaultInstance()))
        .isInstanceOf(RefusedException.class);
  }
}
