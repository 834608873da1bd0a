package io.entresol.gateway.core.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NegotiationTest {
  @ParameterizedTest
  @CsvSource({
    "gzip, true",
    "'deflate, gzip;q=0.5', true",
    "'gzip;q=0, *', false",
    "*, true",
    "identity, false",
    "'gzip;q=x', false",
    "GZIP, true"
  })
  void compressionIsUsedIfItIsAllowed(String header, boolean allowed) {
    assertThat(Negotiation.allowsGzip(Optional.of(header))).isEqualTo(allowed);
  }

  @Test
  void nothingIsCompressedUnasked() {
    assertThat(Negotiation.allowsGzip(Optional.empty())).isFalse();
  }

  @Test
  void formsAreReadLeniently() {
    assertThat(FormText.parse("a=1&b=x+y;c&&d=%C3%A9=&a=2"))
        .isEqualTo(Map.of("a", "2", "b", "x y", "c", "", "d", "é="));
  }

  @Test
  void aFunctionOfTheClientIsCalledWithTheAnswer() {
    Jsonp jsonp = Jsonp.of(Map.of("jsonp", "cb_1"));
    assertThat(jsonp.contentType()).isEqualTo("text/javascript");
    assertThat(new String(jsonp.prefix(), UTF_8) + "{}" + new String(jsonp.suffix(), UTF_8))
        .isEqualTo("cb_1({})");
    assertThat(Jsonp.of(Map.of("jsonp", "alert(1)//"))).isEqualTo(Jsonp.PLAIN);
    assertThat(Jsonp.of(Map.of("jsonp", "angular.callbacks._0"))).isNotEqualTo(Jsonp.PLAIN);
    assertThat(Jsonp.PLAIN.contentType()).isEqualTo("application/json");
  }

  @Test
  void refusalsHaveTheWordsOfMesos() {
    assertThat(Answer.bare(404).body().toStringUtf8()).isEqualTo("404 Not Found.");
    assertThat(Answer.decided(202, Optional.empty()))
        .usingRecursiveComparison()
        .isEqualTo(Answer.empty(202));
    assertThat(Answer.decided(409, Optional.empty()).body().toStringUtf8())
        .isEqualTo("409 Conflict.");
  }
}
