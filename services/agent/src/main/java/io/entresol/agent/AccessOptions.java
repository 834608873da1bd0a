package io.entresol.agent;

import io.entresol.agent.http.AgentAccess;
import io.entresol.agent.http.AgentAccess.Realm;
import io.entresol.agent.http.ExecutorTokens;
import io.entresol.domain.access.Credentials;
import io.entresol.runtime.options.CredentialsText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Option;

/** Who is served by an agent, under Mesos's names. */
public final class AccessOptions {
  private static final Set<String> AUTHENTICATORS = Set.of("basic", "jwt");

  @Option(
      names = "--authenticate_http_readonly",
      defaultValue = "false",
      description =
          "Only serve authenticated clients at endpoints that read (default: ${DEFAULT-VALUE}).")
  private boolean authenticateReadonly;

  @Option(
      names = "--authenticate_http_readwrite",
      defaultValue = "false",
      description =
          "Only serve authenticated clients at endpoints that can change something"
              + " (default: ${DEFAULT-VALUE}).")
  private boolean authenticateReadwrite;

  @Option(
      names = "--http_credentials",
      paramLabel = "FILE|JSON",
      description =
          "Who is let in: {\"credentials\": [{\"principal\": \"…\", \"secret\": \"…\"}]}, or a file"
              + " with that.")
  private String httpCredentials;

  @Option(
      names = "--http_authenticators",
      defaultValue = "basic",
      description =
          "How clients are authenticated: operators by basic, executors by jwt; there is nothing"
              + " to choose (default: ${DEFAULT-VALUE}).")
  private String authenticators = "basic";

  @Option(
      names = "--authenticate_http_executors",
      defaultValue = "false",
      description =
          "Only serve executors that show their token; needs --jwt_secret_key (default:"
              + " ${DEFAULT-VALUE}).")
  private boolean authenticateExecutors;

  @Option(
      names = "--jwt_secret_key",
      paramLabel = "FILE",
      description =
          "A file with the key by which executors' tokens are signed; each executor gets one.")
  private Path jwtSecretKey;

  /** Sets whether operators are authenticated, and who is let in then. */
  public AccessOptions operators(boolean reads, boolean changes, String credentialsText) {
    authenticateReadonly = reads;
    authenticateReadwrite = changes;
    httpCredentials = credentialsText;
    return this;
  }

  /** Sets that executors are authenticated, and by what key. */
  public AccessOptions executors(Path key) {
    authenticateExecutors = true;
    jwtSecretKey = key;
    return this;
  }

  /**
   * Reads the credentials and the key. Blocking.
   *
   * @throws IllegalArgumentException if an option is wrong or missing; the message names it
   */
  AgentAccess access() {
    Set<Realm> realms = EnumSet.noneOf(Realm.class);
    if (authenticateReadonly) {
      realms.add(Realm.READONLY);
    }
    if (authenticateReadwrite) {
      realms.add(Realm.READWRITE);
    }
    if (httpCredentials == null && !realms.isEmpty()) {
      throw new IllegalArgumentException(
          "--http_credentials is required where operators are to be authenticated");
    }
    if (authenticateExecutors) {
      realms.add(Realm.EXECUTOR);
    }
    if (!realms.isEmpty()
        && !AUTHENTICATORS.containsAll(Arrays.asList(authenticators.split(",")))) {
      throw new IllegalArgumentException(
          "--http_authenticators: there are only basic and jwt here, not '" + authenticators + "'");
    }
    return new AgentAccess(
        realms,
        httpCredentials == null
            ? new Credentials(Map.of())
            : CredentialsText.parse("--http_credentials", httpCredentials),
        tokens());
  }

  private Optional<ExecutorTokens> tokens() {
    if (jwtSecretKey == null) {
      if (authenticateExecutors) {
        throw new IllegalArgumentException(
            "--jwt_secret_key is required where executors are to be authenticated");
      }
      return Optional.empty();
    }
    try {
      byte[] key = Files.readAllBytes(jwtSecretKey);
      if (key.length == 0) {
        throw new IllegalArgumentException("--jwt_secret_key: " + jwtSecretKey + " is empty");
      }
      return Optional.of(new ExecutorTokens(key));
    } catch (IOException e) {
      throw new IllegalArgumentException("--jwt_secret_key: cannot read " + jwtSecretKey, e);
    }
  }
}
