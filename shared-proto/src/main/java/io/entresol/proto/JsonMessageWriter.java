package io.entresol.proto;

import com.fasterxml.jackson.core.Base64Variants;
import com.fasterxml.jackson.core.JsonGenerator;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.MapEntry;
import com.google.protobuf.MessageOrBuilder;
import java.io.IOException;
import java.util.List;

/** The writing half of {@link MesosJson}. */
final class JsonMessageWriter {
  private final JsonGenerator generator;
  private final boolean sorted;

  /**
   * A writer to a generator.
   *
   * @param sorted whether fields come by name, not in the order of their declaration
   */
  JsonMessageWriter(JsonGenerator generator, boolean sorted) {
    this.generator = generator;
    this.sorted = sorted;
  }

  void write(MessageOrBuilder message) throws IOException {
    generator.writeStartObject();
    writeFields(message);
    generator.writeEndObject();
  }

  void writeFields(MessageOrBuilder message) throws IOException {
    MessageShape shape = MessageShape.of(message.getDescriptorForType());
    for (MessageShape.Field field : sorted ? shape.sortedFields() : shape.fields()) {
      if (field.repeated) {
        writeRepeated(message, field);
      } else if (field.writeDefault || message.hasField(field.descriptor)) {
        generator.writeFieldName(field.quotedName);
        writeValue(field.descriptor, message.getField(field.descriptor));
      }
    }
  }

  private void writeRepeated(MessageOrBuilder message, MessageShape.Field field)
      throws IOException {
    if (message.getRepeatedFieldCount(field.descriptor) == 0 && !field.writeEmpty) {
      return;
    }
    List<?> values = (List<?>) message.getField(field.descriptor);
    generator.writeFieldName(field.quotedName);
    if (field.map) {
      writeMap(values);
      return;
    }
    generator.writeStartArray();
    for (Object value : values) {
      writeValue(field.descriptor, value);
    }
    generator.writeEndArray();
  }

  private void writeMap(List<?> entries) throws IOException {
    generator.writeStartObject();
    for (Object each : entries) {
      MapEntry<?, ?> entry = (MapEntry<?, ?>) each;
      FieldDescriptor valueField = entry.getDescriptorForType().findFieldByNumber(2);
      generator.writeFieldName(String.valueOf(entry.getKey()));
      writeValue(valueField, entry.getField(valueField));
    }
    generator.writeEndObject();
  }

  private void writeValue(FieldDescriptor field, Object value) throws IOException {
    switch (field.getJavaType()) {
      case INT -> writeInt(field, (Integer) value);
      case LONG -> writeLong(field, (Long) value);
      case FLOAT -> MesosJson.writeDouble(((Float) value).doubleValue(), generator);
      case DOUBLE -> MesosJson.writeDouble((Double) value, generator);
      case BOOLEAN -> generator.writeBoolean((Boolean) value);
      case STRING -> generator.writeString((String) value);
      case BYTE_STRING ->
          generator.writeBinary(
              Base64Variants.MIME_NO_LINEFEEDS,
              ((ByteString) value).toByteArray(),
              0,
              ((ByteString) value).size());
      case ENUM -> generator.writeString(((EnumValueDescriptor) value).getName());
      case MESSAGE -> write((MessageOrBuilder) value);
    }
  }

  private void writeInt(FieldDescriptor field, int value) throws IOException {
    generator.writeNumber(NumberRange.unsigned(field) ? Integer.toUnsignedLong(value) : value);
  }

  private void writeLong(FieldDescriptor field, long value) throws IOException {
    if (value < 0 && NumberRange.unsigned(field)) {
      generator.writeNumber(Long.toUnsignedString(value));
    } else {
      generator.writeNumber(value);
    }
  }
}
