package io.entresol.driver;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/**
 * Between the messages of the host and our own, by their bytes alone. The host's are generated for
 * whichever protobuf it has, under whichever name: nothing of theirs may be named here but the
 * classes themselves, {@code toByteArray()} and {@code parseFrom(byte[])}.
 */
final class HostMessages {
  private HostMessages() {}

  /** A message of the host's. */
  interface FromBytes<T> {
    /** Reads one; whatever protobuf it is throws its own kind of {@link IOException}. */
    T parse(byte[] bytes) throws IOException;
  }

  /**
   * Our message with the host's bytes.
   *
   * @throws IllegalArgumentException if it lacks what is required
   */
  static <T> T ours(Parser<T> parser, byte[] bytes) {
    try {
      return parser.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  static <H, T> List<T> ours(
      Parser<T> parser, Collection<? extends H> host, Function<H, byte[]> bytes) {
    List<T> messages = new ArrayList<>(host.size());
    for (H message : host) {
      messages.add(ours(parser, bytes.apply(message)));
    }
    return messages;
  }

  /** The host's message with our bytes. */
  static <T> T host(FromBytes<T> parser, MessageLite message) {
    try {
      return parser.parse(message.toByteArray());
    } catch (IOException e) {
      throw new IllegalStateException(
          "This version of org.apache.mesos cannot read a "
              + message.getClass().getSimpleName()
              + ": "
              + e.getMessage(),
          e);
    }
  }

  static <T> List<T> host(FromBytes<T> parser, Collection<? extends MessageLite> messages) {
    List<T> host = new ArrayList<>(messages.size());
    for (MessageLite message : messages) {
      host.add(host(parser, message));
    }
    return host;
  }
}
