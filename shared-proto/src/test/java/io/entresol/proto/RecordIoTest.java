package io.entresol.proto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordIoTest {
  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  @Test
  void aRecordIsItsLengthALineFeedAndItsBytes() {
    assertThat(RecordIoEncoder.encode(bytes("hello"))).isEqualTo(bytes("5\nhello"));
    assertThat(RecordIoEncoder.encode(bytes(""))).isEqualTo(bytes("0\n"));
  }

  @Property
  void whatWasEncodedIsDecodedHoweverItArrives(
      @ForAll @Size(max = 8) List<byte[]> records, @ForAll long seed) throws Exception {
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    for (byte[] record : records) {
      stream.write(RecordIoEncoder.encode(record));
    }
    byte[] all = stream.toByteArray();
    RecordIoDecoder decoder = new RecordIoDecoder(1 << 20);
    Random random = new Random(seed);
    List<byte[]> decoded = new ArrayList<>();
    for (int at = 0; at < all.length; ) {
      int piece = Math.min(all.length - at, 1 + random.nextInt(7));
      decoded.addAll(decoder.feed(all, at, piece));
      at += piece;
    }
    assertThat(decoded).usingElementComparator(Arrays::compare).isEqualTo(records);
    assertThat(decoder.atBoundary()).isTrue();
  }

  @Test
  void aLongRecordArrivesWhole() throws Exception {
    byte[] record = new byte[300_000];
    new Random(1).nextBytes(record);
    RecordIoDecoder decoder = new RecordIoDecoder(record.length);
    byte[] framed = RecordIoEncoder.encode(record);
    assertThat(decoder.feed(framed, 0, 100_000)).isEmpty();
    assertThat(decoder.atBoundary()).isFalse();
    assertThat(decoder.feed(framed, 100_000, framed.length - 100_000))
        .singleElement()
        .isEqualTo(record);
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "\n", "-1\n", "1x", " 5\n", "5\r\n", "11\n", "99999999999999999999"})
  void aMalformedOrTooLongLengthEndsTheStream(String text) {
    RecordIoDecoder decoder = new RecordIoDecoder(10);
    assertThatThrownBy(() -> decoder.feed(bytes(text))).isInstanceOf(RecordIoException.class);
    assertThatThrownBy(() -> decoder.feed(bytes("1\na"))).isInstanceOf(RecordIoException.class);
  }

  @Test
  void leadingZerosDoNotGoOnForEver() {
    RecordIoDecoder decoder = new RecordIoDecoder(10);
    assertThatThrownBy(() -> decoder.feed(bytes("0".repeat(100))))
        .isInstanceOf(RecordIoException.class);
  }

  @Property
  void anyInputIsDecodedOrRefused(@ForAll byte[] noise) {
    RecordIoDecoder decoder = new RecordIoDecoder(64);
    try {
      for (byte[] record : decoder.feed(noise)) {
        assertThat(record.length).isLessThanOrEqualTo(64);
      }
    } catch (RecordIoException refused) {
      assertThat(refused).hasMessageMatching("(Expecting|Record).*");
    }
  }
}
