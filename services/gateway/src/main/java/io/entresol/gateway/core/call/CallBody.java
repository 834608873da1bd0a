package io.entresol.gateway.core.call;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import io.entresol.gateway.core.http.Answer;
import io.entresol.gateway.core.http.ContentForm;
import io.entresol.gateway.core.http.RefusedException;
import io.entresol.proto.MesosJson;
import io.entresol.proto.MesosJsonException;
import java.io.IOException;
import java.util.Optional;

/** Reads the call that the body of a request to a v1 API holds. */
public final class CallBody {
  private CallBody() {}

  /**
   * Reads it.
   *
   * @param contentType the header, if there is one
   * @throws RefusedException 400 or 415, with the words of Mesos
   */
  public static <M extends Message> M read(
      Optional<String> contentType, byte[] body, M defaultInstance) throws RefusedException {
    if (contentType.isEmpty()) {
      throw refused("Expecting 'Content-Type' to be present");
    }
    Optional<ContentForm> form = ContentForm.named(contentType.get());
    if (form.isEmpty()) {
      throw new RefusedException(
          Answer.text(
              415,
              "Expecting 'Content-Type' of %s or %s"
                  .formatted(ContentForm.JSON.mediaType(), ContentForm.PROTOBUF.mediaType())));
    }
    return switch (form.get()) {
      case JSON -> json(body, defaultInstance);
      case PROTOBUF -> protobuf(body, defaultInstance);
    };
  }

  private static <M extends Message> M json(byte[] body, M defaultInstance)
      throws RefusedException {
    try {
      return MesosJson.parse(body, defaultInstance);
    } catch (MesosJsonException e) {
      throw refused(
          switch (e.kind()) {
            case SYNTAX -> "Failed to parse body into JSON: " + e.getMessage();
            case DOCUMENT, CONVERSION ->
                "Failed to convert JSON into Call protobuf: " + e.getMessage();
          });
    }
  }

  @SuppressWarnings("unchecked") // A builder of M builds an M.
  private static <M extends Message> M protobuf(byte[] body, M defaultInstance)
      throws RefusedException {
    try {
      CodedInputStream input = CodedInputStream.newInstance(body);
      // What is read here is sent on inside an envelope, and must be readable there too.
      input.setRecursionLimit(MesosJson.MAX_MESSAGE_DEPTH);
      M call = (M) defaultInstance.getParserForType().parsePartialFrom(input);
      input.checkLastTagWas(0);
      if (!call.isInitialized()) {
        throw new InvalidProtocolBufferException("required fields are missing");
      }
      return call;
    } catch (IOException e) {
      throw refused("Failed to parse body into Call protobuf");
    }
  }

  private static RefusedException refused(String message) {
    return new RefusedException(Answer.badRequest(message));
  }
}
