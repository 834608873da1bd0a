package io.entresol.agent.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * By what an executor proves which one it is: JSON Web Tokens (RFC 7519), signed with HMAC-SHA256
 * by the agent's own key. They do not expire, as in Mesos: an executor cannot get another one.
 */
public final class ExecutorTokens {
  private static final String ALGORITHM = "HmacSHA256";
  private static final String HEADER = encoded("{\"alg\":\"HS256\",\"typ\":\"JWT\"}");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final SecretKeySpec key;

  /**
   * Makes and reads tokens.
   *
   * @param key of the agent; not empty
   */
  public ExecutorTokens(byte[] key) {
    this.key = new SecretKeySpec(key, ALGORITHM);
  }

  /**
   * Which run of an executor it is.
   *
   * @param container empty strings for what a token does not say
   */
  public record Claims(String framework, String executor, String container) {}

  /** The token of an executor's run. */
  public String token(Claims claims) {
    Map<String, String> payload = new TreeMap<>();
    payload.put("fid", claims.framework());
    payload.put("eid", claims.executor());
    payload.put("cid", claims.container());
    try {
      String signed = HEADER + "." + encoded(JSON.writeValueAsString(payload));
      return signed + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(mac(signed));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("strings cannot be written as JSON", e);
    }
  }

  /** What a token says; empty if it is none that was signed with the key. */
  Optional<Claims> claims(String token) {
    int payloadAt = token.indexOf('.') + 1;
    int end = token.lastIndexOf('.');
    if (payloadAt == 0 || end < payloadAt) {
      return Optional.empty();
    }
    try {
      byte[] signature = Base64.getUrlDecoder().decode(token.substring(end + 1));
      if (!MessageDigest.isEqual(signature, mac(token.substring(0, end)))
          || !algorithm(token.substring(0, payloadAt - 1)).equals("HS256")) {
        return Optional.empty();
      }
      JsonNode payload =
          JSON.readTree(Base64.getUrlDecoder().decode(token.substring(payloadAt, end)));
      return Optional.of(
          new Claims(
              payload.path("fid").asText(),
              payload.path("eid").asText(),
              payload.path("cid").asText()));
    } catch (IllegalArgumentException | IOException e) {
      // Neither Base64 nor JSON: nobody's token.
      return Optional.empty();
    }
  }

  private static String algorithm(String header) throws IOException {
    return JSON.readTree(Base64.getUrlDecoder().decode(header)).path("alg").asText();
  }

  private byte[] mac(String text) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Java has no " + ALGORITHM, e);
    }
  }

  private static String encoded(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
