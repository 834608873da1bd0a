package io.entresol.gateway.core.stream;

import java.nio.charset.StandardCharsets;

/** The text of an event in a stream for browsers. */
public final class ServerSentEvent {
  private static final String LINE_END = "\r\n";

  private ServerSentEvent() {}

  /** One event; each line of the data stands on a line of its own. */
  public static byte[] of(String type, String data) {
    StringBuilder text = new StringBuilder(data.length() + 64);
    text.append("event: ").append(type).append(LINE_END);
    data.lines().forEach(line -> text.append("data: ").append(line).append(LINE_END));
    return text.append(LINE_END).toString().getBytes(StandardCharsets.UTF_8);
  }

  /** Nothing, so that nobody in between takes the connection for dead. */
  public static byte[] keepAlive() {
    return LINE_END.getBytes(StandardCharsets.UTF_8);
  }
}
