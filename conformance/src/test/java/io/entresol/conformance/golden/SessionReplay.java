package io.entresol.conformance.golden;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Sends what was sent in a recording, each request once there is what had come before it, and
 * collects what is different. A pause in which nothing came is waited for as well; anything else
 * goes as fast as it can.
 */
final class SessionReplay {
  private static final Duration PATIENCE = Duration.ofSeconds(6);

  /** Questions whose answers follow the events a little later. */
  private static final Duration SETTLING = Duration.ofSeconds(3);

  /** In which an allocator offers what is free. */
  private static final Duration BATCH = Duration.ofMillis(1_500);

  private static final long PAUSE_MS = 1_900;

  private sealed interface Step {
    long atMs();
  }

  private record Send(long atMs, Recording.Exchange exchange) implements Step {}

  private record Close(long atMs, Recording.Exchange exchange) implements Step {}

  /** What was done to the cluster at some time of the session. */
  private record Happen(long atMs, Event event) implements Step {}

  /** Something that happens to the cluster itself. */
  interface Event {
    void happen() throws Exception;
  }

  private final Recording recording;
  private final Map<String, Event> events;
  private final Endpoints endpoints;
  private final Bindings bindings;
  private final List<String> differences = new ArrayList<>();
  private final List<String> remarks = new ArrayList<>();
  private final Object changed = new Object();
  private final Map<Recording.Exchange, StreamReplay> streams = new LinkedHashMap<>();
  private final Map<Recording.Exchange, OfferReplay> offers = new LinkedHashMap<>();

  /** If the recording is of an executor too. */
  private final Optional<ExecutorStandIn> executor;

  /** What others used of the agent when it was recorded. */
  private final OfferPile held;

  SessionReplay(Recording recording, Endpoints endpoints, Bindings bindings) {
    this(recording, endpoints, bindings, Map.of());
  }

  /**
   * A replay in which more happens than requests.
   *
   * @param events by the names that they have in the recording
   */
  SessionReplay(
      Recording recording, Endpoints endpoints, Bindings bindings, Map<String, Event> events) {
    this.recording = recording;
    this.events = Map.copyOf(events);
    this.endpoints = endpoints;
    this.bindings = bindings;
    this.held = held(recording);
    this.executor =
        recording.content().toString().contains("\"environment\":")
            ? Optional.of(new ExecutorStandIn(endpoints.directory("/var/lib/mesos-golden/agent")))
            : Optional.empty();
  }

  private static OfferPile held(Recording recording) {
    for (Recording.Exchange exchange : recording.exchanges()) {
      for (JsonNode record : exchange.response().path("records")) {
        if (record.at("/record/type").asText().equals(StreamReplay.OFFERS)) {
          return OfferPile.usedBesides(record.at("/record/offers/offers"));
        }
      }
    }
    return OfferPile.empty();
  }

  /** What is different; empty if nothing. */
  List<String> run() throws Exception {
    List<Step> steps = steps();
    long before = 0;
    try {
      for (Step step : steps) {
        await(step.atMs(), step instanceof Send send ? send.exchange().request().toString() : "");
        pauseSince(before, step.atMs());
        before = step.atMs();
        if (step instanceof Close close) {
          StreamReplay stream = streams.get(close.exchange());
          if (stream != null) {
            stream.stream().close();
          }
        } else if (step instanceof Send send) {
          send(send);
        } else if (step instanceof Happen happen) {
          happen.event().happen();
        }
      }
      finish();
      writeTranscript();
    } finally {
      for (StreamReplay stream : streams.values()) {
        stream.stream().close();
      }
    }
    return differences.stream().distinct().toList();
  }

  private void writeTranscript() throws IOException {
    Path file = Path.of("target", "replays", recording.name() + ".txt");
    Files.createDirectories(file.getParent());
    StringBuilder text = new StringBuilder();
    differences.forEach(each -> text.append(each).append('\n'));
    remarks.forEach(each -> text.append(each).append('\n'));
    streams.values().forEach(each -> text.append(each.transcript()));
    Files.writeString(file, text);
  }

  private List<Step> steps() {
    List<Step> steps = new ArrayList<>();
    for (JsonNode each : recording.content().path("exchanges")) {
      if (each.has("event")) {
        steps.add(new Happen(each.path("at_ms").asLong(), events.get(each.path("event").asText())));
      }
    }
    for (Recording.Exchange exchange : recording.exchanges()) {
      steps.add(new Send(exchange.atMs(), exchange));
      JsonNode ended = exchange.response().path("ended");
      if (ended.path("how").asText().equals("closed by the client")) {
        steps.add(new Close(ended.path("ms").asLong(), exchange));
      }
    }
    steps.sort(Comparator.comparingLong(Step::atMs));
    return steps;
  }

  private void await(long atMs, String request) throws InterruptedException {
    boolean there = waitFor(patience(atMs), () -> caughtUp(atMs, request));
    if (!there) {
      synchronized (changed) {
        streams.values().forEach(each -> each.giveUp(atMs, request));
      }
    }
    offers.values().forEach(OfferReplay::compareNew);
  }

  private boolean caughtUp(long atMs, String request) {
    boolean all = true;
    for (StreamReplay stream : streams.values()) {
      executor.ifPresent(each -> obey(each, stream));
      all &= stream.caughtUp(atMs, request);
    }
    return all;
  }

