package io.entresol.runtime;

import io.vertx.core.Future;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.util.function.Supplier;

/** Serves {@link HealthRoutes} on a port of its own. */
public final class HealthServer {
  private final HttpServer server;

  private HealthServer(HttpServer server) {
    this.server = server;
  }

  /** Listens; fails if the port is taken. Port 0 is any. */
  public static Future<HealthServer> start(
      ClusterNode node, String host, int port, Supplier<HealthState> health) {
    Router router = Router.router(node.vertx());
    HealthRoutes.mount(router, node, health);
    return node.vertx()
        .createHttpServer()
        .requestHandler(router)
        .listen(port, host)
        .map(HealthServer::new);
  }

  public int port() {
    return server.actualPort();
  }

  public Future<Void> stop() {
    return server.close();
  }
}
