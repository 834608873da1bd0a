package io.entresol.runtime;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.SocketAddress;
import java.net.ConnectException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A standby's look at the leader's process, so that its death is noticed sooner than by the end of
 * its ZooKeeper session. A host that is up but refuses connections to the port of the bus has no
 * such process any more. A host that does not answer proves nothing, nor does a process that is
 * merely slow: those are left to ZooKeeper.
 *
 * <p>If the proof is wrong (a firewall that refuses in the name of another host) a leader loses its
 * office for nothing. It can do no harm then, since each term has its epoch; and it cannot become a
 * habit, since there is a long pause between two such removals. Used on one Vert.x context.
 */
final class LeaderProbe {
  private static final Logger LOG = LoggerFactory.getLogger(LeaderProbe.class);
  private static final Duration EVERY = Duration.ofMillis(500);
  private static final int REFUSALS_NEEDED = 3;
  private static final Duration PAUSE_AFTER_REMOVAL = Duration.ofMinutes(1);

  private final ClusterNode node;
  private final LeaderRole role;
  private final ElectionNodes nodes;
  private final BooleanSupplier standsBy;
  private final Vertx vertx;
  private final NetClient client;
  private final long timer;
  private Optional<LeaderInfo> suspect = Optional.empty();
  private int refusals;
  private boolean probing;
  private boolean paused;

  /**
   * Begins to look.
   *
   * @param standsBy whether this process is a standby at the moment
   */
  LeaderProbe(ClusterNode node, LeaderRole role, ElectionNodes nodes, BooleanSupplier standsBy) {
    this.node = node;
    this.role = role;
    this.nodes = nodes;
    this.standsBy = standsBy;
    this.vertx = node.vertx();
    this.client =
        vertx.createNetClient(
            new NetClientOptions().setConnectTimeout(Math.toIntExact(EVERY.toMillis())));
    this.timer = vertx.setPeriodic(EVERY.toMillis(), ignored -> probe());
  }

  void stop() {
    vertx.cancelTimer(timer);
    client.close().onFailure(failure -> LOG.debug("The probe's client is left", failure));
  }

  private void probe() {
    Optional<LeaderInfo> leader = node.leaders().leader(role);
    if (!leader.equals(suspect)) {
      suspect = leader;
      refusals = 0;
    }
    boolean other = leader.filter(info -> !info.nodeId().equals(node.nodeId())).isPresent();
    if (probing || paused || !other || !standsBy.getAsBoolean()) {
      return;
    }
    probing = true;
    node.busPlace(leader.get().nodeId())
        .compose(this::connect)
        .onComplete(
            result -> {
              probing = false;
              if (result.failed() && isRefusal(result.cause())) {
                refused(leader.get());
              } else {
                refusals = 0;
              }
            });
  }

  private Future<Void> connect(SocketAddress place) {
    return client.connect(place).compose(socket -> socket.close());
  }

  private static boolean isRefusal(Throwable failure) {
    return failure instanceof ConnectException
        && String.valueOf(failure.getMessage()).contains("refused");
  }

  private void refused(LeaderInfo leader) {
    refusals++;
    if (refusals < REFUSALS_NEEDED || !suspect.equals(Optional.of(leader))) {
      return;
    }
    refusals = 0;
    paused = true;
    vertx.setTimer(PAUSE_AFTER_REMOVAL.toMillis(), ignored -> paused = false);
    LOG.warn(
        "The leading {} of epoch {} is dead: its host is up and its port closed",
        role.id(),
        leader.epoch());
    nodes
        .remove(leader)
        .onFailure(failure -> LOG.info("It was removed by another: {}", failure.toString()));
  }
}