  private static boolean hasStarted(ExecutorStandIn executor) {
    try {
      return executor.hasStarted();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void obey(ExecutorStandIn executor, StreamReplay stream) {
    try {
      executor.obey(stream.stream().records());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void compareEnvironment() throws IOException {
    for (JsonNode each : recording.content().path("exchanges")) {
      if (each.has("environment") && executor.isPresent()) {
        Comparison.differences(
                each.get("environment"), executor.get().environment(), endpoints, bindings)
            .forEach(difference -> differences.add("environment " + difference));
      }
    }
  }

  /** As long as it took then, and some more. */
  private Duration patience(long atMs) {
    long since =
        recording.exchanges().stream()
            .mapToLong(Recording.Exchange::atMs)
            .filter(each -> each < atMs)
            .max()
            .orElse(0);
    return PATIENCE.plusMillis(atMs == Long.MAX_VALUE ? 2_000 : atMs - since);
  }

  private boolean waitFor(Duration limit, BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    synchronized (changed) {
      while (!condition.getAsBoolean()) {
        long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        if (left <= 0) {
          return false;
        }
        changed.wait(Math.min(left, 50));
      }
      return true;
    }
  }

  /** Waits where the recording waited although nothing came. */
  private void pauseSince(long before, long now) throws InterruptedException {
    long last = before;
    for (Recording.Exchange exchange : recording.exchanges()) {
      for (JsonNode record : exchange.response().path("records")) {
        long ms = record.path("ms").asLong();
        if (ms < now) {
          last = Math.max(last, ms);
        }
      }
    }
    if (now - last > PAUSE_MS) {
      waitFor(Duration.ofMillis(now - last), () -> false);
    }
  }

  private void send(Send step) throws IOException, InterruptedException {
    Recording.Exchange exchange = withOffers(step);
    if (exchange.equals(step.exchange())) {
      waitFor(
          patience(step.atMs()),
          () -> offers.values().stream().allMatch(each -> each.cameWith(step.atMs())));
    }
    if (executor.isPresent() && exchange.request().path("path").asText().contains("/executor")) {
      waitFor(PATIENCE, () -> hasStarted(executor.get()));
    }
    List<String> found = exchangeOnce(exchange);
    long end = System.nanoTime() + SETTLING.toNanos();
    while (!found.isEmpty() && isQuestion(exchange) && System.nanoTime() < end) {
      waitFor(Duration.ofMillis(100), () -> false);
      found = exchangeOnce(exchange);
    }
    found.forEach(each -> differences.add(exchange.name() + " " + each));
  }

  private boolean isQuestion(Recording.Exchange exchange) {
    return recording.exchanges().size() > 1 && isRead(exchange);
  }

  private static boolean isRead(Recording.Exchange exchange) {
    return exchange.request().path("method").asText().equals("GET")
        || exchange.request().at("/body/type").asText().startsWith("GET_");
  }

  private List<String> exchangeOnce(Recording.Exchange exchange) throws IOException {
    Bindings trial = bindings.copy();
    ExchangeReplay replay = new ExchangeReplay(exchange, endpoints, trial);
    replay.send();
    List<String> found = new ArrayList<>(replay.differences());
    if (!replay.refusal().isEmpty()) {
      remarks.add(exchange.name() + ": " + replay.refusal());
    }
    if (found.isEmpty() || !isQuestion(exchange)) {
      bindings.become(trial);
    }
    if (exchange.isStream() && replay.isStream()) {
      OpenStream stream = new OpenStream(exchange, replay.wire(), replay.contentType(), changed);
      StreamReplay compared = new StreamReplay(exchange, stream, endpoints, bindings, differences);
      streams.put(exchange, compared);
      offers.put(exchange, new OfferReplay(compared, endpoints, bindings, differences));
    }
    return found;
  }

  /** A request with our offers in the place of those recorded. */
  private Recording.Exchange withOffers(Send step) throws InterruptedException {
    JsonNode body = Payloads.body(step.exchange());
    String call = body.has("accept") ? "accept" : "decline";
    JsonNode ids = body.path(call).path("offer_ids");
    if (ids.isEmpty()) {
      return step.exchange();
    }
    for (OfferReplay each : offers.values()) {
      Set<String> named = new LinkedHashSet<>();
      ids.forEach(id -> named.add(id.path("value").asText()));
      named.removeIf(id -> !each.has(id) || each.answered(id).isPresent());
      if (!named.isEmpty()) {
        boolean equal = waitFor(BATCH, () -> each.holdsAsRecorded(step.atMs(), named, held));
        if (!equal && !waitFor(PATIENCE, () -> each.holdsMore(step.atMs(), named))) {
          differences.add(
              step.exchange().name() + ": " + each.difference(step.atMs(), named, held));
        }
        each.assign(named, !equal);
      }
    }
    ObjectNode request = step.exchange().request().deepCopy();
    request.set("body", body.deepCopy());
    ArrayNode replaced = ((ObjectNode) request.path("body").path(call)).putArray("offer_ids");
    for (JsonNode id : ids) {
      for (String ours : ours(id.path("value").asText())) {
        replaced.addObject().put("value", ours);
      }
    }
    return new Recording.Exchange(
        step.exchange().name(), step.atMs(), request, step.exchange().response());
  }

  private List<String> ours(String offerId) {
    return offers.values().stream()
        .flatMap(each -> each.answered(offerId).stream())
        .findFirst()
        .orElse(List.of(offerId));
  }

  private void finish() throws IOException, InterruptedException {
    await(Long.MAX_VALUE, "");
    waitFor(PATIENCE, this::allEnded);
    streams.values().forEach(StreamReplay::finish);
    compareEnvironment();
  }

  private boolean allEnded() {
    return streams.values().stream()
        .allMatch(
            each ->
                each.stream().end() != null
                    || each.exchange().response().at("/ended/how").asText().isEmpty());
  }
}
