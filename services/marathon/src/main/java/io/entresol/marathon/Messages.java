package io.entresol.marathon;

import com.google.protobuf.ByteString;
import io.entresol.marathon.core.rest.HttpAnswer;
import io.entresol.marathon.core.rest.HttpRequest;
import io.entresol.proto.bus.Header;
import io.entresol.proto.bus.MarathonRequest;
import io.entresol.proto.bus.MarathonResponse;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Requests and answers as the bus carries them. */
final class Messages {
  private static final String EVENT_TYPE = "event_type=";

  private Messages() {}

  /** Of several headers of one name the first counts. */
  static HttpRequest request(MarathonRequest message) {
    Map<String, String> headers = new HashMap<>();
    for (Header header : message.getHeadersList()) {
      headers.putIfAbsent(header.getName().toLowerCase(Locale.ROOT), header.getValue());
    }
    return new HttpRequest(
        message.getMethod(),
        message.getPath(),
        message.getQuery(),
        headers,
        message.getBody().toByteArray(),
        message.getRemoteAddress());
  }

  static MarathonResponse response(HttpAnswer answer) {
    MarathonResponse.Builder response =
        MarathonResponse.newBuilder()
            .setStatus(answer.status())
            .setBody(ByteString.copyFrom(answer.body()));
    answer
        .headers()
        .forEach(
            (name, value) ->
                response.addHeaders(Header.newBuilder().setName(name).setValue(value)));
    return response.build();
  }

  /** Which events a listener wants; empty is all. */
  static Set<String> eventTypes(String query) {
    Set<String> types = new LinkedHashSet<>();
    for (String part : query.split("&", -1)) {
      if (part.startsWith(EVENT_TYPE)) {
        types.add(URLDecoder.decode(part.substring(EVENT_TYPE.length()), StandardCharsets.UTF_8));
      }
    }
    return types;
  }
}
