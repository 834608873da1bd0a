package io.entresol.marathon;

import io.entresol.domain.frame.Frame;
import io.entresol.marathon.core.MarathonCore;
import io.entresol.marathon.core.effect.MarathonEffect;
import io.entresol.marathon.core.rest.HttpAnswer;
import io.entresol.marathon.core.rest.HttpRequest;
import io.entresol.proto.bus.MarathonRequest;
import io.entresol.proto.bus.MarathonResponse;
import io.entresol.runtime.ClusterNode;
import io.entresol.runtime.DeadlineTimer;
import io.entresol.runtime.FramePipeline;
import io.entresol.runtime.LeaderInfo;
import io.entresol.runtime.LeaderRole;
import io.entresol.runtime.RecordStore;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.Closeable;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One term of leadership: feeds the core and carries its frames out. Used on one Vert.x context,
 * from {@link #begin} to {@link #end}; nothing of it happens after that.
 */
final class Term implements MarathonEffect.Runner {
  private static final Logger LOG = LoggerFactory.getLogger(Term.class);
  private static final String EVENTS_PATH = "/v2/events";

  private final ClusterNode node;
  private final Context context;
  private final MarathonCore core;
  private final BiFunction<HttpRequest, Instant, HttpAnswer> restApi;
  private final RecordStore store;
  private final Prober prober;
  private final Consumer<String> stepDown;
  private final Clock clock = Clock.systemUTC();
  private final FramePipeline<MarathonEffect> pipeline;
  private final DeadlineTimer timer;
  private final MasterStream masterStream;
  private final Listeners listeners;
  private final Map<Long, Promise<MarathonResponse>> requests = new HashMap<>();
  private final List<Closeable> registrations = new ArrayList<>();
  private Optional<LeaderInfo> master = Optional.empty();
  private long nextRequestId;
  private boolean flushing;
  private boolean ended;

  /**
   * @param restApi answers requests, with the core's view and commands
   * @param principal as whom the master is called; empty for nobody in particular
   * @param stepDown gives the term up, with the reason
   */
  Term(
      ClusterNode node,
      MarathonCore core,
      BiFunction<HttpRequest, Instant, HttpAnswer> restApi,
      RecordStore store,
      Prober prober,
      Optional<String> principal,
      Consumer<String> stepDown) {
    this.node = node;
    this.context = node.vertx().getOrCreateContext();
    this.core = core;
    this.restApi = restApi;
    this.store = store;
    this.prober = prober;
    this.stepDown = stepDown;
    this.pipeline =
        new FramePipeline<>(
            store, effect -> effect.run(this), failure -> stepDown.accept(failure.toString()));
    this.timer = new DeadlineTimer(node.vertx(), clock, () -> command("tick", core::tick));
    this.masterStream = new MasterStream(node, this::command, core, principal);
    this.listeners = new Listeners(node.nodeBus());
  }

  /** Loads the state and takes up work. */
  Future<Void> begin() {
    return store
        .load()
        .compose(
            records -> {
              if (ended) {
                return Future.failedFuture("the term ended before its state was loaded");
              }
              LOG.info("Leading Marathon with {} records", records.size());
              act(core.recover(records, clock.instant()));
              return pipeline.drained();
            })
        .onSuccess(ignored -> open());
  }

  private void open() {
    if (ended) {
      return;
    }
    registrations.add(node.inbox().marathonRequests(this::handle));
    registrations.add(node.leaders().watch(LeaderRole.MASTER, this::masterChanged));
  }

  /** Stops at once: what is under way elsewhere is for the next leader to find out. */
  void end(String why) {
    if (ended) {
      return;
    }
    LOG.info("No longer leading Marathon: {}", why);
    ended = true;
    timer.cancel();
    pipeline.abandon();
    registrations.forEach(Term::close);
    masterStream.close();
    listeners.close();
    requests.values().forEach(request -> request.fail("Marathon does not lead here any more"));
    requests.clear();
  }

  private static void close(Closeable registration) {
    try {
      registration.close();
    } catch (IOException e) {
      LOG.warn("A registration could not be withdrawn", e);
    }
  }

  /** What the core does at an instant. */
  interface Command {
    Frame<MarathonEffect> run(Instant now);
  }

  /**
   * Runs a command. One that fails leaves memory in doubt: the term ends, and the next begins with
   * what is stored.
   */
  private void command(String what, Command command) {
    if (ended) {
      return;
    }
    try {
      act(command.run(clock.instant()));
    } catch (RuntimeException e) {
      LOG.error("The command failed: {}", what, e);
      stepDown.accept("a command failed: " + what);
    }
  }

  private void act(Frame<MarathonEffect> frame) {
    pipeline.submit(frame);
    timer.arm(core.nextDeadline());
  }

  private void masterChanged(Optional<LeaderInfo> leader) {
    if (!leader.map(LeaderInfo::epoch).equals(master.map(LeaderInfo::epoch))) {
      master = leader;
      LOG.info("The leading master is {}", leader.map(LeaderInfo::id).orElse("unknown"));
      command("masterChanged", now -> core.masterChanged(leader.isPresent(), now));
    }
  }

  /** A process has left the cluster, and nobody listens there any more. */
  void nodeLeft(String nodeId) {
    if (!ended) {
      listeners.nodeLeft(nodeId).forEach(this::detached);
    }
  }

  private void detached(String remoteAddress) {
    command("listenerDetached", now -> core.listenerDetached(remoteAddress, now));
  }

  private Future<MarathonResponse> handle(MarathonRequest request) {
    if (request.hasStream() && request.getPath().equals(EVENTS_PATH)) {
      return listen(request);
    }
    long id = nextRequestId++;
    Promise<MarathonResponse> answer = Promise.promise();
    requests.put(id, answer);
    HttpRequest http = Messages.request(request);
    command(http.method() + " " + http.path(), now -> core.request(id, http, restApi, now));
    return answer.future();
  }

  /** GET begins a stream of events; DELETE says that the client has gone. */
  private Future<MarathonResponse> listen(MarathonRequest request) {
    String streamId = request.getStream().getId();
    if (request.getMethod().equals("DELETE")) {
      listeners.detach(streamId).ifPresent(this::detached);
    } else {
      Set<String> types = Messages.eventTypes(request.getQuery());
      listeners.attach(request.getStream(), types, request.getRemoteAddress());
      command("listenerAttached", now -> core.listenerAttached(request.getRemoteAddress(), now));
    }
    return Future.succeededFuture(MarathonResponse.newBuilder().setStatus(200).build());
  }

  @Override
  public void subscribe(MarathonEffect.Subscribe effect) {
    masterStream.open(effect.streamId(), effect.call());
  }

  @Override
  public void unsubscribe(MarathonEffect.Unsubscribe effect) {
    masterStream.close(effect.streamId());
  }

  @Override
  public void callMaster(MarathonEffect.CallMaster effect) {
    masterStream.call(effect.streamId(), effect.call());
  }

  @Override
  public void respond(MarathonEffect.Respond effect) {
    Promise<MarathonResponse> request = requests.remove(effect.requestId());
    if (request != null) {
      request.complete(Messages.response(effect.answer()));
    }
  }

  @Override
  public void publish(MarathonEffect.Publish effect) {
    listeners.publish(effect.event());
    if (!flushing) {
      flushing = true;
      context.runOnContext(ignored -> flush());
    }
  }

  private void flush() {
    flushing = false;
    listeners.flush();
  }

  @Override
  public void probe(MarathonEffect.Probe effect) {
    prober
        .probe(effect.target())
        .onSuccess(result -> command("probed", now -> core.probed(effect.id(), result, now)))
        .onFailure(failure -> LOG.error("A check has neither result", failure));
  }

  @Override
  public void giveUpLeadership(MarathonEffect.GiveUpLeadership effect) {
    // The answer that stands before it in the frame goes out first.
    context.runOnContext(ignored -> stepDown.accept(effect.reason()));
  }
}
