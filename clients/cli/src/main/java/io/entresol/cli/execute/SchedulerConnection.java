package io.entresol.cli.execute;

import io.entresol.mesos.v1.scheduler.Call;
import io.entresol.mesos.v1.scheduler.Event;
import io.entresol.proto.WireFormat;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One subscription to a master over the v1 scheduler API: a stream of events in, calls out.
 * Blocking; the stream is read by the thread that calls {@link #read}.
 */
final class SchedulerConnection {
  private static final String STREAM_ID = "Mesos-Stream-Id";
  private static final Duration CALL_TIMEOUT = Duration.ofSeconds(10);

  private final HttpClient http;
  private final URI endpoint;
  private final WireFormat format;
  private final Optional<String> authorization;
  private final InputStream stream;
  private final String streamId;

  private SchedulerConnection(
      HttpClient http,
      URI endpoint,
      WireFormat format,
      Optional<String> authorization,
      HttpResponse<InputStream> response) {
    this.http = http;
    this.endpoint = endpoint;
    this.format = format;
    this.authorization = authorization;
    this.stream = response.body();
    this.streamId = response.headers().firstValue(STREAM_ID).orElse("");
  }

  /**
   * Subscribes at a master.
   *
   * @param master {@code host:port}; a redirect to the leading one is followed
   * @param credential the principal and secret, or empty
   * @throws RefusedException if the master refuses the call for good
   * @throws IOException if there is no master, or none that leads
   */
  static SchedulerConnection subscribe(
      HttpClient http,
      String master,
      Call subscribe,
      WireFormat format,
      Optional<Credential> credential)
      throws IOException, InterruptedException {
    Optional<String> authorization = credential.map(Credential::basic);
    URI endpoint = URI.create("http://" + master + "/api/v1/scheduler");
    for (int redirects = 0; redirects < 5; redirects++) {
      HttpRequest request =
          request(endpoint, format, authorization)
              .header("Accept", format.contentType())
              .POST(HttpRequest.BodyPublishers.ofByteArray(format.encode(subscribe)))
              .build();
      HttpResponse<InputStream> response =
          http.send(request, HttpResponse.BodyHandlers.ofInputStream());
      if (response.statusCode() == 200) {
        return new SchedulerConnection(http, endpoint, format, authorization, response);
      }
      Optional<String> location = response.headers().firstValue("Location");
      if (response.statusCode() != 307 || location.isEmpty()) {
        throw failure(response.statusCode(), text(response.body()));
      }
      response.body().close();
      endpoint = endpoint.resolve(location.get());
    }
    throw new IOException("Masters redirect in a circle, last to " + endpoint);
  }

  private static IOException failure(int status, String body) {
    String message = "Received '" + status + "' (" + body + ")";
    return status >= 400 && status < 500 ? new RefusedException(message) : new IOException(message);
  }

  private static String text(InputStream body) throws IOException {
    try (body) {
      return new String(body.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static HttpRequest.Builder request(
      URI endpoint, WireFormat format, Optional<String> authorization) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(endpoint).header("Content-Type", format.contentType());
    authorization.ifPresent(value -> request.header("Authorization", value));
    return request;
  }

  /** Hands on events until the stream ends. */
  void read(Consumer<Event> events) throws IOException {
    try (stream) {
      EventReader reader = new EventReader(format);
      byte[] buffer = new byte[8192];
      for (int n = stream.read(buffer); n >= 0; n = stream.read(buffer)) {
        List<Event> complete = reader.read(buffer, n);
        complete.forEach(events);
      }
    }
  }

  /**
   * Sends a call on a connection of its own.
   *
   * @throws RefusedException if the master does not take it
   */
  void send(Call call) throws IOException, InterruptedException {
    HttpRequest request =
        request(endpoint, format, authorization)
            .header(STREAM_ID, streamId)
            .timeout(CALL_TIMEOUT)
            .POST(HttpRequest.BodyPublishers.ofByteArray(format.encode(call)))
            .build();
    HttpResponse<InputStream> response =
        http.send(request, HttpResponse.BodyHandlers.ofInputStream());
    String body = text(response.body());
    if (response.statusCode() >= 300) {
      throw failure(response.statusCode(), body);
    }
  }

  /** Ends the stream from this side. */
  void close() throws IOException {
    stream.close();
  }

  /** As whom to subscribe. */
  record Credential(String principal, String secret) {
    private String basic() {
      byte[] pair = (principal + ":" + secret).getBytes(StandardCharsets.UTF_8);
      return "Basic " + Base64.getEncoder().encodeToString(pair);
    }

    @Override
    public String toString() {
      return "Credential[" + principal + "]";
    }
  }

  /** The master understood and said no: trying again would not help. */
  static final class RefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    RefusedException(String message) {
      super(message);
    }
  }
}
