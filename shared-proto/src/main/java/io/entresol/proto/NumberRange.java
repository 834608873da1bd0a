package io.entresol.proto;

import com.google.protobuf.Descriptors.FieldDescriptor;
import java.math.BigDecimal;
import java.math.BigInteger;

/** Which whole numbers a field can hold. */
final class NumberRange {
  private NumberRange() {}

  static boolean unsigned(FieldDescriptor field) {
    return switch (field.getType()) {
      case UINT32, FIXED32, UINT64, FIXED64 -> true;
      case DOUBLE,
          FLOAT,
          INT64,
          INT32,
          BOOL,
          STRING,
          GROUP,
          MESSAGE,
          BYTES,
          ENUM,
          SFIXED32,
          SFIXED64,
          SINT32,
          SINT64 ->
          false;
    };
  }

  /** The number as the generated classes hold it, its fraction cut off; null if it does not fit. */
  static Object fit(FieldDescriptor field, Number number) {
    BigInteger whole = whole(number);
    int bits = field.getJavaType() == FieldDescriptor.JavaType.INT ? Integer.SIZE : Long.SIZE;
    boolean fits =
        unsigned(field)
            ? whole.signum() >= 0 && whole.bitLength() <= bits
            : whole.bitLength() < bits;
    if (!fits) {
      return null;
    }
    return bits == Integer.SIZE ? (Object) whole.intValue() : (Object) whole.longValue();
  }

  private static BigInteger whole(Number number) {
    if (number instanceof BigInteger big) {
      return big;
    }
    if (number instanceof Double floating) {
      // Beyond 64 bits only the fact counts.
      return Math.abs(floating) < 0x1p65
          ? new BigDecimal(floating).toBigInteger()
          : BigInteger.ONE.shiftLeft(Long.SIZE + 1);
    }
    return BigInteger.valueOf(number.longValue());
  }
}
