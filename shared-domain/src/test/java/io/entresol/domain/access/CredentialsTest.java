package io.entresol.domain.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialsTest {
  private final Credentials credentials =
      new Credentials(Map.of("alice", "wonder", "bob", "a:b", "zoë", "schlüssel"));

  private static String encoded(String pair) {
    return Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  private Optional<String> principal(String authorization) {
    return credentials.principal(Optional.of(authorization));
  }

  @Test
  void aKnownPairIsItsPrincipal() {
    assertThat(principal("Basic " + encoded("alice:wonder"))).contains("alice");
    assertThat(principal("Basic " + encoded("zoë:schlüssel"))).contains("zoë");
  }

  @Test
  void theSchemesNameHasNoCase() {
    assertThat(principal("basic " + encoded("alice:wonder"))).contains("alice");
  }

  @Test
  void aSecretMayHaveAColon() {
    assertThat(principal("Basic " + encoded("bob:a:b"))).contains("bob");
    assertThat(principal("Basic " + encoded("bob:a"))).isEmpty();
  }

  @Test
  void whoSendsNothingIsNobody() {
    assertThat(credentials.principal(Optional.empty())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "alice:wondex",
        "alice:wonder ",
        "alice:",
        "alice",
        ":wonder",
        "carol:wonder",
        "carol:\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0",
        "bob:wonder",
        "Alice:wonder",
        ""
      })
  void anotherPairIsNobody(String pair) {
    assertThat(principal("Basic " + encoded(pair))).isEmpty();
  }

  @Test
  void whatIsNotBasicIsNobody() {
    String token = encoded("alice:wonder");
    assertThat(principal("Bearer " + token)).isEmpty();
    assertThat(principal(token)).isEmpty();
    assertThat(principal("Basic")).isEmpty();
    assertThat(principal("Basic " + token + " " + token)).isEmpty();
    assertThat(principal("Basic ~~~")).isEmpty();
    assertThat(principal("")).isEmpty();
  }

  @Test
  void itsTextShowsNoSecret() {
    assertThat(credentials.toString()).contains("alice").doesNotContain("wonder");
  }
}
