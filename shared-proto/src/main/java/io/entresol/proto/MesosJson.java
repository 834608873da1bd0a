package io.entresol.proto;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import com.google.protobuf.Message;
import com.google.protobuf.MessageOrBuilder;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Messages in the JSON dialect of Mesos.
 *
 * <p>Written: names as in the .proto in the order of their declaration, 64-bit integers as numbers,
 * bytes in base64, enum values by name, maps as objects, and optional fields that have a declared
 * default even if they are not set. Read: {@code null} is absent at every depth, unknown fields are
 * skipped, numbers and booleans may be strings, one value may stand for a list of one, an unknown
 * value of an optional enum is dropped.
 *
 * <p>Nesting is bounded by {@link #MAX_DEPTH}, a document by {@link #MAX_DOCUMENT_BYTES}.
 */
public final class MesosJson {
  /** Objects and arrays inside one another; deeper input is a syntax error, as in Mesos. */
  public static final int MAX_DEPTH = 200;

  /**
   * Messages inside one another. Less than what protobuf's decoder takes (100), so that whatever
   * was read here can be sent on inside an envelope.
   */
  public static final int MAX_MESSAGE_DEPTH = 90;

  public static final int MAX_DOCUMENT_BYTES = 256 << 20;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxDocumentLength(MAX_DOCUMENT_BYTES)
                  .maxStringLength(MAX_DOCUMENT_BYTES)
                  .maxNumberLength(StreamReadConstraints.DEFAULT_MAX_NUM_LEN)
                  .build())
          // Field names come from outside: interning them would let a client fill the JVM's table.
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .build();

  private MesosJson() {}

  /**
   * Reads one message.
   *
   * @throws MesosJsonException if the text is no JSON, or no object, or a field has a value of
   *     another kind, or a required field is missing
   */
  public static <M extends Message> M parse(String json, M defaultInstance)
      throws MesosJsonException {
    return parse(json.getBytes(StandardCharsets.UTF_8), defaultInstance);
  }

  /** As {@link #parse(String, Message)}, of UTF-8. */
  public static <M extends Message> M parse(byte[] json, M defaultInstance)
      throws MesosJsonException {
    return read(
        json,
        parser -> {
          if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw wrongKind("Expecting a JSON object");
          }
          return readMessage(parser, defaultInstance);
        });
  }

  /** Reads an array of messages. */
  public static <M extends Message> List<M> parseList(byte[] json, M defaultInstance)
      throws MesosJsonException {
    return read(
        json,
        parser -> {
          if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw wrongKind("Expecting a JSON array");
          }
          List<M> messages = new ArrayList<>();
          while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() != JsonToken.START_OBJECT) {
              throw new MesosJsonException(
                  MesosJsonException.Kind.CONVERSION, "", "Expecting a JSON object");
            }
            messages.add(readMessage(parser, defaultInstance));
          }
          return messages;
        });
  }

  /** The message as UTF-8, without white space. */
  public static byte[] print(MessageOrBuilder message) {
    try (ByteArrayBuilder bytes = new ByteArrayBuilder()) {
      try (JsonGenerator generator = generator(bytes)) {
        write(message, generator);
      }
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes the message as one JSON value. */
  public static void write(MessageOrBuilder message, JsonGenerator generator) throws IOException {
    new JsonMessageWriter(generator, false).write(message);
  }

  /** Writes the fields into the object that is being written. */
  public static void writeFields(MessageOrBuilder message, JsonGenerator generator)
      throws IOException {
    new JsonMessageWriter(generator, false).writeFields(message);
  }

  /** As {@link #write}, the fields by name: so the oldest endpoints of Mesos write messages. */
  public static void writeSorted(MessageOrBuilder message, JsonGenerator generator)
      throws IOException {
    new JsonMessageWriter(generator, true).write(message);
  }

  /** A generator that writes UTF-8 without white space, as Mesos does. */
  public static JsonGenerator generator(OutputStream out) throws IOException {
    return FACTORY.createGenerator(out);
  }

  /** Writes a double as Mesos does: the shortest digits, always with a point or an exponent. */
  public static void writeDouble(double value, JsonGenerator generator) throws IOException {
    if (Double.isFinite(value)) {
      generator.writeNumber(JsonDouble.format(value));
    } else {
      // JSON has no such numbers. These are the words that are read back.
      generator.writeString(Double.isNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity");
    }
  }

  private interface Body<T> {
    T read(JsonParser parser) throws IOException, MesosJsonException;
  }

  private static <T> T read(byte[] json, Body<T> body) throws MesosJsonException {
    if (json.length > MAX_DOCUMENT_BYTES) {
      throw syntax("document of " + json.length + " bytes is too large");
    }
    try (JsonParser parser = FACTORY.createParser(json)) {
      if (parser.nextToken() == null) {
        throw syntax(JsonSyntax.problem(json).orElse("empty document"));
      }
      T value = readWhole(parser, body);
      if (parser.nextToken() != null) {
        throw syntax(JsonSyntax.problem(json).orElse("more than one value"));
      }
      return value;
    } catch (IOException e) {
      throw syntax(JsonSyntax.problem(json).orElseGet(() -> firstLine(e.getMessage())));
    }
  }

  /**
   * Mesos reads the whole text before it looks for fields, so broken syntax anywhere has precedence
   * over a wrong field before it.
   */
  private static <T> T readWhole(JsonParser parser, Body<T> body)
      throws IOException, MesosJsonException {
    try {
      return body.read(parser);
    } catch (MesosJsonException e) {
      while (parser.nextToken() != null) {
        // Only the syntax of the rest counts now.
      }
      throw e;
    }
  }

  @SuppressWarnings("unchecked") // A builder of M builds an M.
  private static <M extends Message> M readMessage(JsonParser parser, M defaultInstance)
      throws IOException, MesosJsonException {
    Message.Builder builder = defaultInstance.newBuilderForType();
    JsonMessageReader.read(parser, builder);
    if (!builder.isInitialized()) {
      List<String> missing = builder.findInitializationErrors();
      throw new MesosJsonException(
          MesosJsonException.Kind.CONVERSION,
          missing.get(0),
          "Missing required fields: " + String.join(", ", missing));
    }
    return (M) builder.build();
  }

  private static MesosJsonException wrongKind(String message) {
    return new MesosJsonException(MesosJsonException.Kind.DOCUMENT, "", message);
  }

  private static MesosJsonException syntax(String message) {
    return new MesosJsonException(MesosJsonException.Kind.SYNTAX, "", message);
  }

  private static String firstLine(String text) {
    int end = text.indexOf('\n');
    return end < 0 ? text : text.substring(0, end);
  }
}
