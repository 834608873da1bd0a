package io.entresol.runtime;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageCodec;

/** Protobuf messages on the event bus: bytes between processes, the message itself within one. */
final class ProtobufCodec<M extends MessageLite> implements MessageCodec<M, M> {
  private final String name;
  private final Parser<M> parser;

  ProtobufCodec(Class<M> type, Parser<M> parser) {
    this.name = type.getSimpleName();
    this.parser = parser;
  }

  @Override
  public void encodeToWire(Buffer buffer, M message) {
    byte[] bytes = message.toByteArray();
    buffer.appendInt(bytes.length).appendBytes(bytes);
  }

  @Override
  public M decodeFromWire(int position, Buffer buffer) {
    int length = buffer.getInt(position);
    byte[] bytes = buffer.getBytes(position + 4, position + 4 + length);
    try {
      return parser.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException("not a " + name + " of this version", e);
    }
  }

  @Override
  public M transform(M message) {
    return message;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public byte systemCodecID() {
    return -1;
  }
}
