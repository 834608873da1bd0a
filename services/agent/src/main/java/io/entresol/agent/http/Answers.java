package io.entresol.agent.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.entresol.proto.MesosJson;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Answers in the forms that Mesos gives. */
final class Answers {
  static final String JSON = "application/json";
  static final String PROTOBUF = "application/x-protobuf";

  /** Writes one JSON value. */
  interface JsonBody {
    void write(JsonGenerator json) throws IOException;
  }

  private Answers() {}

  /** 200 with JSON, or a call of the function that {@code ?jsonp=} names. */
  static void json(RoutingContext context, JsonBody body) {
    byte[] json = bytes(body);
    String function = context.request().getParam("jsonp");
    if (function == null) {
      send(context, 200, JSON, Buffer.buffer(json));
      return;
    }
    Buffer script = Buffer.buffer(function).appendString("(").appendBytes(json).appendString(")");
    send(context, 200, "text/javascript", script);
  }

  static byte[] bytes(JsonBody body) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (JsonGenerator json = MesosJson.generator(out)) {
      body.write(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  static void text(RoutingContext context, int status, String text) {
    send(
        context,
        status,
        "text/plain; charset=utf-8",
        Buffer.buffer(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** A status without a body. */
  static void empty(RoutingContext context, int status) {
    context.response().setStatusCode(status).putHeader("Content-Length", "0").end();
  }

  static void send(RoutingContext context, int status, String type, Buffer body) {
    HttpServerResponse response =
        context.response().setStatusCode(status).putHeader("Content-Type", type);
    if (context.request().method().equals(HttpMethod.HEAD)) {
      response.putHeader("Content-Length", Integer.toString(body.length())).end();
    } else {
      response.end(body);
    }
  }
}
