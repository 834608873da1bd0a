package io.entresol.master;

import io.entresol.domain.id.Epoch;
import io.entresol.master.core.config.MasterConfig;
import io.entresol.master.core.state.Waiting;
import io.entresol.runtime.Candidate;
import io.entresol.runtime.ClusterNode;
import io.entresol.runtime.Election;
import io.entresol.runtime.HealthServer;
import io.entresol.runtime.HealthState;
import io.entresol.runtime.InMemoryRecordStore;
import io.entresol.runtime.LeaderRole;
import io.entresol.runtime.RecordStore;
import io.entresol.runtime.ZooKeeperRecordStore;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Contends for the master's role; in office it owns one {@link MasterTerm}.
 *
 * <p>The id of a master begins the ids that it gives out, and those are counted anew in each term.
 * So a master that has left office contends under another id.
 */
final class MasterVerticle extends VerticleBase implements Candidate {
  private static final Logger LOG = LoggerFactory.getLogger(MasterVerticle.class);
  private static final Duration LEVELS_EVERY = Duration.ofSeconds(5);
  private static final Duration PAUSE_AFTER_A_TERM = Duration.ofSeconds(1);

  private final ClusterNode node;
  private final MasterOptions options;
  private final Clock clock = Clock.systemUTC();
  private final Instant startTime = clock.instant();
  private final MicrometerMasterMetrics metrics;

  private Optional<HealthServer> health = Optional.empty();
  private Optional<MasterTerm> term = Optional.empty();
  private MasterAddress address;
  private MasterIdentity identity;
  private Election election;
  private boolean stopping;

  /**
   * @throws IllegalArgumentException if an option is wrong; the message names it
   */
  MasterVerticle(ClusterNode node, MasterOptions options) {
    this.node = node;
    this.options = options;
    this.metrics = new MicrometerMasterMetrics(node.meters());
    options.check();
  }

  @Override
  public Future<?> start() {
    options.withoutEffect().forEach(MasterVerticle::warn);
    if (options.registry() == MasterOptions.Registry.REPLICATED_LOG) {
      LOG.info("--registry=replicated_log: the registry is kept in ZooKeeper");
    }
    node.onNodeLeft(nodeId -> term.ifPresent(current -> current.nodeLeft(nodeId)));
    vertx.setPeriodic(LEVELS_EVERY.toMillis(), ignored -> showLevels());
    return vertx
        .executeBlocking(() -> MasterAddress.of(options, node.zooKeeper()))
        // Not onSuccess: what follows may run before it if the answer comes at this very moment.
        .compose(
            found -> {
              address = found;
              return serveHealth();
            })
        .onSuccess(ignored -> contend())
        .onSuccess(ignored -> rehearse());
  }

  /** Beside everything else: nothing waits for it. */
  private void rehearse() {
    vertx
        .executeBlocking(() -> Rehearsal.play(clock.instant()), false)
        .onFailure(failure -> LOG.warn("The rehearsal of a failover broke off", failure));
  }

  private static void warn(String option) {
    String danger = IgnoredOptions.DANGERS.get(option);
    if (danger == null) {
      LOG.warn("The option --{} has no effect here", option);
    } else {
      LOG.error("The option --{} HAS NO EFFECT: {}", option, danger);
    }
  }

  private Future<Void> serveHealth() {
    if (options.healthPort().isEmpty()) {
      return Future.succeededFuture();
    }
    return HealthServer.start(node, options.ip(), options.healthPort().get(), this::healthState)
        .map(
            server -> {
              health = Optional.of(server);
              return null;
            });
  }

  private void contend() {
    if (stopping) {
      return;
    }
    identity = new MasterIdentity(UUID.randomUUID().toString(), address, options.domain());
    election = Election.contend(node, LeaderRole.MASTER, identity.announcement(), this);
  }

  @Override
  public Future<?> stop() {
    stopping = true;
    Future<Void> resigned = election == null ? Future.succeededFuture() : election.resign();
    return resigned.eventually(
        () -> health.map(HealthServer::stop).orElseGet(Future::succeededFuture));
  }

  @Override
  public Future<Void> elected(Epoch epoch) {
    MasterConfig config = options.config(identity.info(), epoch, startTime, node.zooKeeper());
    LOG.info("Elected as {} for epoch {}", identity, epoch);
    Election current = election;
    MasterTerm begun =
        new MasterTerm(node, clock, config, store(epoch), metrics, current::stepDown);
    term = Optional.of(begun);
    return begun.begin();
  }

  private RecordStore store(Epoch epoch) {
    RecordStore store =
        options.registry() == MasterOptions.Registry.IN_MEMORY
            ? new InMemoryRecordStore()
            : new ZooKeeperRecordStore(node, LeaderRole.MASTER, epoch, node.paths().registry());
    return new ImpatientRecordStore(
        store, options.registryFetchTimeout(), options.registryStoreTimeout());
  }

  @Override
  public Future<Void> deposed(String why) {
    Future<Void> ended = term.map(MasterTerm::end).orElseGet(Future::succeededFuture);
    term = Optional.empty();
    showLevels();
    if (!stopping) {
      election
          .resign()
          .onComplete(ignored -> vertx.setTimer(PAUSE_AFTER_A_TERM.toMillis(), timer -> contend()));
    }
    return ended;
  }

  int healthPort() {
    return health.map(HealthServer::port).orElse(0);
  }

  private HealthState healthState() {
    if (term.isEmpty()) {
      return HealthState.ready("stands by");
    }
    return term.get().isOpen()
        ? HealthState.ready("leads as " + identity)
        : HealthState.notReady("is elected, and loads the registry");
  }

  private void showLevels() {
    Optional<MasterTerm> open = term.filter(MasterTerm::isOpen);
    metrics.show(
        open.map(MasterTerm::levels), open.map(MasterTerm::waiting).orElse(Waiting.NOTHING));
  }
}
