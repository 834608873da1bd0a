package io.entresol.simulation.load;

import io.entresol.agent.core.edge.EdgeAddress;
import io.entresol.runtime.ClusterNode;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.PoolOptions;

/** The two ways in which simulated frameworks reach the master. */
final class SchedulerLinks {
  private static final int CONNECTIONS_FOR_CALLS = 256;

  private SchedulerLinks() {}

  static SchedulerLink.Maker bus(ClusterNode node) {
    return new SchedulerLink.Maker() {
      @Override
      public SchedulerLink make() {
        return new BusSchedulerLink(node);
      }

      @Override
      public Future<Void> close() {
        return Future.succeededFuture();
      }
    };
  }

  /**
   * The HTTP API of a gateway.
   *
   * @param count of the frameworks that there will be
   */
  static SchedulerLink.Maker gateway(Vertx vertx, EdgeAddress address, int count) {
    HttpClient streams = client(vertx, address, count);
    HttpClient calls = client(vertx, address, CONNECTIONS_FOR_CALLS);
    return new SchedulerLink.Maker() {
      @Override
      public SchedulerLink make() {
        return new HttpSchedulerLink(streams, calls);
      }

      @Override
      public Future<Void> close() {
        return Future.join(streams.close(), calls.close()).mapEmpty();
      }
    };
  }

  private static HttpClient client(Vertx vertx, EdgeAddress address, int connections) {
    return vertx.createHttpClient(
        new HttpClientOptions().setDefaultHost(address.host()).setDefaultPort(address.port()),
        new PoolOptions().setHttp1MaxSize(connections));
  }
}
