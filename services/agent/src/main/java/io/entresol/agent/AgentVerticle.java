package io.entresol.agent;

import io.entresol.agent.carrier.AgentCarrier;
import io.entresol.agent.carrier.AgentCarrier.MasterPlace;
import io.entresol.agent.container.ContainerId;
import io.entresol.agent.container.ContainerStats;
import io.entresol.agent.container.Containerizers;
import io.entresol.agent.core.AgentCore;
import io.entresol.agent.core.AgentIdentity;
import io.entresol.agent.core.AgentPolicy;
import io.entresol.agent.core.AgentState;
import io.entresol.agent.core.CallRefusal;
import io.entresol.agent.http.AgentAccess;
import io.entresol.agent.http.AgentAccess.Realm;
import io.entresol.agent.http.AgentRoutes;
import io.entresol.agent.http.AgentView;
import io.entresol.agent.http.ExecutorStreams;
import io.entresol.mesos.v1.ContainerID;
import io.entresol.mesos.v1.ContainerInfo;
import io.entresol.mesos.v1.executor.Call;
import io.entresol.proto.bus.AgentCommand;
import io.entresol.proto.bus.AgentMessage;
import io.entresol.runtime.HealthRoutes;
import io.entresol.runtime.HealthState;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts an agent together, in the order in which its parts need one another, and takes it apart. */
final class AgentVerticle extends VerticleBase implements AgentView, AgentCarrier.Listener {
  private static final Logger LOG = LoggerFactory.getLogger(AgentVerticle.class);

  private final AgentHost host;
  private final AgentOptions options;
  private final Clock clock;
  private final Promise<String> ended;
  private final Instant started;
  private final WorkDirectory directory;
  private final FileRecordStore store;
  private final ExecutorStreams executors = new ExecutorStreams();
  private HttpServer server;
  private Router router;
  private AgentAccess access;
  private AgentIdentity identity;
  private Containerizers containerizers;
  private Containers containers;
  private AgentCounts counts;
  private AgentLoop loop;
  private Optional<MasterPlace> master = Optional.empty();
  private Optional<Double> recoverySeconds = Optional.empty();

  /**
   * @param ended completes with the reason when the agent has to end by itself
   */
  AgentVerticle(AgentHost host, AgentOptions options, Clock clock, Promise<String> ended) {
    this.host = host;
    this.options = options;
    this.clock = clock;
    this.ended = ended;
    this.started = clock.instant();
    this.directory = new WorkDirectory(options.workDir());
    this.store = new FileRecordStore(host.vertx(), directory, UUID.randomUUID().toString());
  }

  int port() {
    return server.actualPort();
  }

  void unregister() {
    loop.run("unregister", AgentCore::unregister);
  }

  @Override
  public Future<?> start() {
    AgentPolicy policy = options.policy();
    AgentSetup setup = new AgentSetup(options);
    options.withoutEffect().forEach(AgentVerticle::warn);
    access = options.access().access();
    counts = new AgentCounts(host.meters());
    return listen()
        .compose(
            none -> vertx.executeBlocking(() -> setup.identity(host.carrier().nodeId(), port())))
        // Not onSuccess: what follows may run before it if the answer comes at this very moment.
        .compose(
            who -> {
              identity = who;
              return Containerizers.open(vertx, options.containerizers(), setup.containerizers());
            })
        .compose(
            opened -> {
              containerizers = opened;
              return store.load();
            })
        .compose(records -> recover(policy, setup, records))
        .onSuccess(none -> join())
        .onFailure(none -> letGo());
  }

  private static void warn(String option) {
    String danger = IgnoredOptions.DANGERS.get(option);
    if (danger == null) {
      LOG.warn("The option --{} has no effect here", option);
    } else {
      LOG.error("The option --{} HAS NO EFFECT: {}", option, danger);
    }
  }

  /** Binds the port first, since the agent's identity names it; nothing is answered yet. */
  private Future<Void> listen() {
    router = Router.router(vertx);
    HttpServerOptions http = new HttpServerOptions().setCompressionSupported(true);
    return vertx
        .createHttpServer(http)
        .requestHandler(router)
        .listen(options.port(), options.ip().orElse("0.0.0.0"))
        .map(
            bound -> {
              server = bound;
              return null;
            });
  }

  private Future<Void> recover(AgentPolicy policy, AgentSetup setup, Map<String, byte[]> records) {
    containers = new Containers(containerizers.inOrder());
    Volumes volumes = new Volumes(directory);
    Sandboxes sandboxes =
        new Sandboxes(directory, volumes, setup.launchSettings(identity, policy, access.tokens()));
    AgentCore core =
        new AgentCore(
            identity,
            policy,
            UUID::randomUUID,
            () -> ThreadLocalRandom.current().nextDouble(),
            counts);
    loop =
        new AgentLoop(
            vertx,
            clock,
            core,
            store,
            own ->
                new EffectRunner(
                    vertx,
                    own,
                    this::sendToMaster,
                    containers,
                    sandboxes,
                    volumes,
                    new Prober(vertx, containers),
                    executors,
                    counts,
                    this::terminate),
            failure -> terminate("The agent cannot go on: " + failure.getMessage(), false));
    // Before the agent's own: /health serves every path below it.
    router.route("/metrics").handler(context -> access.check(Realm.READONLY, context));
    HealthRoutes.mount(router, host.scrape(), this::health);
    AgentRoutes.mount(vertx, router, this, access);
    try {
      loop.recover(records);
      requireDocker();
    } catch (RuntimeException e) {
      return Future.failedFuture(e);
    }
    return Future.succeededFuture();
  }

