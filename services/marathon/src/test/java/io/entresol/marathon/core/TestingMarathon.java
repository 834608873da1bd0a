package io.entresol.marathon.core;

import com.fasterxml.jackson.databind.JsonNode;
import io.entresol.domain.frame.Frame;
import io.entresol.domain.frame.StoreChange;
import io.entresol.marathon.core.app.AppId;
import io.entresol.marathon.core.app.AppSpec;
import io.entresol.marathon.core.app.AppSpecBuilder;
import io.entresol.marathon.core.app.Demand;
import io.entresol.marathon.core.app.RootGroup;
import io.entresol.marathon.core.app.VersionInfo;
import io.entresol.marathon.core.effect.MarathonEffect;
import io.entresol.marathon.core.effect.ProbeId;
import io.entresol.marathon.core.effect.ProbeResult;
import io.entresol.marathon.core.launch.LaunchSettings;
import io.entresol.marathon.core.match.MatchRules;
import io.entresol.marathon.core.rest.CancelOutcome;
import io.entresol.marathon.core.rest.DeployOutcome;
import io.entresol.marathon.core.rest.HttpAnswer;
import io.entresol.marathon.core.rest.HttpRequest;
import io.entresol.marathon.core.rest.InstanceView;
import io.entresol.marathon.core.rest.MarathonView;
import io.entresol.marathon.core.rest.QueueView;
import io.entresol.marathon.core.rest.RootChange;
import io.entresol.marathon.core.store.Json;
import io.entresol.mesos.v1.FrameworkInfo;
import io.entresol.mesos.v1.scheduler.Event;
import io.entresol.proto.bus.FrameworkEvents;
import io.entresol.proto.bus.MarathonEvent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A core with a store, a clock and a master, driven by hand: everything happens at once and in
 * order, and time passes only when told to.
 */
final class TestingMarathon implements MarathonEffect.Runner {
  static final Instant START = Instant.parse("2015-03-01T12:00:00Z");

  final TestingMaster master = new TestingMaster();
  final List<MarathonEvent> events = new ArrayList<>();
  final Map<ProbeId, MarathonEffect.Probe> probes = new LinkedHashMap<>();
  final TreeMap<String, byte[]> store = new TreeMap<>();
  final List<String> gaveUp = new ArrayList<>();
  MarathonCore core;
  Instant now = START;

  /** Called after each command. */
  Runnable invariant = () -> {};

  private final Deque<MarathonEffect> pending = new ArrayDeque<>();
  private final MarathonSettings settings;
  private final Map<Long, HttpAnswer> answers = new HashMap<>();
  private int nextId;

  TestingMarathon() {
    this(settings());
  }

  TestingMarathon(MarathonSettings settings) {
    this.settings = settings;
  }

  static MarathonSettings settings() {
    return new MarathonSettings(
        FrameworkInfo.newBuilder().setName("marathon").setUser("root").build(),
        new MatchRules(
            "*",
            MatchRules.AcceptedByDefault.ANY,
            Optional.empty(),
            Optional.of(Duration.ZERO),
            true),
        LaunchSettings.DEFAULT,
        MarathonSettings.Times.DEFAULT,
        MarathonSettings.Limits.DEFAULT,
        true);
  }

  static AppSpecBuilder app(String id) {
    return new AppSpecBuilder(AppId.of(id))
        .cmd(Optional.of("sleep 100"))
        .demand(new Demand(1, 100, 0, 0));
  }

  /** Begins a term, with what earlier ones have stored, and subscribes. */
  TestingMarathon start() {
    elect();
    run(core.masterChanged(true, now));
    settle();
    return this;
  }

  /** Begins a term without a master. */
  void elect() {
    core = new MarathonCore(settings, this::id, MarathonMetrics.NONE);
    pending.clear();
    probes.clear();
    run(core.recover(store, now));
  }

  private UUID id() {
    return new UUID(0, ++nextId);
  }

  MarathonView view() {
    return core.view();
  }

