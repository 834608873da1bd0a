package io.entresol.simulation.gateway;

import io.entresol.mesos.v1.AgentID;
import io.entresol.mesos.v1.FrameworkID;
import io.entresol.mesos.v1.FrameworkInfo;
import io.entresol.mesos.v1.TaskID;
import io.entresol.mesos.v1.scheduler.Call;
import io.entresol.mesos.v1.scheduler.Event;
import io.entresol.proto.RecordIoDecoder;
import io.entresol.proto.RecordIoException;
import io.entresol.proto.WireFormat;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A framework that wants no resources and asks after an unknown task again and again: each call has
 * one event for an answer, so that both directions are loaded alike. Lives on one event loop.
 */
final class LoadFramework {
  private static final String PATH = "/api/v1/scheduler";
  private static final String STREAM_ID = "Mesos-Stream-Id";
  private static final int RECORD_BYTES_MAX = 1 << 20;

  private final HttpClient client;
  private final WireFormat format;
  private final String name;
  private final Promise<Void> subscribed = Promise.promise();
  private final RecordIoDecoder records = new RecordIoDecoder(RECORD_BYTES_MAX);
  private HttpClientRequest stream;
  private String streamId = "";
  private FrameworkID id = FrameworkID.getDefaultInstance();
  private byte[] question = {};
  private boolean asking;
  private long calls;
  private long events;
  private final List<String> failures = new ArrayList<>();

  LoadFramework(HttpClient client, WireFormat format, String name) {
    this.client = client;
    this.format = format;
    this.name = name;
  }

  /** Completes once it is subscribed. */
  Future<Void> subscribe() {
    Call.Builder call = Call.newBuilder().setType(Call.Type.SUBSCRIBE);
    FrameworkInfo.Builder info = call.getSubscribeBuilder().getFrameworkInfoBuilder();
    info.setUser("nobody").setName(name).addRoles("figures");
    info.addCapabilitiesBuilder().setType(FrameworkInfo.Capability.Type.MULTI_ROLE);
    call.getSubscribeBuilder().addSuppressedRoles("figures");
    client
        .request(HttpMethod.POST, PATH)
        .compose(
            request -> {
              stream = request;
              return request
                  .putHeader("Content-Type", format.contentType())
                  .putHeader("Accept", format.contentType())
                  .send(Buffer.buffer(format.encode(call.build())));
            })
        .onSuccess(this::read)
        .onFailure(subscribed::tryFail);
    return subscribed.future();
  }

  private void read(HttpClientResponse response) {
    if (response.statusCode() != 200) {
      subscribed.tryFail("SUBSCRIBE was answered with " + response.statusCode());
      return;
    }
    streamId = response.getHeader(STREAM_ID);
    response.handler(
        bytes -> {
          try {
            for (byte[] record : records.feed(bytes.getBytes())) {
              on(format.decode(record, Event.getDefaultInstance()));
            }
          } catch (RecordIoException | IOException e) {
            failed(e);
          }
        });
    response.exceptionHandler(this::failed);
  }

  private void on(Event event) {
    if (event.getType() == Event.Type.SUBSCRIBED) {
      id = event.getSubscribed().getFrameworkId();
      question = format.encode(question());
      subscribed.tryComplete();
    } else if (event.getType() == Event.Type.UPDATE) {
      events++;
    }
  }

  private Call question() {
    Call.Builder call = Call.newBuilder().setType(Call.Type.RECONCILE).setFrameworkId(id);
    call.getReconcileBuilder()
        .addTasksBuilder()
        .setTaskId(TaskID.newBuilder().setValue("unknown"))
        .setAgentId(AgentID.newBuilder().setValue("unknown"));
    return call.build();
  }

  /** Keeps so many calls under way until told to stop. */
  void ask(int atOnce) {
    asking = true;
    for (int i = 0; i < atOnce; i++) {
      askOnce();
    }
  }

  private void askOnce() {
    if (!asking) {
      return;
    }
    send(question)
        .onSuccess(
            status -> {
              if (status == 202) {
                calls++;
                askOnce();
              } else {
                failed(new IllegalStateException("RECONCILE was answered with " + status));
              }
            })
        .onFailure(this::failed);
  }

  private Future<Integer> send(byte[] call) {
    return client
        .request(HttpMethod.POST, PATH)
        .compose(
            request ->
                request
                    .putHeader("Content-Type", format.contentType())
                    .putHeader(STREAM_ID, streamId)
                    .send(Buffer.buffer(call)))
        .compose(response -> response.end().map(response.statusCode()));
  }

  private void failed(Throwable failure) {
    if (stream != null) {
      failures.add(name + ": " + failure);
    }
  }

  void rest() {
    asking = false;
  }

  /** Tears the framework down, so that nothing of it is left. */
  Future<Integer> end() {
    asking = false;
    stream = null;
    return send(
        format.encode(Call.newBuilder().setType(Call.Type.TEARDOWN).setFrameworkId(id).build()));
  }

  long calls() {
    return calls;
  }

  long events() {
    return events;
  }

  List<String> failures() {
    return failures;
  }
}
