package io.entresol.proto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entresol.mesos.v1.FrameworkID;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WireFormatTest {
  private static final FrameworkID ID = FrameworkID.newBuilder().setValue("f").build();

  @ParameterizedTest
  @EnumSource
  void readsWhatItWrites(WireFormat format) throws IOException {
    assertThat(format.decode(format.encode(ID), FrameworkID.getDefaultInstance())).isEqualTo(ID);
  }

  @ParameterizedTest
  @EnumSource
  void refusesAnythingElse(WireFormat format) {
    byte[] nonsense = "<html>".getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> format.decode(nonsense, FrameworkID.getDefaultInstance()))
        .isInstanceOf(IOException.class);
  }
}
