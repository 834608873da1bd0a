package io.entresol.allocator;

import io.entresol.allocator.core.AllocatorSettings;
import io.entresol.domain.id.Epoch;
import io.entresol.runtime.Announcement;
import io.entresol.runtime.Candidate;
import io.entresol.runtime.ClusterNode;
import io.entresol.runtime.Election;
import io.entresol.runtime.HealthServer;
import io.entresol.runtime.HealthState;
import io.entresol.runtime.LeaderRole;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Contends for the allocator's role; in office it owns one {@link AllocatorTerm}. */
final class AllocatorVerticle extends VerticleBase implements Candidate {
  private static final Logger LOG = LoggerFactory.getLogger(AllocatorVerticle.class);
  private static final Duration FIGURES_EVERY = Duration.ofSeconds(5);
  private static final Duration WHITELIST_READ_EVERY = Duration.ofSeconds(5);

  private final ClusterNode node;
  private final AllocatorOptions options;
  private final AllocatorSettings settings;
  private final MicrometerAllocatorMetrics metrics;

  private Optional<Whitelist> whitelist = Optional.empty();
  private HealthServer health;
  private Election election;
  private Optional<AllocatorTerm> term = Optional.empty();
  private Optional<Epoch> epoch = Optional.empty();
  private boolean stale;

  AllocatorVerticle(ClusterNode node, AllocatorOptions options) {
    this.node = node;
    this.options = options;
    this.settings = options.settings();
    this.metrics = new MicrometerAllocatorMetrics(node.meters());
  }

  @Override
  public Future<?> start() {
    vertx.setPeriodic(FIGURES_EVERY.toMillis(), ignored -> showFigures());
    whitelist =
        options
            .whitelist()
            .map(file -> new Whitelist(vertx, file, WHITELIST_READ_EVERY, this::whitelistRead));
    return whitelist
        .map(Whitelist::begin)
        .orElseGet(Future::succeededFuture)
        .compose(any -> serve());
  }

  private Future<?> serve() {
    return HealthServer.start(node, options.ip(), options.healthPort(), this::healthState)
        .map(
            server -> {
              health = server;
              election = Election.contend(node, LeaderRole.ALLOCATOR, announcement(), this);
              rehearse();
              return null;
            });
  }

  /** Beside everything else: nothing waits for it. */
  private void rehearse() {
    vertx
        .executeBlocking(() -> Rehearsal.play(settings, Instant.now()), false)
        .onFailure(failure -> LOG.warn("The rehearsal of a term broke off", failure));
  }

  private Announcement announcement() {
    String ip = InetAddress.getLoopbackAddress().getHostAddress();
    return new Announcement(node.nodeId(), options.ip(), ip, health.port(), "");
  }

  @Override
  public Future<?> stop() {
    Future<Void> resigned = election == null ? Future.succeededFuture() : election.resign();
    return resigned.eventually(() -> health == null ? Future.succeededFuture() : health.stop());
  }

  @Override
  public Future<Void> elected(Epoch elected) {
    AllocatorTerm begun =
        new AllocatorTerm(
            node,
            elected,
            settings,
            metrics,
            failure -> election.stepDown("the allocator broke: " + failure));
    term = Optional.of(begun);
    epoch = Optional.of(elected);
    whitelist.ifPresent(list -> begun.setWhitelist(list.hostnames()));
    return begun.begin();
  }

  @Override
  public Future<Void> deposed(String why) {
    Future<Void> ended = term.map(AllocatorTerm::end).orElseGet(Future::succeededFuture);
    term = Optional.empty();
    epoch = Optional.empty();
    return ended;
  }

  /** The port of health and metrics. */
  int healthPort() {
    return health.port();
  }

  private void whitelistRead(Set<String> hostnames) {
    term.ifPresent(leading -> leading.setWhitelist(Optional.of(hostnames)));
  }

  private HealthState healthState() {
    if (term.isEmpty()) {
      return HealthState.ready("stands by");
    }
    return term.get().isLive()
        ? HealthState.ready("leads in epoch " + epoch.orElseThrow())
        : HealthState.notReady("leads, and waits for the master's snapshot");
  }

  private void showFigures() {
    if (term.isPresent() || stale) {
      metrics.show(term.map(AllocatorTerm::figures));
      stale = term.isPresent();
    }
  }
}
