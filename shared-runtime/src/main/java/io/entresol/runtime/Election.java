package io.entresol.runtime;

import io.entresol.domain.id.Epoch;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apache.curator.framework.state.ConnectionState;
import org.apache.curator.framework.state.ConnectionStateListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Contends for a role until it resigns. The candidate whose node has the lowest number leads.
 *
 * <p>A term ends when the ZooKeeper session is lost or the node is deleted, not when the connection
 * is suspended: while nobody can be reached nobody else can be elected either, and durable writes
 * are fenced by the epoch anyhow.
 */
public final class Election {
  private static final Logger LOG = LoggerFactory.getLogger(Election.class);
  private static final long RETRY_MS = 1000;

  /** Where this candidate stands. Each transition runs to its end before the next begins. */
  private enum State {
    STANDBY,
    TAKING_OFFICE,
    LEADING,
    LEAVING_OFFICE,
    RESIGNED
  }

  private final Vertx vertx;
  private final Context context;
  private final LeaderRole role;
  private final ElectionNodes nodes;
  private final Announcement announcement;
  private final Candidate candidate;
  private final String nodeId;
  private final ConnectionStateListener connectionListener;
  private final LeaderProbe probe;
  private State state = State.STANDBY;
  private Optional<String> ownNode = Optional.empty();
  private Optional<String> lossReason = Optional.empty();
  private Optional<Promise<Void>> resignation = Optional.empty();
  private boolean looking;
  private boolean lookAgain;

  private Election(
      ClusterNode node, LeaderRole role, Announcement announcement, Candidate candidate) {
    this.vertx = node.vertx();
    this.context = vertx.getOrCreateContext();
    this.role = role;
    this.announcement = announcement;
    this.candidate = candidate;
    this.nodeId = node.nodeId();
    this.nodes =
        new ElectionNodes(
            node.curator(), context, node.paths(), role, ignored -> onContext(this::look));
    this.probe = new LeaderProbe(node, role, nodes, () -> state == State.STANDBY);
    this.connectionListener =
        (client, connection) -> {
          if (connection == ConnectionState.LOST) {
            onContext(() -> lost("the ZooKeeper session was lost"));
          } else if (connection == ConnectionState.RECONNECTED) {
            onContext(this::look);
          }
        };
    node.curator().getConnectionStateListenable().addListener(connectionListener);
  }

  /** Begins to contend, on the caller's Vert.x context. */
  public static Election contend(
      ClusterNode node, LeaderRole role, Announcement announcement, Candidate candidate) {
    Election election = new Election(node, role, announcement, candidate);
    election.onContext(election::look);
    return election;
  }

  /** Whether the candidate is in office and published. */
  public boolean leading() {
    return state == State.LEADING;
  }

  /** Leaves office if need be, and contends no more. */
  public Future<Void> resign() {
    Promise<Void> promise = Promise.promise();
    onContext(
        () -> {
          if (state == State.RESIGNED) {
            promise.complete();
            return;
          }
          resignation.ifPresent(earlier -> promise.future().onComplete(earlier));
          resignation = Optional.of(promise);
          step();
        });
    return promise.future();
  }

  /** Gives the office up and contends again: for a leader whose store does not take its writes. */
  public void stepDown(String why) {
    onContext(() -> lost(why));
  }

  private void onContext(Runnable action) {
    context.runOnContext(ignored -> action.run());
  }

  private void lost(String why) {
    if (state == State.TAKING_OFFICE || state == State.LEADING) {
      lossReason = Optional.of(why);
      step();
    } else {
      look();
    }
  }

  /** Reads the election's nodes, creates the own one if it is missing, then decides. */
  private void look() {
    if (looking) {
      lookAgain = true;
      return;
    }
    if (state == State.RESIGNED || state == State.LEAVING_OFFICE || resignation.isPresent()) {
      return;
    }
    looking = true;
    ownNode()
        .compose(ignored -> nodes.list())
        .onComplete(
            result -> {
              looking = false;
              if (result.succeeded()) {
                decide(result.result());
              } else {
                LOG.warn("The election of the {} cannot be read", role.id(), result.cause());
                vertx.setTimer(RETRY_MS, ignored -> look());
              }
              if (lookAgain) {
                lookAgain = false;
                look();
              }
            });
  }

  /** Makes sure that a standby has a node; a leader whose node is gone is to notice it instead. */
  private Future<Void> ownNode() {
    if (state != State.STANDBY) {
      return Future.succeededFuture();
    }
    return nodes
        .ensureOwn(ownNode, announcement.electionPayload().getBytes(StandardCharsets.UTF_8))
        .map(
            own -> {
              ownNode = Optional.of(own);
              return null;
            });
  }

  private void decide(List<String> candidates) {
    boolean lowest = !candidates.isEmpty() && candidates.get(0).equals(ownNode.orElse(""));
    if (state == State.STANDBY && lowest && resignation.isEmpty()) {
      takeOffice();
    } else if ((state == State.LEADING || state == State.TAKING_OFFICE) && !lowest) {
      lost("its election node is gone");
    }
  }

  private void takeOffice() {
    state = State.TAKING_OFFICE;
    nodes
        .raiseEpoch()
        .compose(
            epoch -> {
              LOG.info("Elected as {} of epoch {}", role.id(), epoch);
              return candidate.elected(epoch).compose(ignored -> nodes.publish(info(epoch)));
            })
        .onComplete(
            result -> {
              if (result.failed() && lossReason.isEmpty()) {
                LOG.warn("The {} could not take office", role.id(), result.cause());
                lossReason = Optional.of("it could not take office");
              }
              state = State.LEADING;
              step();
            });
  }

  private LeaderInfo info(Epoch epoch) {
    return new LeaderInfo(
        role,
        epoch,
        nodeId,
        announcement.id(),
        announcement.hostname(),
        announcement.ip(),
        announcement.port());
  }

  /** Leaves office or ends, if that is due and nothing else is going on. */
  private void step() {
    boolean leave = lossReason.isPresent() || resignation.isPresent();
    if (state == State.LEADING && leave) {
      leaveOffice(lossReason.orElse("it resigned"));
    } else if (state == State.STANDBY && resignation.isPresent()) {
      end();
    }
  }

  /**
   * The candidate comes first: it is to stop at once, even if ZooKeeper is away for long, and
   * before the removed nodes let another one lead.
   */
  private void leaveOffice(String why) {
    state = State.LEAVING_OFFICE;
    LOG.atLevel(lossReason.isPresent() ? Level.WARN : Level.INFO)
        .log("No longer the leading {}: {}", role.id(), why);
    Optional<String> node = ownNode;
    ownNode = Optional.empty();
    candidate
        .deposed(why)
        .recover(
            failure -> {
              LOG.error("The {} did not leave office in order", role.id(), failure);
              return Future.succeededFuture();
            })
        .compose(ignored -> nodes.withdraw(nodeId, node))
        .onComplete(
            result -> {
              if (result.failed()) {
                // They end with their session.
                LOG.info("The nodes of the last term are left: {}", result.cause().toString());
              }
              state = State.STANDBY;
              lossReason = Optional.empty();
              if (resignation.isPresent()) {
                end();
              } else {
                vertx.setTimer(RETRY_MS, ignored -> look());
              }
            });
  }

  private void end() {
    state = State.RESIGNED;
    probe.stop();
    nodes.removeListener(connectionListener);
    nodes
        .withdraw(nodeId, ownNode)
        .onComplete(
            result -> {
              if (result.failed()) {
                LOG.info("The election node could not be removed: {}", result.cause().toString());
              }
              resignation.orElseThrow().complete();
            });
  }
}
