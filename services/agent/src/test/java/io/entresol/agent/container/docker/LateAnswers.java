package io.entresol.agent.container.docker;

import io.entresol.agent.container.TestingContainers;
import io.entresol.agent.container.TestingEngine;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * A socket before the Docker Engine whose answer on how a container is comes after the news of its
 * end, though it was given before: what a busy machine does now and then.
 */
final class LateAnswers implements AutoCloseable {
  private static final Pattern INSPECTION = Pattern.compile("GET \\S*/containers/[0-9a-f]+/json");
  private static final long LATE_MS = 300;

  private final Vertx vertx;
  private final Path socket;
  private final NetServer server;
  private final NetClient engines;
  private final Promise<Void> firstEnd = Promise.promise();

  private LateAnswers(Vertx vertx, Path socket) {
    this.vertx = vertx;
    this.socket = socket;
    this.engines = vertx.createNetClient();
    this.server = vertx.createNetServer().connectHandler(this::forward);
    TestingContainers.await(server.listen(SocketAddress.domainSocketAddress(socket.toString())));
  }

  static LateAnswers at(Path socket, Vertx vertx) {
    return new LateAnswers(vertx, socket);
  }

  Path socket() {
    return socket;
  }

  private void forward(NetSocket client) {
    client.pause();
    engines
        .connect(SocketAddress.domainSocketAddress(TestingEngine.SOCKET.toString()))
        .onSuccess(engine -> join(client, engine))
        .onFailure(failure -> client.close());
  }

  private void join(NetSocket client, NetSocket engine) {
    Connection connection = new Connection(client, engine);
    client.handler(connection::request).closeHandler(none -> engine.close());
    engine.handler(connection::answer).closeHandler(none -> client.close());
    client.resume();
  }

  private final class Connection {
    private final NetSocket client;
    private final NetSocket engine;
    private volatile Future<Void> release = Future.succeededFuture();

    Connection(NetSocket client, NetSocket engine) {
      this.client = client;
      this.engine = engine;
    }

    void request(Buffer bytes) {
      boolean inspection = INSPECTION.matcher(bytes.toString()).find();
      release = inspection ? firstEnd.future() : Future.succeededFuture();
      engine.write(bytes);
    }

    void answer(Buffer bytes) {
      release.onSuccess(none -> client.write(bytes));
      if (bytes.toString().contains("\"Action\":\"die\"")) {
        vertx.setTimer(LATE_MS, timer -> firstEnd.tryComplete());
      }
    }
  }

  @Override
  public void close() {
    TestingContainers.await(server.close().eventually(engines::close));
  }
}
