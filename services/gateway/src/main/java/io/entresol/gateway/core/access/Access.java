package io.entresol.gateway.core.access;

import io.entresol.domain.access.Credentials;
import io.entresol.gateway.core.http.Answer;
import io.entresol.gateway.core.http.RefusedException;
import io.entresol.proto.bus.Guard;
import java.util.Optional;
import java.util.Set;

/** Who is served. */
public final class Access {
  private final Set<Realm> realms;
  private final Credentials credentials;

  /**
   * Authenticates clients.
   *
   * @param realms those whose clients must say who they are, and prove it
   * @param credentials of those clients
   */
  public Access(Set<Realm> realms, Credentials credentials) {
    this.realms = Set.copyOf(realms);
    this.credentials = credentials;
  }

  /**
   * Lets a client in.
   *
   * @param authorization the header that it sent; empty if it sent none
   * @return the principal; empty in a realm without authentication, whatever the client sends, as
   *     in Mesos
   * @throws RefusedException with a challenge, if the client must say who it is and does not
   */
  public Optional<String> admit(Realm realm, Optional<String> authorization)
      throws RefusedException {
    if (!realms.contains(realm)) {
      return Optional.empty();
    }
    Optional<String> principal = credentials.principal(authorization);
    if (principal.isEmpty()) {
      throw new RefusedException(
          Answer.bare(401).with("WWW-Authenticate", "Basic realm=\"" + realm.text() + "\""));
    }
    return principal;
  }

  /** The same for the master, which may demand it. */
  public Guard guard() {
    return Guard.newBuilder()
        .setFrameworks(realms.contains(Realm.SCHEDULER))
        .setReadonly(realms.contains(Realm.READONLY))
        .setReadwrite(realms.contains(Realm.READWRITE))
        .build();
  }
}
