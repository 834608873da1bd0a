package io.entresol.conformance.golden;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.google.protobuf.Message;
import io.entresol.proto.MesosJson;
import io.entresol.proto.MesosJsonException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** Calls and answers in binary form, as JSON: their ids have to be exchanged and compared. */
final class Payloads {
  static final String PROTOBUF = "application/x-protobuf";

  private Payloads() {}

  private static Message call(Recording.Exchange exchange) {
    String path = exchange.request().path("path").asText();
    if (path.contains("scheduler")) {
      return io.entresol.mesos.v1.scheduler.Call.getDefaultInstance();
    }
    if (path.contains("executor")) {
      return io.entresol.mesos.v1.executor.Call.getDefaultInstance();
    }
    return isAgent(exchange)
        ? io.entresol.mesos.v1.agent.Call.getDefaultInstance()
        : io.entresol.mesos.v1.master.Call.getDefaultInstance();
  }

  private static Message answer(Recording.Exchange exchange) {
    String path = exchange.request().path("path").asText();
    if (path.contains("scheduler")) {
      return exchange.isStream()
          ? io.entresol.mesos.v1.scheduler.Event.getDefaultInstance()
          : io.entresol.mesos.v1.scheduler.Response.getDefaultInstance();
    }
    if (path.contains("executor")) {
      return io.entresol.mesos.v1.executor.Event.getDefaultInstance();
    }
    if (isAgent(exchange)) {
      return io.entresol.mesos.v1.agent.Response.getDefaultInstance();
    }
    return exchange.isStream()
        ? io.entresol.mesos.v1.master.Event.getDefaultInstance()
        : io.entresol.mesos.v1.master.Response.getDefaultInstance();
  }

  private static boolean isAgent(Recording.Exchange exchange) {
    return exchange.port() == 5051 || exchange.port() == 5052;
  }

  static boolean isBinary(String contentType) {
    return PROTOBUF.equals(contentType);
  }

  /** The body of a call as JSON; missing if it is none. */
  static JsonNode body(Recording.Exchange exchange) {
    JsonNode request = exchange.request();
    if (request.has("body") || !request.has("body_base64")) {
      return request.path("body");
    }
    try {
      byte[] recorded = request.get("body_base64").binaryValue();
      Message call = call(exchange).getParserForType().parseFrom(recorded);
      return Recording.JSON.readTree(MesosJson.print(call));
    } catch (IOException e) {
      return MissingNode.getInstance(); // meant to be wrong
    }
  }

  /** The body to send: that recorded, with our ids and addresses. */
  static byte[] request(Recording.Exchange exchange, Endpoints endpoints, Bindings bindings)
      throws IOException {
    JsonNode request = exchange.request();
    JsonNode body = body(exchange);
    if (request.at("/headers/Content-Encoding").asText().equals("gzip")) {
      return compressed(
          ours(uncompressed(request.get("body_base64").binaryValue()), endpoints, bindings));
    }
    if (body.isMissingNode()) {
      return request.has("body_base64")
          ? request.get("body_base64").binaryValue()
          : ours(request.path("body_text").asText(""), endpoints, bindings);
    }
    byte[] json = ours(body.toString(), endpoints, bindings);
    if (!isBinary(request.at("/headers/Content-Type").asText())) {
      return json;
    }
    try {
      return MesosJson.parse(json, call(exchange)).toByteArray();
    } catch (MesosJsonException e) {
      throw new IOException(e);
    }
  }

  private static String uncompressed(byte[] body) throws IOException {
    try (GZIPInputStream plain = new GZIPInputStream(new ByteArrayInputStream(body))) {
      return new String(plain.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static byte[] compressed(byte[] body) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream compressing = new GZIPOutputStream(out)) {
      compressing.write(body);
    }
    return out.toByteArray();
  }

  private static byte[] ours(String recorded, Endpoints endpoints, Bindings bindings) {
    return endpoints.ours(bindings.ours(recorded)).getBytes(StandardCharsets.UTF_8);
  }

  /**
   * An answer, or one record of a stream, as JSON.
   *
   * @throws IOException if it is none
   */
  static JsonNode answer(Recording.Exchange exchange, String contentType, byte[] body)
      throws IOException {
    return Recording.JSON.readTree(
        isBinary(contentType)
            ? MesosJson.print(answer(exchange).getParserForType().parseFrom(body))
            : body);
  }
}