  /** Without the engine its containers would count as gone, although they run. */
  private void requireDocker() {
    boolean needed =
        loop.state().frameworks().stream()
            .flatMap(framework -> framework.executors().stream())
            .anyMatch(
                executor ->
                    executor.info().hasContainer()
                        && executor.info().getContainer().getType() == ContainerInfo.Type.DOCKER);
    boolean there =
        containerizers.inOrder().stream().anyMatch(each -> each.name().equals("docker"));
    if (needed && !there) {
      throw new IllegalStateException(
          "This agent has containers in a Docker Engine that is not there now. Start the engine,"
              + " and name docker in --containerizers; or remove meta/slaves/latest in the work"
              + " directory to start as a new agent");
    }
  }

  private void sendToMaster(AgentMessage message) {
    host.carrier().tell(message);
  }

  /** From now on the master and the world may speak to the agent. */
  private void join() {
    host.carrier().open(identity.endpoint().getId(), this);
    vertx.setPeriodic(
        Math.max(1, options.heartbeatInterval().toMillis()), ignored -> executors.heartbeat());
    LOG.info("Agent on {} offers {}", identity.pid(), loop.state().total());
  }

  @Override
  public void commanded(AgentCommand command) {
    loop.run(command.getCommandCase().name(), (core, now) -> core.commanded(command, now));
  }

  @Override
  public void masterIs(Optional<MasterPlace> leader) {
    master = leader;
    loop.run(
        "master detected", (core, now) -> core.masterDetected(leader.map(MasterPlace::epoch), now));
  }

  @Override
  public void rejoined() {
    loop.run("rejoined", AgentCore::rejoined);
  }

  private HealthState health() {
    AgentState state = loop.state();
    if (!state.recovered()) {
      return HealthState.notReady("looks for its earlier work");
    }
    return state.registered()
        ? HealthState.ready("registered as " + state.info().getId().getValue())
        : HealthState.notReady(
            master.isPresent() ? "registers with the master" : "there is no master");
  }

  private void terminate(String why, boolean forget) {
    LOG.warn("The agent ends: {}", why);
    loop.stop();
    Future<Void> forgotten = forget ? store.forgetAgent() : Future.succeededFuture();
    forgotten
        .onFailure(failure -> LOG.error("The agent's id is not forgotten", failure))
        .onComplete(ignored -> ended.tryComplete(why));
  }

  @Override
  public Future<?> stop() {
    return letGo();
  }

  /** Tasks run on: the next agent in this work directory finds them. */
  private Future<Void> letGo() {
    host.carrier().close();
    if (loop != null) {
      loop.stop();
    }
    executors.closeAll();
    Future<Void> closed = server == null ? Future.succeededFuture() : server.close();
    return closed
        .eventually(
            () -> containerizers == null ? Future.succeededFuture() : containerizers.close())
        .eventually(store::close);
  }

  // ------------------------------------------------------------------ what the endpoints see

  @Override
  public AgentState state() {
    return loop.state();
  }

  @Override
  public boolean recovered() {
    return loop.recovered();
  }

  @Override
  public AgentIdentity identity() {
    return identity;
  }

  @Override
  public Map<String, String> flags() {
    return options.flags();
  }

  @Override
  public Instant started() {
    return started;
  }

  @Override
  public Optional<Double> recoverySeconds() {
    if (recoverySeconds.isEmpty()) {
      recoverySeconds = loop.recoveredAt().map(at -> Duration.between(started, at).toNanos() / 1e9);
    }
    return recoverySeconds;
  }

  @Override
  public Optional<String> masterHostname() {
    return master.map(MasterPlace::hostname);
  }

  @Override
  public Path workDirectory() {
    return directory.root();
  }

  @Override
  public Path sandbox(String frameworkId, String executorId, String containerId) {
    return directory.sandbox(loop.agentId(), frameworkId, executorId, containerId);
  }

  @Override
  public Future<ContainerStats> statistics(ContainerID container) {
    return containers.stats(new ContainerId(container.getValue()));
  }

  @Override
  public Map<String, Double> counters() {
    Map<String, Double> figures = counts.byName();
    figures.put(
        "containerizer/fetcher/cache_size_total_bytes", (double) options.fetcherCacheBytes());
    figures.put(
        "containerizer/fetcher/cache_size_used_bytes", (double) containerizers.cachedBytes());
    return figures;
  }

  @Override
  public Optional<CallRefusal> refusal(Call call) {
    return loop.refusal(call);
  }

  @Override
  public void executorCalled(Call call) {
    loop.executorCalled(call);
  }

  @Override
  public ExecutorStreams executors() {
    return executors;
  }
}