  /** Deploys apps in the place of those of the same ids, and lets everything follow. */
  String deploy(AppSpec... apps) {
    return accepted(tryDeploy(false, apps));
  }

  String force(AppSpec... apps) {
    return accepted(tryDeploy(true, apps));
  }

  DeployOutcome tryDeploy(boolean force, AppSpec... apps) {
    return tryDeploy(root -> withApps(root, apps), force);
  }

  DeployOutcome tryDeploy(Function<RootGroup, RootGroup> edit, boolean force) {
    return change(RootChange.to(edit.apply(nextRoot())), force);
  }

  String remove(String id) {
    return accepted(tryDeploy(root -> root.withoutApp(AppId.of(id), root.version()), true));
  }

  String scale(String id, int instances, String... killFirst) {
    AppSpec spec = view().root().app(AppId.of(id)).orElseThrow().withInstances(instances);
    RootGroup target = withApps(nextRoot(), spec);
    return accepted(change(new RootChange(target, Set.of(), Set.of(killFirst)), false));
  }

  String restart(String id) {
    return accepted(change(new RootChange(nextRoot(), Set.of(AppId.of(id)), Set.of()), false));
  }

  RootGroup nextRoot() {
    RootGroup root = view().root();
    Instant version = now.isAfter(root.version()) ? now : root.version().plusMillis(1);
    return new RootGroup(root.apps(), root.groups(), version);
  }

  /** As the REST side does: new and changed apps get the tree's version. */
  private static RootGroup withApps(RootGroup root, AppSpec... apps) {
    List<AppSpec> changed = new ArrayList<>();
    for (AppSpec app : apps) {
      Optional<AppSpec> old = root.app(app.id());
      Instant version = root.version();
      boolean sameConfig = old.isPresent() && !AppSpec.isConfigChange(old.get(), app);
      if (sameConfig && old.get().instances() == app.instances()) {
        continue;
      }
      Instant config = sameConfig ? old.get().configVersion() : version;
      changed.add(
          app.toBuilder().version(version).versionInfo(new VersionInfo(version, config)).build());
    }
    return root.withApps(changed, root.version());
  }

  DeployOutcome change(RootChange change, boolean force) {
    DeployOutcome[] outcome = new DeployOutcome[1];
    request(() -> outcome[0] = core.commands().deploy(change, force, now));
    return outcome[0];
  }

  CancelOutcome cancel(String deployment, boolean force) {
    CancelOutcome[] outcome = new CancelOutcome[1];
    request(() -> outcome[0] = core.commands().cancelDeployment(deployment, force, now));
    return outcome[0];
  }

  void kill(String... taskIds) {
    request(() -> core.commands().kill(List.of(taskIds), false, now));
  }

  boolean resetDelay(String app) {
    boolean[] found = new boolean[1];
    request(() -> found[0] = core.commands().resetDelay(AppId.of(app), now));
    return found[0];
  }

  /** Runs commands as a request does. */
  void request(Runnable commands) {
    HttpRequest request = new HttpRequest("PUT", "/v2/apps", "", Map.of(), new byte[0], "1.2.3.4");
    run(
        core.request(
            0,
            request,
            (ignored, at) -> {
              commands.run();
              return new HttpAnswer(200, Map.of(), new byte[0]);
            },
            now));
    settle();
  }

  private static String accepted(DeployOutcome outcome) {
    if (outcome instanceof DeployOutcome.Accepted accepted) {
      return accepted.deploymentId();
    }
    throw new AssertionError("not accepted: " + outcome);
  }

  void answer(ProbeId id, ProbeResult result) {
    probes.remove(id);
    run(core.probed(id, result, now));
    settle();
  }

  /** What becomes of the next frame; it becomes of it once. */
  enum Crash {
    NONE,
    BEFORE_STORING,
    AFTER_STORING
  }

  Crash crash = Crash.NONE;

