package io.entresol.driver;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Answers that are no streams. */
final class Refusals {
  private Refusals() {}

  static void answer(HttpExchange exchange, int status, String text) {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    try {
      exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
      exchange.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
