package io.entresol.driver;

import com.google.protobuf.ByteString;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.entresol.driver.program.LoadExecutor;
import io.entresol.mesos.v1.AgentID;
import io.entresol.mesos.v1.AgentInfo;
import io.entresol.mesos.v1.ExecutorID;
import io.entresol.mesos.v1.ExecutorInfo;
import io.entresol.mesos.v1.FrameworkID;
import io.entresol.mesos.v1.FrameworkInfo;
import io.entresol.mesos.v1.TaskID;
import io.entresol.mesos.v1.TaskInfo;
import io.entresol.mesos.v1.TaskStatus;
import io.entresol.mesos.v1.executor.Call;
import io.entresol.mesos.v1.executor.Event;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Speaks the executor API to one executor; what the agent does is up to the test. */
final class TestingAgent implements AutoCloseable {
  private static final AgentID AGENT = AgentID.newBuilder().setValue("agent").build();

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final BlockingQueue<Call.Subscribe> subscriptions = new LinkedBlockingQueue<>();
  private final BlockingQueue<TaskStatus> updates = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
  private final List<TaskStatus> unread = new ArrayList<>();
  private volatile String authorization;
  private volatile boolean acknowledges = true;
  private volatile OutputStream stream;

  TestingAgent() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/api/v1/executor", this::handle);
    server.setExecutor(threads);
    server.start();
  }

  String address() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  String authorization() {
    return authorization;
  }

  /** Whether updates are acknowledged from now on. */
  void acknowledges(boolean whether) {
    acknowledges = whether;
  }

  Call.Subscribe nextSubscribe() throws InterruptedException {
    return present(subscriptions.poll(20, TimeUnit.SECONDS), "SUBSCRIBE");
  }

  String nextMessage() throws InterruptedException {
    return present(messages.poll(20, TimeUnit.SECONDS), "message");
  }

  private static <T> T present(T value, String what) {
    if (value == null) {
      throw new AssertionError("no " + what + " has come");
    }
    return value;
  }

  /** Waits for so many reports of a task that were not read yet, and returns their states. */
  List<String> states(String task, int count) throws InterruptedException {
    List<String> states = new ArrayList<>();
    while (true) {
      for (TaskStatus status : List.copyOf(unread)) {
        if (status.getTaskId().getValue().equals(task) && states.size() < count) {
          states.add(status.getState().name());
          unread.remove(status);
        }
      }
      if (states.size() == count) {
        return states;
      }
      unread.add(present(updates.poll(20, TimeUnit.SECONDS), "update of " + task));
    }
  }

  void launch(String id, String name) {
    send(
        Event.newBuilder()
            .setType(Event.Type.LAUNCH)
            .setLaunch(
                Event.Launch.newBuilder()
                    .setTask(
                        TaskInfo.newBuilder()
                            .setTaskId(TaskID.newBuilder().setValue(id))
                            .setName(name)
                            .setAgentId(AGENT)))
            .build());
  }

  void kill(String task) {
    send(
        Event.newBuilder()
            .setType(Event.Type.KILL)
            .setKill(Event.Kill.newBuilder().setTaskId(TaskID.newBuilder().setValue(task)))
            .build());
  }

  void message(String text) {
    send(
        Event.newBuilder()
            .setType(Event.Type.MESSAGE)
            .setMessage(Event.Message.newBuilder().setData(ByteString.copyFromUtf8(text)))
            .build());
  }

  void shutdown() {
    send(Event.newBuilder().setType(Event.Type.SHUTDOWN).build());
  }

  /** Ends the stream, as an agent does that is restarted. */
  void endStream() throws IOException {
    stream.close();
  }

  private synchronized void send(Event event) {
    byte[] body = event.toByteArray();
    try {
      stream.write((body.length + "\n").getBytes(StandardCharsets.US_ASCII));
      stream.write(body);
      stream.flush();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private void handle(HttpExchange exchange) throws IOException {
    Call call = Call.parseFrom(exchange.getRequestBody().readAllBytes());
    authorization = exchange.getRequestHeaders().getFirst("Authorization");
    if (call.getType() == Call.Type.SUBSCRIBE) {
      exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
      exchange.sendResponseHeaders(200, 0);
      stream = exchange.getResponseBody();
      send(subscribed(call));
      subscriptions.add(call.getSubscribe());
      return;
    }
    // The next call is read as soon as this one is answered.
    if (call.getType() == Call.Type.UPDATE) {
      TaskStatus status = call.getUpdate().getStatus();
      boolean acknowledged = acknowledges;
      updates.add(status);
      if (acknowledged) {
        send(acknowledged(status));
      }
    } else if (call.getType() == Call.Type.MESSAGE) {
      messages.add(call.getMessage().getData().toStringUtf8());
    }
    exchange.sendResponseHeaders(202, -1);
    exchange.close();
  }

  private static Event acknowledged(TaskStatus status) {
    return Event.newBuilder()
        .setType(Event.Type.ACKNOWLEDGED)
        .setAcknowledged(
            Event.Acknowledged.newBuilder().setTaskId(status.getTaskId()).setUuid(status.getUuid()))
        .build();
  }

  private static Event subscribed(Call call) {
    FrameworkID framework = call.getFrameworkId();
    ExecutorID executor = call.getExecutorId();
    return Event.newBuilder()
        .setType(Event.Type.SUBSCRIBED)
        .setSubscribed(
            Event.Subscribed.newBuilder()
                .setExecutorInfo(
                    ExecutorInfo.newBuilder()
                        .setExecutorId(executor)
                        .setFrameworkId(framework)
                        .setCommand(io.entresol.mesos.v1.CommandInfo.getDefaultInstance()))
                .setFrameworkInfo(
                    FrameworkInfo.newBuilder().setUser("user").setName("name").setId(framework))
                .setAgentInfo(AgentInfo.newBuilder().setHostname("host").setId(AGENT)))
        .build();
  }

  /** One task of each kind. */
  void launchWhatEndsAndWhatStays() throws InterruptedException {
    nextSubscribe();
    launch("ends", "short");
    launch("stays", LoadExecutor.STAY);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
