package io.entresol.marathon.core.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.entresol.marathon.core.app.AppId;
import io.entresol.marathon.core.app.AppSpec;
import io.entresol.marathon.core.app.format.FormatSettings;
import io.entresol.marathon.core.json.JsonText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** The REST API over a scheduler that only remembers. Single quotes stand for double ones. */
final class TestingRest {
  static final Instant NOW = Instant.parse("2015-03-01T12:00:00Z");

  final TestingScheduler scheduler = new TestingScheduler();
  final RestApi api;
  private Instant now = NOW;

  TestingRest() {
    this(10_000, 20_000);
  }

  TestingRest(int localPortMin, int localPortMax) {
    api =
        new RestApi(
            new RestSettings(
                FormatSettings.DEFAULT,
                localPortMin,
                localPortMax,
                new RestSettings.ServerInfo(
                    "host:8080",
                    "1.0",
                    "unknown",
                    JsonText.object().put("checkpoint", true),
                    JsonText.object(),
                    JsonText.object().put("http_port", 8080))),
            scheduler,
            scheduler);
  }

  HttpAnswer call(String method, String uri, String body, String... headers) {
    int question = uri.indexOf('?');
    Map<String, String> all = new HashMap<>();
    all.put("host", "marathon.test:8080");
    for (int i = 0; i < headers.length; i += 2) {
      all.put(headers[i], headers[i + 1]);
    }
    now = now.plus(Duration.ofSeconds(1));
    return api.handle(
        new HttpRequest(
            method,
            question < 0 ? uri : uri.substring(0, question),
            question < 0 ? "" : uri.substring(question + 1),
            all,
            body.replace('\'', '"').getBytes(StandardCharsets.UTF_8),
            "192.0.2.1"),
        now);
  }

  HttpAnswer get(String uri) {
    return call("GET", uri, "");
  }

  HttpAnswer post(String uri, String body) {
    return call("POST", uri, body);
  }

  HttpAnswer put(String uri, String body) {
    return call("PUT", uri, body);
  }

  HttpAnswer delete(String uri) {
    return call("DELETE", uri, "");
  }

  /** An answer that must have that status, as JSON. */
  static JsonNode json(int status, HttpAnswer answer) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    try {
      return JsonText.parse(answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  JsonNode getJson(String uri) {
    return json(200, get(uri));
  }

  AppSpec app(String id) {
    return scheduler.root().app(AppId.of(id)).orElseThrow();
  }

  /** Creates an app that only sleeps. */
  AppSpec create(String id, String... members) {
    String more = members.length == 0 ? "" : "," + String.join(",", members);
    json(201, post("/v2/apps", "{'id':'" + id + "','cmd':'sleep 1'" + more + "}"));
    return app(id);
  }
}
