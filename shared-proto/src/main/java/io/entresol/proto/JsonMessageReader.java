package io.entresol.proto;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/** The reading half of {@link MesosJson}: fills a builder from an object's fields. */
final class JsonMessageReader {
  private final JsonParser parser;
  private int depth;

  private JsonMessageReader(JsonParser parser) {
    this.parser = parser;
  }

  /** The parser stands at the object's start, and at its end afterwards. */
  static void read(JsonParser parser, Message.Builder into) throws IOException, MesosJsonException {
    new JsonMessageReader(parser).fields(into);
  }

  private void fields(Message.Builder into) throws IOException, MesosJsonException {
    MessageShape shape = MessageShape.of(into.getDescriptorForType());
    depth++;
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      MessageShape.Field field = shape.field(name);
      parser.nextToken();
      if (field == null) {
        parser.skipChildren();
      } else {
        // Of a name that comes twice the last one counts.
        into.clearField(field.descriptor);
        value(into, field.descriptor);
      }
    }
    depth--;
  }

  private void value(Message.Builder into, FieldDescriptor field)
      throws IOException, MesosJsonException {
    switch (parser.currentToken()) {
      case START_OBJECT -> object(into, field);
      case START_ARRAY -> array(into, field);
      case VALUE_STRING -> text(into, field, parser.getText());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(into, field);
      case VALUE_TRUE, VALUE_FALSE -> bool(into, field);
      case VALUE_NULL -> {
        // Absent.
      }
      case NOT_AVAILABLE, END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT ->
          throw new IllegalStateException("No value begins with " + parser.currentToken());
    }
  }

  private void array(Message.Builder into, FieldDescriptor field)
      throws IOException, MesosJsonException {
    if (!field.isRepeated()) {
      throw unexpected("array", field);
    }
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      value(into, field);
    }
  }

  private void object(Message.Builder into, FieldDescriptor field)
      throws IOException, MesosJsonException {
    if (field.isMapField()) {
      map(into, field);
    } else if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
      if (depth >= MesosJson.MAX_MESSAGE_DEPTH) {
        throw problem("Message nested too deeply at field '" + field.getName() + "'");
      }
      Message.Builder child = into.newBuilderForField(field);
      fields(child);
      put(into, field, child.buildPartial());
    } else {
      throw unexpected("object", field);
    }
  }

  private void map(Message.Builder into, FieldDescriptor field)
      throws IOException, MesosJsonException {
    FieldDescriptor keyField = field.getMessageType().findFieldByNumber(1);
    FieldDescriptor valueField = field.getMessageType().findFieldByNumber(2);
    for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
      Message.Builder entry = into.newBuilderForField(field);
      text(entry, keyField, key);
      parser.nextToken();
      value(entry, valueField);
      into.addRepeatedField(field, entry.buildPartial());
    }
  }

  private void text(Message.Builder into, FieldDescriptor field, String text)
      throws MesosJsonException {
    switch (field.getJavaType()) {
      case STRING -> put(into, field, text);
      case BYTE_STRING -> put(into, field, base64(field, text));
      case ENUM -> enumValue(into, field, text);
      case BOOLEAN -> put(into, field, JsonText.bool(field, text, path()));
      case FLOAT, DOUBLE -> put(into, field, floating(field, JsonText.number(field, text, path())));
      case INT, LONG -> putWhole(into, field, JsonText.number(field, text, path()));
      case MESSAGE -> throw unexpected("string", field);
    }
  }

  private void enumValue(Message.Builder into, FieldDescriptor field, String name)
      throws MesosJsonException {
    EnumValueDescriptor value = field.getEnumType().findValueByName(name);
    if (value != null) {
      put(into, field, value);
    } else if (field.isRequired()) {
      throw problem("Failed to find enum for '" + name + "'");
    }
  }

  private ByteString base64(FieldDescriptor field, String text) throws MesosJsonException {
    try {
      return JsonText.base64(text);
    } catch (IllegalArgumentException e) {
      throw problem(
          "Failed to base64 decode bytes field '" + field.getName() + "': " + e.getMessage());
    }
  }

  private void number(Message.Builder into, FieldDescriptor field)
      throws IOException, MesosJsonException {
    switch (field.getJavaType()) {
      case FLOAT, DOUBLE -> put(into, field, floating(field, parser.getDoubleValue()));
      case INT, LONG -> putWhole(into, field, wholeNumber());
      case BOOLEAN, STRING, BYTE_STRING, ENUM, MESSAGE -> throw unexpected("number", field);
    }
  }

  private Number wholeNumber() throws IOException {
    return parser.currentToken() == JsonToken.VALUE_NUMBER_INT
        ? parser.getNumberValue()
        : (Number) parser.getDoubleValue();
  }

  private Object floating(FieldDescriptor field, Number number) {
    return field.getJavaType() == FieldDescriptor.JavaType.FLOAT
        ? (Object) number.floatValue()
        : (Object) number.doubleValue();
  }

  /** Digits after the point are cut off, as in Mesos; what does not fit is an error. */
  private void putWhole(Message.Builder into, FieldDescriptor field, Number number)
      throws MesosJsonException {
    Object value = NumberRange.fit(field, number);
    if (value == null) {
      throw problem("Number " + number + " is out of range for field '" + field.getName() + "'");
    }
    put(into, field, value);
  }

  private void bool(Message.Builder into, FieldDescriptor field)
      throws IOException, MesosJsonException {
    if (field.getJavaType() != FieldDescriptor.JavaType.BOOLEAN) {
      throw unexpected("boolean", field);
    }
    put(into, field, parser.getBooleanValue());
  }

  private static void put(Message.Builder into, FieldDescriptor field, Object value) {
    if (field.isRepeated()) {
      into.addRepeatedField(field, value);
    } else {
      into.setField(field, value);
    }
  }

  private MesosJsonException unexpected(String kind, FieldDescriptor field) {
    return problem("Not expecting a JSON " + kind + " for field '" + field.getName() + "'");
  }

  private MesosJsonException problem(String message) {
    return new MesosJsonException(MesosJsonException.Kind.CONVERSION, path(), message);
  }

  /** Where the parser stands: {@code accept.operations[1].type}. */
  private String path() {
    Deque<String> parts = new ArrayDeque<>();
    JsonStreamContext at = parser.getParsingContext();
    if (parser.currentToken().isStructStart()) {
      at = at.getParent();
    }
    for (; at != null; at = at.getParent()) {
      if (at.inObject() && at.getCurrentName() != null) {
        parts.push("." + at.getCurrentName());
      } else if (at.inArray()) {
        parts.push("[" + at.getCurrentIndex() + "]");
      }
    }
    String path = String.join("", parts);
    return path.startsWith(".") ? path.substring(1) : path;
  }
}
