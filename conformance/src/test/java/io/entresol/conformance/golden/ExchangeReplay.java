package io.entresol.conformance.golden;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** One recorded request, sent again, and its answer beside the recorded one. */
final class ExchangeReplay {
  /** How the length is told, when, and how long a connection is kept, is the transport's. */
  private static final Set<String> OF_THE_TRANSPORT =
      Set.of("date", "content-length", "transfer-encoding", "connection");

  private final Recording.Exchange exchange;
  private final Endpoints endpoints;
  private final Bindings bindings;
  private final List<String> differences = new ArrayList<>();
  private Wire wire;
  private Wire.Head head;
  private String refusal = "";

  ExchangeReplay(Recording.Exchange exchange, Endpoints endpoints, Bindings bindings) {
    this.exchange = exchange;
    this.endpoints = endpoints;
    this.bindings = bindings;
  }

  List<String> differences() {
    return differences;
  }

  /** What we said where something else was recorded; for a reader. */
  String refusal() {
    return refusal;
  }

  Wire wire() {
    return wire;
  }

  /** Whether events follow. */
  boolean isStream() {
    return head != null && head.status() == 200;
  }

  private boolean isStreaming() {
    return head.status() == 200 && head.headers().containsKey("mesos-stream-id");
  }

  String contentType() {
    return head.headers().getOrDefault("content-type", "");
  }

  /** Sends; reads the whole answer unless events follow. */
  void send() throws IOException {
    JsonNode request = exchange.request();
    wire = new Wire(endpoints.port(exchange.port()));
    Map<String, String> headers = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> header : request.path("headers").properties()) {
      headers.put(header.getKey(), ours(header.getValue().asText()));
    }
    String method = request.path("method").asText();
    wire.send(
        method,
        ours(request.path("path").asText()),
        headers,
        Payloads.request(exchange, endpoints, bindings));
    JsonNode recorded = exchange.response();
    try {
      head = wire.readHead();
    } catch (EOFException | SocketException e) {
      if (!recorded.path("closed_by_server").asBoolean()) {
        differences.add("no answer");
      }
      return;
    } catch (SocketTimeoutException e) {
      differences.add("no answer in time");
      wire.close();
      return;
    }
    compareHead(recorded);
    if (!(exchange.isStream() && isStream())) {
      byte[] body =
          method.equals("HEAD") || head.status() == 204 || (!exchange.isStream() && isStreaming())
              ? new byte[0]
              : wire.readBody(head);
      compareBody(recorded, body);
      wire.close();
    }
  }

  private String ours(String recorded) {
    return endpoints.ours(bindings.ours(recorded));
  }

  private void compareHead(JsonNode recorded) {
    if (recorded.path("closed_by_server").asBoolean()) {
      differences.add("closed without an answer -> " + head.status());
      return;
    }
    int status = recorded.path("status").asInt();
    if (status != head.status()) {
      differences.add("status: " + status + " -> " + head.status());
      return;
    }
    Map<String, String> expected = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> header : recorded.path("headers").properties()) {
      expected.put(header.getKey().toLowerCase(Locale.ROOT), header.getValue().asText());
    }
    Set<String> names = new TreeSet<>(expected.keySet());
    names.addAll(head.headers().keySet());
    names.removeAll(OF_THE_TRANSPORT);
    for (String name : names) {
      String theirs = expected.get(name);
      String ours = head.headers().get(name);
      if (theirs == null || ours == null || !bindings.same(theirs, endpoints.recorded(ours))) {
        differences.add("header " + name + ": " + theirs + " -> " + endpointText(ours));
      }
    }
  }

  private String endpointText(String ours) {
    return ours == null ? null : Bindings.masked(endpoints.recorded(ours));
  }

  private void compareBody(JsonNode recorded, byte[] body) throws IOException {
    if (recorded.path("status").asInt() != head.status()) {
      refusal = new String(body, StandardCharsets.UTF_8);
      return; // said already
    }
    String text = new String(body, StandardCharsets.UTF_8);
    if (recorded.has("body")) {
      compareJson(recorded.get("body"), Recording.JSON.readTree(body));
    } else if (recorded.has("body_base64") && Payloads.isBinary(contentType())) {
      compareJson(
          Payloads.answer(exchange, Payloads.PROTOBUF, recorded.get("body_base64").binaryValue()),
          Payloads.answer(exchange, Payloads.PROTOBUF, body));
    } else if (recorded.has("body_text")) {
      compareText(recorded.path("body_text").asText(), text);
    } else if (body.length > 0 && !recorded.has("body_base64")) {
      differences.add("additional body");
    }
  }

  private void compareText(String recorded, String ours) throws IOException {
    int open = recorded.indexOf('(');
    if (recorded.startsWith("cb") && open > 0 && ours.startsWith(recorded.substring(0, open + 1))) {
      compareJson(jsonp(recorded), jsonp(ours));
    } else if (ours.isEmpty() || recorded.startsWith("cb")) {
      differences.add("missing text");
    }
  }

  private static JsonNode jsonp(String text) throws IOException {
    return Recording.JSON.readTree(text.substring(text.indexOf('(') + 1, text.lastIndexOf(')')));
  }

  private void compareJson(JsonNode recorded, JsonNode ours) {
    JsonNode root = recorded.isTextual() ? TextNode.valueOf(recorded.asText()) : recorded;
    Comparison.differences(root, ours, endpoints, bindings)
        .forEach(each -> differences.add("body " + each));
  }
}
