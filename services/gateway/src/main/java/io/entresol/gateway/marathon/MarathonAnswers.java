package io.entresol.gateway.marathon;

import com.fasterxml.jackson.core.JsonGenerator;
import io.entresol.gateway.core.http.Answer;
import io.entresol.proto.MesosJson;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** What a client of Marathon's API is told by the gateway itself. */
final class MarathonAnswers {
  static final String JSON = "application/json";

  private MarathonAnswers() {}

  /** {@code {"message": "…"}}. */
  static Answer message(int status, String message) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = MesosJson.generator(bytes)) {
      json.writeStartObject();
      json.writeStringField("message", message);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Answer.of(status, JSON, bytes.toByteArray());
  }

  static Answer noLeader() {
    return message(502, "Could not determine the current leader");
  }

  static Answer unreachable(Throwable failure) {
    if (failure instanceof ReplyException reply) {
      return switch (reply.failureType()) {
        case TIMEOUT -> message(504, "Connection to leader timed out.");
        case NO_HANDLERS -> message(502, "Connection to leader refused.");
        case RECIPIENT_FAILURE, ERROR -> message(500, String.valueOf(reply.getMessage()));
      };
    }
    return message(
        500,
        "Failed to successfully establish a connection to the leader: " + failure.getMessage());
  }

  /** Whether the process that was asked does not lead, or is not there (any more). */
  static boolean isNobodyThere(Throwable failure) {
    return failure instanceof ReplyException reply
        && (reply.failureType() == ReplyFailure.NO_HANDLERS
            || reply.failureCode() == ReplyFailure.NO_HANDLERS.toInt());
  }
}
