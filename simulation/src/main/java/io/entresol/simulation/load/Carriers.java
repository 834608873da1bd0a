package io.entresol.simulation.load;

import io.entresol.agent.carrier.AgentCarrier;
import io.entresol.agent.carrier.BusCarrier;
import io.entresol.agent.carrier.EdgeCarrier;
import io.entresol.agent.core.edge.EdgeAddress;
import io.entresol.agent.core.edge.EdgeLink;
import io.entresol.runtime.ClusterNode;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.grpc.client.GrpcClient;
import java.time.Clock;
import java.util.List;
import java.util.SplittableRandom;

/** The two ways in which simulated agents are attached. */
final class Carriers {
  /** What a gateway allows. */
  private static final int STREAMS_FOR_EACH_CONNECTION = 100;

  private Carriers() {}

  static AgentsVerticle.CarrierMaker bus(ClusterNode node) {
    return new AgentsVerticle.CarrierMaker() {
      @Override
      public AgentCarrier make() {
        return new BusCarrier(node);
      }

      @Override
      public Future<Void> close() {
        return Future.succeededFuture();
      }
    };
  }

  /**
   * A stream for each agent; a hundred streams share a connection.
   *
   * @param count of the agents that there will be
   */
  static AgentsVerticle.CarrierMaker edge(Vertx vertx, List<EdgeAddress> gateways, int count) {
    HttpClient http =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setProtocolVersion(HttpVersion.HTTP_2)
                .setHttp2ClearTextUpgrade(false)
                .setHttp2MultiplexingLimit(STREAMS_FOR_EACH_CONNECTION),
            // All may come to one gateway.
            new PoolOptions().setHttp2MaxSize(1 + count / STREAMS_FOR_EACH_CONNECTION));
    GrpcClient client = GrpcClient.client(vertx, http);
    SplittableRandom random = new SplittableRandom();
    return new AgentsVerticle.CarrierMaker() {
      @Override
      public AgentCarrier make() {
        return EdgeCarrier.over(
            client, vertx, new EdgeLink(gateways, random::nextDouble), Clock.systemUTC());
      }

      @Override
      public Future<Void> close() {
        return http.close();
      }
    };
  }
}
