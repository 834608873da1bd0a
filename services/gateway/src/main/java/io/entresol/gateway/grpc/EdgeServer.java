package io.entresol.gateway.grpc;

import com.google.protobuf.Descriptors.ServiceDescriptor;
import io.entresol.gateway.GatewayOptions;
import io.entresol.gateway.mesos.V1Apis;
import io.entresol.gateway.metrics.GatewayMetrics;
import io.entresol.proto.edge.AgentProto;
import io.entresol.proto.edge.FromAgent;
import io.entresol.proto.edge.OperatorProto;
import io.entresol.proto.edge.SchedulerProto;
import io.entresol.proto.edge.ToAgent;
import io.entresol.runtime.ClusterNode;
import io.entresol.runtime.HealthState;
import io.entresol.runtime.JoinedWrites;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.VerticleBase;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.grpc.common.GrpcMessageDecoder;
import io.vertx.grpc.common.GrpcMessageEncoder;
import io.vertx.grpc.common.ServiceMethod;
import io.vertx.grpc.common.ServiceName;
import io.vertx.grpc.health.HealthService;
import io.vertx.grpc.reflection.ReflectionService;
import io.vertx.grpc.server.GrpcServer;
import io.vertx.grpc.server.GrpcServerOptions;
import io.vertx.grpc.server.GrpcServerRequest;
import io.vertx.grpc.server.Service;
import io.vertx.grpc.server.ServiceBuilder;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The port of gRPC: agents at the edge, and the v1 APIs. A call becomes the HTTP request with the
 * same message, so that both are answered by the same code; only the carrier differs.
 */
public final class EdgeServer extends VerticleBase {
  private static final ServiceDescriptor SCHEDULER =
      SchedulerProto.getDescriptor().findServiceByName("Scheduler");
  private static final ServiceDescriptor OPERATOR =
      OperatorProto.getDescriptor().findServiceByName("Operator");

  private static final ServiceDescriptor AGENTS =
      AgentProto.getDescriptor().findServiceByName("Agents");

  private final GatewayOptions options;
  private final int port;
  private final V1Apis apis;
  private final AgentStreams agents;
  private final Supplier<HealthState> health;
  private HttpServer server;

  public EdgeServer(
      ClusterNode node,
      GatewayOptions options,
      int port,
      V1Apis apis,
      GatewayMetrics metrics,
      Supplier<HealthState> health) {
    this.options = options;
    this.port = port;
    this.apis = apis;
    this.agents = new AgentStreams(node, metrics, options.limits().maxStreamBufferBytes());
    this.health = health;
  }

  @Override
  public Future<?> start() {
    apis.start();
    agents.start();
    GrpcServer grpc =
        GrpcServer.server(
            vertx, new GrpcServerOptions().setMaxMessageSize(options.limits().maxRequestBytes()));
    SchedulerRpc scheduler = new SchedulerRpc(apis.scheduler(), apis.access());
    OperatorRpc operator = new OperatorRpc(apis.operator(), apis.access());
    List<Service> services =
        List.of(
            service(SCHEDULER, Map.of("Subscribe", scheduler::subscribe, "Call", scheduler::call)),
            service(OPERATOR, Map.of("Subscribe", operator::subscribe, "Call", operator::call)),
            agents());
    services.forEach(grpc::addService);
    grpc.addService(health(services));
    grpc.addService(ReflectionService.v1());
    return vertx
        .createHttpServer(new HttpServerOptions().setTcpKeepAlive(true))
        .requestHandler(grpc)
        .connectionHandler(JoinedWrites::on)
        .listen(port, options.ip())
        .onSuccess(listening -> server = listening);
  }

  @Override
  public Future<?> stop() {
    agents.stop();
    apis.stop();
    return server == null ? Future.succeededFuture() : server.close();
  }

  private HealthService health(List<Service> services) {
    HealthService service = HealthService.create(vertx);
    Supplier<Future<Boolean>> isReady = () -> Future.succeededFuture(health.get().ready());
    service.register("", isReady);
    services.forEach(each -> service.register(each.name(), isReady));
    return service;
  }

  private Service agents() {
    ServiceName name = ServiceName.create(AGENTS.getFullName());
    return Service.service(name, AGENTS)
        .bind(
            ServiceMethod.server(
                name,
                "Connect",
                GrpcMessageEncoder.<ToAgent>encoder(),
                GrpcMessageDecoder.<FromAgent>decoder(FromAgent.newBuilder())),
            agents::connect)
        .build();
  }

  /** The messages stay as they came: the APIs read and check them. */
  private static Service service(
      ServiceDescriptor descriptor,
      Map<String, Handler<GrpcServerRequest<Buffer, Buffer>>> methods) {
    ServiceName name = ServiceName.create(descriptor.getFullName());
    ServiceBuilder builder = Service.service(name, descriptor);
    methods.forEach(
        (method, handler) ->
            builder.bind(
                ServiceMethod.server(
                    name, method, GrpcMessageEncoder.IDENTITY, GrpcMessageDecoder.IDENTITY),
                handler));
    return builder.build();
  }
}
