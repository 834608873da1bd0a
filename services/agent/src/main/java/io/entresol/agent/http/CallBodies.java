package io.entresol.agent.http;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import io.entresol.proto.MesosJson;
import io.entresol.proto.MesosJsonException;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads calls of the v1 APIs, and chooses the form of the answer. */
final class CallBodies {
  /** A body beyond this is refused; calls are small. */
  static final long MAX_BYTES = 16 << 20;

  private CallBodies() {}

  /**
   * The call in the body; empty if it is wrong, which has been answered then.
   *
   * @param types what may be sent, for the message
   * @param conversion what stands before the reason if the JSON is no call
   */
  static <M extends Message> Optional<M> read(
      RoutingContext context, M defaultInstance, String types, String conversion) {
    String type = context.request().getHeader("Content-Type");
    Buffer body = context.body().buffer() == null ? Buffer.buffer() : context.body().buffer();
    if (type == null) {
      Answers.text(context, 400, "Expecting 'Content-Type' to be present");
      return Optional.empty();
    }
    if (type.equals(Answers.PROTOBUF)) {
      return protobuf(context, body.getBytes(), defaultInstance);
    }
    if (!type.equals(Answers.JSON)) {
      Answers.text(context, 415, "Expecting 'Content-Type' of " + types);
      return Optional.empty();
    }
    try {
      return Optional.of(MesosJson.parse(body.getBytes(), defaultInstance));
    } catch (MesosJsonException e) {
      Answers.text(
          context,
          400,
          e.kind() == MesosJsonException.Kind.SYNTAX
              ? "Failed to parse body into JSON: " + e.getMessage()
              : conversion + e.getMessage());
      return Optional.empty();
    }
  }

  @SuppressWarnings("unchecked") // The parser of M makes an M.
  private static <M extends Message> Optional<M> protobuf(
      RoutingContext context, byte[] body, M defaultInstance) {
    try {
      return Optional.of((M) defaultInstance.getParserForType().parseFrom(body));
    } catch (InvalidProtocolBufferException e) {
      Answers.text(context, 400, "Failed to parse body into a protobuf object");
      return Optional.empty();
    }
  }

  /** The media type for the answer: JSON if it may be; empty if neither may be. */
  static Optional<String> accepted(RoutingContext context) {
    String accept = context.request().getHeader("Accept");
    if (accept == null) {
      return Optional.of(Answers.JSON);
    }
    for (String type : List.of(Answers.JSON, Answers.PROTOBUF)) {
      if (allows(accept, type)) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }

  static boolean allows(String accept, String type) {
    for (String range : accept.toLowerCase(Locale.ROOT).split(",", -1)) {
      String[] parts = range.strip().split(";", -1);
      String media = parts.length == 0 ? "" : parts[0].strip();
      boolean refused = range.replace(" ", "").matches(".*;q=0(\\.0*)?$");
      if (!refused
          && (media.equals(type) || media.equals("*/*") || media.equals("application/*"))) {
        return true;
      }
    }
    return false;
  }

  static byte[] encode(Message message, String type) {
    return type.equals(Answers.JSON) ? MesosJson.print(message) : message.toByteArray();
  }
}
