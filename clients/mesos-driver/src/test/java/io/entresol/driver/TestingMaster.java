package io.entresol.driver;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.entresol.mesos.v1.FrameworkID;
import io.entresol.mesos.v1.MasterInfo;
import io.entresol.mesos.v1.scheduler.Call;
import io.entresol.mesos.v1.scheduler.Event;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Speaks the scheduler API to one scheduler; what the master does is up to the test. */
final class TestingMaster implements AutoCloseable {
  static final String FRAMEWORK = "framework";

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final BlockingQueue<Call> calls = new LinkedBlockingQueue<>();
  private final BlockingQueue<Headers> headers = new LinkedBlockingQueue<>();
  private final BlockingQueue<OutputStream> streams = new LinkedBlockingQueue<>();
  private volatile Consumer<Call> reaction = call -> {};
  private volatile Consumer<HttpExchange> refusal;
  private volatile OutputStream stream;

  TestingMaster() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/api/v1/scheduler", this::handle);
    server.setExecutor(threads);
    server.start();
  }

  String address() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  /** What is done with each call but SUBSCRIBE, after it was answered. */
  void onCall(Consumer<Call> whatToDo) {
    reaction = whatToDo;
  }

  /** What is answered to SUBSCRIBE instead of a stream; null for a stream. */
  void refuse(Consumer<HttpExchange> answer) {
    refusal = answer;
  }

  /** The next call that has come. */
  Call nextCall() throws InterruptedException {
    Call call = calls.poll(20, TimeUnit.SECONDS);
    if (call == null) {
      throw new AssertionError("no call has come");
    }
    return call;
  }

  /** The headers of the next request, in the order of the calls. */
  Headers nextHeaders() throws InterruptedException {
    return headers.poll(20, TimeUnit.SECONDS);
  }

  synchronized void send(Event event) {
    byte[] body = event.toByteArray();
    try {
      stream.write((body.length + "\n").getBytes(StandardCharsets.US_ASCII));
      stream.write(body);
      stream.flush();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** Ends the stream of the moment, as a master does that goes away. */
  synchronized void endStream() throws IOException {
    stream.close();
  }

  private void handle(HttpExchange exchange) throws IOException {
    Call call = Call.parseFrom(exchange.getRequestBody().readAllBytes());
    headers.add(exchange.getRequestHeaders());
    if (call.getType() == Call.Type.SUBSCRIBE) {
      subscribe(exchange, call);
      return;
    }
    // The next call is read as soon as this one is answered.
    calls.add(call);
    exchange.sendResponseHeaders(202, -1);
    exchange.close();
    reaction.accept(call);
  }

  private void subscribe(HttpExchange exchange, Call call) throws IOException {
    calls.add(call);
    if (refusal != null) {
      refusal.accept(exchange);
      return;
    }
    exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
    exchange.getResponseHeaders().set("Mesos-Stream-Id", "stream-" + (streams.size() + 1));
    exchange.sendResponseHeaders(200, 0);
    stream = exchange.getResponseBody();
    streams.add(stream);
    synchronized (this) {
      welcome();
    }
  }

  private void welcome() {
    send(
        Event.newBuilder()
            .setType(Event.Type.SUBSCRIBED)
            .setSubscribed(
                Event.Subscribed.newBuilder()
                    .setFrameworkId(FrameworkID.newBuilder().setValue(FRAMEWORK))
                    .setHeartbeatIntervalSeconds(15)
                    .setMasterInfo(
                        MasterInfo.newBuilder()
                            .setId("m")
                            .setIp(0)
                            .setPort(5050)
                            .setHostname("master")))
            .build());
    send(Event.newBuilder().setType(Event.Type.HEARTBEAT).build());
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
