package io.entresol.proto;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;

/** Messages with content made up from a seed, for every type of a file. */
final class TestingMessages {
  private static final int MAX_DEPTH = 5;
  private static final double[] DOUBLES = {
    0.0, -0.0, 1.0, 0.1, 1e21, 1e22, Double.MIN_VALUE, Double.MAX_VALUE, -12.5, 4096.0, 0.001, 1e-7
  };
  private static final long[] LONGS = {0, 1, -1, 42, Long.MAX_VALUE, Long.MIN_VALUE, 1L << 53};

  private final Random random;
  private final Predicate<EnumValueDescriptor> enumValues;

  TestingMessages(long seed) {
    this(seed, value -> true);
  }

  /**
   * @param enumValues which values may occur
   */
  TestingMessages(long seed, Predicate<EnumValueDescriptor> enumValues) {
    this.random = new Random(seed);
    this.enumValues = enumValues;
  }

  /** Every message type of a file, nested ones too, without the entries of maps. */
  static List<Descriptor> types(FileDescriptor file) {
    List<Descriptor> types = new ArrayList<>();
    file.getMessageTypes().forEach(type -> collect(type, types));
    return types;
  }

  private static void collect(Descriptor type, List<Descriptor> into) {
    if (type.getOptions().getMapEntry()) {
      return;
    }
    into.add(type);
    type.getNestedTypes().forEach(nested -> collect(nested, into));
  }

  Message fill(Message.Builder builder) {
    return fill(builder, 0);
  }

  private Message fill(Message.Builder builder, int depth) {
    for (FieldDescriptor field : builder.getDescriptorForType().getFields()) {
      if (field.isRepeated()) {
        int count = wanted(field, depth) ? 1 + random.nextInt(3) : 0;
        for (int i = 0; i < count; i++) {
          builder.addRepeatedField(field, value(builder, field, depth));
        }
      } else if (always(field) || wanted(field, depth)) {
        builder.setField(field, value(builder, field, depth));
      }
    }
    return builder.build();
  }

  private static boolean always(FieldDescriptor field) {
    return field.isRequired() || field.getContainingType().getOptions().getMapEntry();
  }

  private boolean wanted(FieldDescriptor field, int depth) {
    if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
      return depth < MAX_DEPTH && random.nextInt(depth + 1) == 0;
    }
    return random.nextInt(4) != 0;
  }

  private Object value(Message.Builder builder, FieldDescriptor field, int depth) {
    return switch (field.getJavaType()) {
      case INT -> random.nextBoolean() ? random.nextInt(100) : random.nextInt();
      case LONG -> random.nextBoolean() ? LONGS[random.nextInt(LONGS.length)] : random.nextLong();
      case FLOAT -> random.nextFloat();
      case DOUBLE ->
          random.nextBoolean() ? DOUBLES[random.nextInt(DOUBLES.length)] : random.nextGaussian();
      case BOOLEAN -> random.nextBoolean();
      case STRING -> text();
      case BYTE_STRING -> bytes();
      case ENUM -> enumValue(field);
      case MESSAGE -> fill(builder.newBuilderForField(field), depth + 1);
    };
  }

  private EnumValueDescriptor enumValue(FieldDescriptor field) {
    List<EnumValueDescriptor> values =
        field.getEnumType().getValues().stream().filter(enumValues).toList();
    return values.get(random.nextInt(values.size()));
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(12); i > 0; i--) {
      text.appendCodePoint(
          switch (random.nextInt(8)) {
            case 0 -> random.nextInt(0x20);
            case 1 -> 0x1f600 + random.nextInt(64);
            case 2 -> 0xa0 + random.nextInt(0x200);
            case 3 -> "\"\\/\u007f\u2028".charAt(random.nextInt(5));
            default -> 'a' + random.nextInt(26);
          });
    }
    return text.toString();
  }

  private ByteString bytes() {
    byte[] bytes = new byte[random.nextInt(20)];
    random.nextBytes(bytes);
    return ByteString.copyFrom(bytes);
  }
}
