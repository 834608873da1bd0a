package io.entresol.proto;

import static org.assertj.core.api.Assertions.assertThat;

import io.entresol.mesos.v1.scheduler.Call;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever comes in, the reader gives a message or a {@link MesosJsonException}. */
class MesosJsonFuzzTest {
  private static final String[] TOKENS = {
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "null",
    "true",
    "\"type\"",
    "\"SUBSCRIBE\"",
    "\"subscribe\"",
    "\"framework_info\"",
    "\"user\"",
    "\"accept\"",
    "\"operations\"",
    "\"launch\"",
    "\"uuid\"",
    "\"acknowledge\"",
    "1",
    "-0",
    "1e400",
    "1e-999999999",
    "\"Infinity\"",
    "\"\\ud800\"",
    "\"",
    "\\",
    "99999999999999999999",
    " ",
    "\n",
    "\"filters\"",
    "\"refuse_seconds\"",
    "\u0000",
    "é"
  };

  @Provide
  Arbitrary<String> almostJson() {
    return Arbitraries.of(TOKENS).list().ofMaxSize(40).map(tokens -> String.join("", tokens));
  }

  @Property
  void tokensInAnyOrderAreReadOrRefused(@ForAll("almostJson") String text) {
    readOrRefuse(text.getBytes(StandardCharsets.UTF_8));
  }

  @Property
  void anyBytesAreReadOrRefused(@ForAll byte[] noise) {
    readOrRefuse(noise);
  }

  @Property
  void aDamagedMessageIsReadOrRefused(@ForAll long seed) {
    byte[] json = MesosJson.print(new TestingMessages(seed).fill(Call.newBuilder()));
    Random random = new Random(seed);
    for (int i = 0; i < 1 + random.nextInt(4); i++) {
      json[random.nextInt(json.length)] = (byte) random.nextInt(256);
    }
    readOrRefuse(json);
  }

  private static void readOrRefuse(byte[] json) {
    try {
      assertThat(MesosJson.parse(json, Call.getDefaultInstance()).isInitialized()).isTrue();
    } catch (MesosJsonException refused) {
      assertThat(refused.getMessage()).isNotBlank();
      assertThat(refused.kind()).isNotNull();
    }
  }
}
