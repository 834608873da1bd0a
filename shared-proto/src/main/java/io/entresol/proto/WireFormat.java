package io.entresol.proto;

import com.google.protobuf.Message;
import java.io.IOException;

/** The two forms in which clients of the v1 APIs write and read messages. */
public enum WireFormat {
  PROTOBUF("application/x-protobuf") {
    @Override
    public byte[] encode(Message message) {
      return message.toByteArray();
    }

    @Override
    public <M extends Message> M decode(byte[] bytes, M defaultInstance) throws IOException {
      @SuppressWarnings("unchecked") // The parser of a message makes such messages.
      M message = (M) defaultInstance.getParserForType().parseFrom(bytes);
      return message;
    }
  },
  JSON("application/json") {
    @Override
    public byte[] encode(Message message) {
      return MesosJson.print(message);
    }

    @Override
    public <M extends Message> M decode(byte[] bytes, M defaultInstance) throws IOException {
      try {
        return MesosJson.parse(bytes, defaultInstance);
      } catch (MesosJsonException e) {
        throw new IOException("no such message: " + e.getMessage(), e);
      }
    }
  };

  private final String contentType;

  WireFormat(String contentType) {
    this.contentType = contentType;
  }

  public String contentType() {
    return contentType;
  }

  public abstract byte[] encode(Message message);

  /**
   * Reads one message.
   *
   * @throws IOException if the bytes are none of its kind
   */
  public abstract <M extends Message> M decode(byte[] bytes, M defaultInstance) throws IOException;
}
