package io.entresol.domain.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Who may be let in, and the secret of each. Its text shows no secret. */
public final class Credentials {
  private static final String SCHEME = "Basic";

  /** Compared with if there is no such principal, so that this takes as long. */
  private static final byte[] NO_SECRET = new byte[16];

  private final Map<String, byte[]> secrets = new HashMap<>();

  /**
   * Credentials that are known.
   *
   * @param secretsByPrincipal may be empty: then nobody is let in
   */
  public Credentials(Map<String, String> secretsByPrincipal) {
    secretsByPrincipal.forEach(
        (principal, secret) -> secrets.put(principal, secret.getBytes(StandardCharsets.UTF_8)));
  }

  /**
   * Who it is that sends this with a request, by HTTP's scheme Basic (RFC 7617).
   *
   * @param authorization the value of the header of that name; empty if there was none
   * @return empty unless principal and secret are known; whether they are takes the same time for
   *     all secrets of a length
   */
  public Optional<String> principal(Optional<String> authorization) {
    return authorization.flatMap(Credentials::pair).flatMap(this::known);
  }

  /** What is behind the name of the scheme, decoded; the scheme's name has no case. */
  private static Optional<String> pair(String authorization) {
    String[] words = authorization.strip().split(" +", -1);
    if (words.length != 2 || !words[0].equalsIgnoreCase(SCHEME)) {
      return Optional.empty();
    }
    try {
      return Optional.of(new String(Base64.getDecoder().decode(words[1]), StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      // Not in Base64: nobody's credentials.
      return Optional.empty();
    }
  }

  /** A principal has no colon, a secret may have. */
  private Optional<String> known(String pair) {
    int colon = pair.indexOf(':');
    if (colon < 0) {
      return Optional.empty();
    }
    String principal = pair.substring(0, colon);
    byte[] given = pair.substring(colon + 1).getBytes(StandardCharsets.UTF_8);
    byte[] secret = secrets.get(principal);
    boolean same = MessageDigest.isEqual(given, secret == null ? NO_SECRET : secret);
    return same && secret != null ? Optional.of(principal) : Optional.empty();
  }

  @Override
  public String toString() {
    return "Credentials" + secrets.keySet();
  }
}
