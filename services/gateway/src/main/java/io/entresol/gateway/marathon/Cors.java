package io.entresol.gateway.marathon;

import io.entresol.gateway.http.Exchange;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;
import java.util.Optional;

/** Lets pages of other origins use the API, if the operator wants it. */
final class Cors {
  private static final String ANY = "*";

  private final List<String> origins;

  /**
   * For these origins; {@code *} stands for all.
   *
   * @param origins none lets no other origin in
   */
  Cors(List<String> origins) {
    this.origins = List.copyOf(origins);
  }

  /** Adds the headers that the client's browser needs. */
  void apply(Exchange exchange) {
    if (origins.isEmpty()) {
      return;
    }
    Optional<String> allowed = allowed(exchange.header("Origin"));
    HttpServerResponse response = exchange.response();
    allowed.ifPresent(origin -> response.putHeader("Access-Control-Allow-Origin", origin));
    exchange
        .header("Access-Control-Request-Headers")
        .ifPresent(headers -> response.putHeader("Access-Control-Allow-Headers", headers));
    response.putHeader("Access-Control-Allow-Methods", "GET, HEAD, OPTIONS");
    response.putHeader("Access-Control-Max-Age", "86400");
    if (origins.size() > 1) {
      response.putHeader("Vary", "Origin");
    }
  }

  /** With one origin it is named whoever asks, as Marathon does; with several only the asking. */
  private Optional<String> allowed(Optional<String> origin) {
    if (origins.contains(ANY)) {
      return Optional.of(ANY);
    }
    return origins.size() == 1 ? Optional.of(origins.get(0)) : origin.filter(origins::contains);
  }
}