  /** Stores the records, then does what follows, as a shell does. */
  void run(Frame<MarathonEffect> frame) {
    Crash how = crash;
    crash = Crash.NONE;
    if (how != Crash.BEFORE_STORING) {
      store(frame);
    }
    if (how == Crash.NONE) {
      pending.addAll(frame.effects());
      invariant.run();
    } else {
      start();
    }
  }

  private void store(Frame<MarathonEffect> frame) {
    for (StoreChange change : frame.records()) {
      if (change instanceof StoreChange.Put put) {
        store.put(put.key(), put.value());
      } else {
        store.remove(change.key());
      }
    }
  }

  /** Delivers until nothing is left to deliver at this instant. */
  void settle() {
    for (int i = 0; i < 10_000; i++) {
      master.at(now);
      while (!pending.isEmpty()) {
        pending.poll().run(this);
      }
      master.allocate();
      Optional<FrameworkEvents> batch = master.take();
      if (batch.isPresent()) {
        run(core.received(batch.get(), now));
      } else if (core.nextDeadline().filter(at -> !at.isAfter(now)).isPresent()) {
        run(core.tick(now));
      } else if (pending.isEmpty()) {
        return;
      }
    }
    throw new AssertionError("it never comes to rest");
  }

  /** Lets time pass. */
  void advance(Duration duration) {
    Instant end = now.plus(duration);
    settle();
    Instant next = nextInstant();
    while (!next.isAfter(end)) {
      now = next;
      heartbeat();
      settle();
      next = nextInstant();
    }
    now = end;
    heartbeat();
    settle();
  }

  private Instant nextInstant() {
    Instant due = core.nextDeadline().orElse(Instant.MAX);
    Instant beat = now.plusSeconds(15);
    return due.isBefore(beat) ? due : beat;
  }

  /** The stream is never silent for long. */
  private void heartbeat() {
    if (master.isSubscribed()) {
      master.send(Event.newBuilder().setType(Event.Type.HEARTBEAT).build());
    }
  }

  List<InstanceView> instances(String app) {
    return view().instances(AppId.of(app));
  }

  List<InstanceView> running(String app) {
    return instances(app).stream().filter(InstanceView::isRunning).toList();
  }

  List<String> taskIds(String app) {
    return instances(app).stream().map(InstanceView::taskId).toList();
  }

  Optional<QueueView> queued(String app) {
    return view().queue().stream()
        .filter(entry -> entry.app().id().equals(AppId.of(app)))
        .findFirst();
  }

  /** The types of the events so far, in order. */
  List<String> eventTypes() {
    return events.stream().map(MarathonEvent::getType).toList();
  }

  List<JsonNode> events(String type) {
    return events.stream()
        .filter(event -> event.getType().equals(type))
        .map(event -> Json.read(event.getJson().getBytes(StandardCharsets.UTF_8)))
        .toList();
  }

  Collection<String> keys(String prefix) {
    return store.keySet().stream().filter(key -> key.startsWith(prefix)).toList();
  }

  void forEachRunning(String app, Consumer<String> action) {
    running(app).stream().map(InstanceView::taskId).toList().forEach(action);
  }

  @Override
  public void subscribe(MarathonEffect.Subscribe effect) {
    master.subscribe(effect.streamId(), effect.call());
  }

  @Override
  public void unsubscribe(MarathonEffect.Unsubscribe effect) {}

  @Override
  public void callMaster(MarathonEffect.CallMaster effect) {
    master.call(effect.streamId(), effect.call());
  }

  @Override
  public void respond(MarathonEffect.Respond effect) {
    answers.put(effect.requestId(), effect.answer());
  }

  @Override
  public void publish(MarathonEffect.Publish effect) {
    events.add(effect.event());
  }

  @Override
  public void probe(MarathonEffect.Probe effect) {
    probes.put(effect.id(), effect);
  }

  @Override
  public void giveUpLeadership(MarathonEffect.GiveUpLeadership effect) {
    gaveUp.add(effect.reason());
  }
}
