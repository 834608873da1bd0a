package io.entresol.simulation.load;

import io.entresol.mesos.v1.scheduler.Call;
import io.entresol.mesos.v1.scheduler.Event;
import io.entresol.proto.RecordIoDecoder;
import io.entresol.proto.RecordIoException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;

/** The v1 scheduler API of a gateway, in protobuf over HTTP. */
final class HttpSchedulerLink implements SchedulerLink {
  private static final String PATH = "/api/v1/scheduler";
  private static final String STREAM_ID = "Mesos-Stream-Id";
  private static final String PROTOBUF = "application/x-protobuf";
  private static final int RECORD_BYTES_MAX = 32 << 20;
  private static final int OK = 200;
  private static final int FIRST_REFUSAL = 300;

  private final HttpClient streams;
  private final HttpClient calls;
  private final RecordIoDecoder records = new RecordIoDecoder(RECORD_BYTES_MAX);
  private Listener listener;
  private String streamId = "";
  private boolean closed;

  /**
   * A link that is not subscribed.
   *
   * @param streams opens a connection for each stream
   * @param calls for all other calls
   */
  HttpSchedulerLink(HttpClient streams, HttpClient calls) {
    this.streams = streams;
    this.calls = calls;
  }

  @Override
  public void subscribe(Call call, Listener hears) {
    listener = hears;
    streams
        .request(HttpMethod.POST, PATH)
        .compose(request -> post(request.putHeader("Accept", PROTOBUF), call))
        .onSuccess(this::read)
        .onFailure(failure -> broken(failure.toString()));
  }

  private static io.vertx.core.Future<HttpClientResponse> post(
      HttpClientRequest request, Call call) {
    return request.putHeader("Content-Type", PROTOBUF).send(Buffer.buffer(call.toByteArray()));
  }

  private void read(HttpClientResponse response) {
    if (response.statusCode() != OK) {
      broken("it was answered with " + response.statusCode());
      return;
    }
    streamId = response.getHeader(STREAM_ID);
    response.exceptionHandler(failure -> broken(failure.toString()));
    response.endHandler(ignored -> broken("the stream has ended"));
    response.handler(
        bytes -> {
          try {
            for (byte[] record : records.feed(bytes.getBytes())) {
              listener.happened(Event.parseFrom(record));
            }
          } catch (RecordIoException | IOException e) {
            broken(e.toString());
          }
        });
  }

  private void broken(String why) {
    if (!closed) {
      listener.failed(Call.Type.SUBSCRIBE, why);
    }
  }

  @Override
  public void close() {
    closed = true;
  }

  @Override
  public void call(Call call) {
    calls
        .request(HttpMethod.POST, PATH)
        .compose(request -> post(request.putHeader(STREAM_ID, streamId), call))
        .onSuccess(response -> answered(call, response))
        .onFailure(failure -> listener.failed(call.getType(), failure.toString()));
  }

  private void answered(Call call, HttpClientResponse response) {
    if (response.statusCode() >= FIRST_REFUSAL) {
      response
          .body()
          .onSuccess(body -> listener.failed(call.getType(), response.statusCode() + " " + body))
          .onFailure(failure -> listener.failed(call.getType(), failure.toString()));
    }
  }
}
