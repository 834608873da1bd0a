package io.entresol.agent.http;

import io.entresol.agent.http.ExecutorTokens.Claims;
import io.entresol.domain.access.Credentials;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.Set;

/** Who is served by an agent. */
public final class AgentAccess {
  /** A set of endpoints for which clients are authenticated, or not; with Mesos's names. */
  public enum Realm {
    READONLY("mesos-agent-readonly", "Basic"),
    READWRITE("mesos-agent-readwrite", "Basic"),
    EXECUTOR("mesos-agent-executor", "Bearer"),
    /** Everybody is served. */
    NONE("", "");

    private final String text;
    private final String scheme;

    Realm(String text, String scheme) {
      this.text = text;
      this.scheme = scheme;
    }
  }

  private static final String CLAIMS = "claims";
  private static final String BEARER = "Bearer ";

  private final Set<Realm> realms;
  private final Credentials credentials;
  private final Optional<ExecutorTokens> tokens;

  /**
   * Authenticates clients.
   *
   * @param realms those whose clients must say who they are, and prove it
   * @param credentials of operators
   * @param tokens of executors; must be there if executors are to be authenticated
   */
  public AgentAccess(Set<Realm> realms, Credentials credentials, Optional<ExecutorTokens> tokens) {
    this.realms = Set.copyOf(realms);
    this.credentials = credentials;
    this.tokens = tokens;
  }

  /** What executors get to prove who they are; empty if the agent has no key. */
  public Optional<ExecutorTokens> tokens() {
    return tokens;
  }

  /** Lets a request pass, or answers it with a challenge. */
  public void check(Realm realm, RoutingContext context) {
    if (!realms.contains(realm) || isKnown(realm, context)) {
      context.next();
      return;
    }
    context
        .response()
        .putHeader("WWW-Authenticate", realm.scheme + " realm=\"" + realm.text + "\"");
    Answers.text(context, 401, "401 Unauthorized.");
  }

  private boolean isKnown(Realm realm, RoutingContext context) {
    Optional<String> authorization =
        Optional.ofNullable(context.request().getHeader(HttpHeaders.AUTHORIZATION));
    if (realm != Realm.EXECUTOR) {
      return credentials.principal(authorization).isPresent();
    }
    Optional<Claims> claims =
        authorization
            .filter(text -> text.startsWith(BEARER))
            .flatMap(text -> tokens.orElseThrow().claims(text.substring(BEARER.length()).strip()));
    claims.ifPresent(known -> context.put(CLAIMS, known));
    return claims.isPresent();
  }

  /** What the token of a request says that has passed; empty if none was asked for. */
  static Optional<Claims> claims(RoutingContext context) {
    return Optional.ofNullable(context.get(CLAIMS));
  }
}
