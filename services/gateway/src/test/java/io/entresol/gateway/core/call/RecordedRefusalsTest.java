package io.entresol.gateway.core.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import io.entresol.gateway.core.Recordings;
import io.entresol.gateway.core.http.Answer;
import io.entresol.gateway.core.http.RefusedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Requests that a genuine Mesos refused get the same status from us. */
class RecordedRefusalsTest {
  /** Refused by the master for what it knows, not for their form. */
  private static final Set<String> MASTERS_MATTER =
      Set.of("17-type-UNKNOWN", "23-unknown-field", "28-call-without-stream-id-unknown-framework");

  @TestFactory
  Stream<DynamicTest> schedulersAreRefusedAsByMesos() {
    return recorded("scheduler")
        .filter(each -> !MASTERS_MATTER.contains(each.get("name").asText()))
        .map(each -> test(each, SchedulerRequest::check));
  }

  @TestFactory
  Stream<DynamicTest> operatorsAreRefusedAsByMesos() {
    return recorded("operator-master")
        .filter(each -> !each.get("name").asText().contains("-bad-"))
        .map(each -> test(each, OperatorRequest::check));
  }

  private interface Check {
    Object check(RequestHead head, byte[] body) throws RefusedException;
  }

  private static Stream<JsonNode> recorded(String api) {
    return StreamSupport.stream(Recordings.of("errors/" + api).spliterator(), false);
  }

  private static DynamicTest test(JsonNode recording, Check check) {
    return dynamicTest(
        recording.get("name").asText(),
        () -> {
          Answer answer = answer(recording, check);
          assertThat(answer.status()).isEqualTo(recording.get("status").asInt());
          if (answer.status() >= 400) {
            assertThat(answer.contentType())
                .contains(recording.get("response_content_type").asText());
            assertThat(answer.headers().get("Allow"))
                .isEqualTo(text(recording, "response_allow").orElse(null));
          }
        });
  }

  private static Answer answer(JsonNode recording, Check check) {
    JsonNode headers = recording.get("headers");
    RequestHead head =
        new RequestHead(
            recording.get("method").asText(),
            text(headers, "Content-Type"),
            text(headers, "Accept"),
            text(headers, SchedulerRequest.STREAM_ID),
            Optional.empty());
    try {
      check.check(head, body(recording));
      return Answer.empty(200);
    } catch (RefusedException e) {
      return e.answer();
    }
  }

  private static byte[] body(JsonNode recording) {
    if (recording.has("body")) {
      return recording.get("body").toString().getBytes(StandardCharsets.UTF_8);
    }
    try {
      return recording.has("body_base64")
          ? recording.get("body_base64").binaryValue()
          : text(recording, "body_text").orElse("").getBytes(StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Optional<String> text(JsonNode object, String field) {
    return object.has(field) ? Optional.of(object.get(field).asText()) : Optional.empty();
  }
}
