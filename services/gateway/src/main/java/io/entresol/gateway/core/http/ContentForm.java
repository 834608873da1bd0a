package io.entresol.gateway.core.http;

import com.google.protobuf.Message;
import com.google.protobuf.MessageLite;
import io.entresol.proto.MesosJson;
import java.util.Optional;

/** The two forms in which the v1 APIs carry messages. */
public enum ContentForm {
  JSON("application/json"),
  PROTOBUF("application/x-protobuf");

  private final String mediaType;

  ContentForm(String mediaType) {
    this.mediaType = mediaType;
  }

  public String mediaType() {
    return mediaType;
  }

  /** By the exact text: a parameter or other letters are another type, as in Mesos. */
  public static Optional<ContentForm> named(String contentType) {
    for (ContentForm form : values()) {
      if (form.mediaType.equals(contentType)) {
        return Optional.of(form);
      }
    }
    return Optional.empty();
  }

  /** The form for an answer: JSON if it may be. */
  public static Optional<ContentForm> acceptable(Optional<String> accept) {
    for (ContentForm form : values()) {
      if (Negotiation.allows(accept, form.mediaType)) {
        return Optional.of(form);
      }
    }
    return Optional.empty();
  }

  /** The refusal if neither form may be sent. */
  public static Answer notAcceptable() {
    return Answer.text(
        406,
        "Expecting 'Accept' to allow '%s' or '%s'".formatted(PROTOBUF.mediaType, JSON.mediaType));
  }

  public byte[] write(Message message) {
    return this == JSON ? MesosJson.print(message) : ((MessageLite) message).toByteArray();
  }
}
