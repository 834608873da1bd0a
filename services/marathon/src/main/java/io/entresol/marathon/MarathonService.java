package io.entresol.marathon;

import io.entresol.domain.id.Epoch;
import io.entresol.marathon.core.MarathonCore;
import io.entresol.marathon.core.MarathonSettings;
import io.entresol.marathon.core.rest.RestApi;
import io.entresol.runtime.Announcement;
import io.entresol.runtime.Candidate;
import io.entresol.runtime.ClusterNode;
import io.entresol.runtime.Election;
import io.entresol.runtime.HealthServer;
import io.entresol.runtime.HealthState;
import io.entresol.runtime.LeaderRole;
import io.entresol.runtime.Service;
import io.entresol.runtime.ZooKeeperRecordStore;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The service orchestrator in this process: leads, or stands by to lead. */
public final class MarathonService implements Service {
  private static final Logger LOG = LoggerFactory.getLogger(MarathonService.class);

  private final ClusterNode node;
  private final MarathonOptions options;
  private Optional<String> deployment = Optional.empty();

  public MarathonService(ClusterNode node, MarathonOptions options) {
    this.node = node;
    this.options = options;
  }

  @Override
  public String name() {
    return "marathon";
  }

  @Override
  public Future<Void> start() {
    return node.vertx()
        .deployVerticle(new Office())
        .onSuccess(id -> deployment = Optional.of(id))
        .mapEmpty();
  }

  @Override
  public Future<Void> stop() {
    Optional<String> running = deployment;
    deployment = Optional.empty();
    return running.map(node.vertx()::undeploy).orElseGet(Future::succeededFuture);
  }

  /** Stands for election, on an event loop of its own. */
  private final class Office extends VerticleBase implements Candidate {
    private MarathonSettings settings;
    private MicrometerMetrics metrics;
    private Prober prober;
    private HealthServer health;
    private Election election;
    private Optional<Term> term = Optional.empty();

    @Override
    public Future<?> start() {
      options.ignored().forEach(option -> LOG.warn("{} has no effect", option));
      metrics = new MicrometerMetrics(node.meters());
      prober = new Prober(vertx);
      node.onNodeLeft(left -> term.ifPresent(present -> present.nodeLeft(left)));
      return vertx
          .executeBlocking(this::announcement)
          .map(
              announcement -> {
                settings = options.settings();
                return announcement;
              })
          .compose(
              announcement ->
                  HealthServer.start(node, options.ip(), options.healthPort(), this::healthState)
                      .map(
                          server -> {
                            health = server;
                            return announcement;
                          }))
          .onSuccess(
              announcement ->
                  election = Election.contend(node, LeaderRole.MARATHON, announcement, this));
    }

    /** Looks names up, which may take a while. */
    private Announcement announcement() throws UnknownHostException {
      String address = options.hostname() + ":" + options.httpPort();
      InetAddress ip = InetAddress.getByName(options.hostname());
      return new Announcement(
          address, options.hostname(), ip.getHostAddress(), options.httpPort(), address);
    }

    private HealthState healthState() {
      return HealthState.ready(
          election != null && election.leading() ? "it leads" : "it stands by");
    }

    @Override
    public Future<?> stop() {
      Future<Void> resigned = election == null ? Future.succeededFuture() : election.resign();
      return resigned
          .eventually(() -> health == null ? Future.succeededFuture() : health.stop())
          .eventually(prober::close);
    }

    @Override
    public Future<Void> elected(Epoch epoch) {
      LOG.info("Elected to lead Marathon in epoch {}", epoch);
      MarathonCore core = new MarathonCore(settings, UUID::randomUUID, metrics);
      RestApi restApi =
          new RestApi(options.restSettings(node.zooKeeper()), core.view(), core.commands());
      Term next =
          new Term(
              node,
              core,
              restApi::handle,
              new ZooKeeperRecordStore(node, LeaderRole.MARATHON, epoch, options.statePath()),
              prober,
              options.principal(),
              why -> election.stepDown(why));
      term = Optional.of(next);
      return next.begin();
    }

    @Override
    public Future<Void> deposed(String why) {
      term.ifPresent(ending -> ending.end(why));
      term = Optional.empty();
      metrics.clear();
      return Future.succeededFuture();
    }
  }
}
