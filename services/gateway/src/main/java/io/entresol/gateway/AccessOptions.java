package io.entresol.gateway;

import io.entresol.domain.access.Credentials;
import io.entresol.gateway.core.access.Access;
import io.entresol.gateway.core.access.Realm;
import io.entresol.runtime.options.CredentialsText;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Option;

/** Who is served on the port of Mesos and by the v1 APIs over gRPC, under Mesos's names. */
public final class AccessOptions {
  private static final String BASIC = "basic";

  @Option(
      names = "--authenticate_http_frameworks",
      defaultValue = "false",
      description = "Only serve frameworks that are authenticated (default: ${DEFAULT-VALUE}).")
  private boolean frameworks;

  @Option(
      names = "--authenticate_http_readonly",
      defaultValue = "false",
      description =
          "Only serve authenticated clients at endpoints that read (default: ${DEFAULT-VALUE}).")
  private boolean readonly;

  @Option(
      names = "--authenticate_http_readwrite",
      defaultValue = "false",
      description =
          "Only serve authenticated clients at endpoints that can change something"
              + " (default: ${DEFAULT-VALUE}).")
  private boolean readwrite;

  @Option(
      names = "--credentials",
      paramLabel = "FILE|JSON",
      description =
          "Who is let in: {\"credentials\": [{\"principal\": \"…\", \"secret\": \"…\"}]}, or a file"
              + " with that.")
  private String credentials;

  @Option(
      names = "--http_authenticators",
      defaultValue = BASIC,
      description = "How operators are authenticated (only ${DEFAULT-VALUE}).")
  private String authenticators = BASIC;

  @Option(
      names = "--http_framework_authenticators",
      defaultValue = BASIC,
      description = "How frameworks are authenticated (only ${DEFAULT-VALUE}).")
  private String frameworkAuthenticators = BASIC;

  /** Sets which clients must be authenticated, and who is let in then. */
  public AccessOptions authenticates(
      boolean frameworkCalls, boolean reads, boolean changes, String credentialsText) {
    frameworks = frameworkCalls;
    readonly = reads;
    readwrite = changes;
    credentials = credentialsText;
    return this;
  }

  /**
   * Reads the credentials.
   *
   * @throws IllegalArgumentException if an option is wrong or missing; the message names it
   */
  Access access() {
    Set<Realm> realms = EnumSet.noneOf(Realm.class);
    if (frameworks) {
      realms.add(Realm.SCHEDULER);
      checkBasic("--http_framework_authenticators", frameworkAuthenticators);
    }
    if (readonly) {
      realms.add(Realm.READONLY);
    }
    if (readwrite) {
      realms.add(Realm.READWRITE);
    }
    if (readonly || readwrite) {
      checkBasic("--http_authenticators", authenticators);
    }
    if (credentials == null && !realms.isEmpty()) {
      throw new IllegalArgumentException(
          "--credentials is required where clients are to be authenticated");
    }
    return new Access(
        realms,
        credentials == null
            ? new Credentials(Map.of())
            : CredentialsText.parse("--credentials", credentials));
  }

  private static void checkBasic(String option, String value) {
    if (!value.equals(BASIC)) {
      throw new IllegalArgumentException(
          option + ": there is only '" + BASIC + "' here, not '" + value + "'");
    }
  }
}
