package io.entresol.gateway.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.entresol.gateway.core.http.Answer;
import io.entresol.gateway.core.http.Jsonp;
import io.entresol.proto.MesosJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Small JSON answers, made whole in memory. */
public final class JsonAnswers {
  /** Writes one JSON value. */
  public interface Content {
    void write(JsonGenerator json) throws IOException;
  }

  private JsonAnswers() {}

  public static Answer of(Jsonp jsonp, Content content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      bytes.write(jsonp.prefix());
      try (JsonGenerator json = MesosJson.generator(bytes)) {
        content.write(json);
      }
      bytes.write(jsonp.suffix());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Answer.of(200, jsonp.contentType(), bytes.toByteArray());
  }
}
