package io.entresol.agent.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.entresol.agent.http.ExecutorTokens.Claims;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class ExecutorTokensTest {
  private static final Claims CLAIMS = new Claims("f", "e", "c");

  private final ExecutorTokens tokens = tokens("key");

  private static ExecutorTokens tokens(String key) {
    return new ExecutorTokens(key.getBytes(StandardCharsets.UTF_8));
  }

  private static String encoded(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void aTokenSaysWhatWasSigned() {
    assertThat(tokens.claims(tokens.token(CLAIMS))).contains(CLAIMS);
  }

  /** Made by another program: {@code {"cid":"c","eid":"e","fid":"f"}} with the key {@code key}. */
  @Test
  void itsFormIsThatOfTheStandard() {
    assertThat(tokens.token(CLAIMS))
        .isEqualTo(
            "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9."
                + "eyJjaWQiOiJjIiwiZWlkIjoiZSIsImZpZCI6ImYifQ."
                + "rjDOGAY304xdK3iKuToYSWTS8VPgp_rmzS_fR5shxxA");
  }

  @Test
  void anotherKeysTokenIsNone() {
    assertThat(tokens.claims(tokens("other").token(CLAIMS))).isEmpty();
  }

  @Test
  void aChangedTokenIsNone() {
    String token = tokens.token(CLAIMS);
    String signature = token.substring(token.lastIndexOf('.'));
    String forged =
        token.substring(0, token.indexOf('.') + 1)
            + encoded("{\"cid\":\"c\",\"eid\":\"e\",\"fid\":\"g\"}")
            + signature;
    assertThat(tokens.claims(forged)).isEmpty();
  }

  @Test
  void noSignatureIsNoToken() {
    String payload = encoded("{\"cid\":\"c\",\"eid\":\"e\",\"fid\":\"f\"}");
    assertThat(tokens.claims(encoded("{\"alg\":\"none\"}") + "." + payload + ".")).isEmpty();
    assertThat(tokens.claims("")).isEmpty();
    assertThat(tokens.claims(".")).isEmpty();
    assertThat(tokens.claims("..")).isEmpty();
    assertThat(tokens.claims("a.b")).isEmpty();
    assertThat(tokens.claims("~.~.~")).isEmpty();
  }
}
