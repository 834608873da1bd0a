package io.entresol.conformance.golden;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The events of a stream beside those that were recorded. Events about one task, or of one kind,
 * are a lane, and are compared one after the other; offers are summed up instead; of heartbeats
 * only the first counts.
 */
final class StreamReplay {
  static final String OFFERS = "OFFERS";
  static final String RESCIND = "RESCIND";
  private static final String HEARTBEAT = "HEARTBEAT";
  private static final String UPDATE = "UPDATE";
  private static final String SUBSCRIBED = "SUBSCRIBED";
  private static final String INVERSE_OFFERS = "INVERSE_OFFERS";

  private record Recorded(long ms, String lane, JsonNode event) {
    /**
     * Whether it had come before a request was sent. Of what came in the same millisecond that is
     * so of a subscription, of inverse offers, of what is acknowledged by it, and of what an agent
     * sent, which takes longer than that.
     */
    boolean isBefore(long beforeMs, String request) {
      String uuid = event.at("/update/status/uuid").asText();
      return ms < beforeMs
          || (ms == beforeMs && Set.of(SUBSCRIBED, INVERSE_OFFERS).contains(lane))
          || (!uuid.isEmpty()
              && (request.contains(uuid) ? request.contains("ACKNOWLEDGE") : ms == beforeMs));
    }
  }

  private final Recording.Exchange exchange;
  private final OpenStream stream;
  private final Endpoints endpoints;
  private final Bindings bindings;
  private final List<String> differences;
  private final Map<String, List<Recorded>> lanes = new LinkedHashMap<>();
  private final Map<String, Integer> done = new HashMap<>();
  private final Set<String> givenUp = new HashSet<>();
  private final Map<Recorded, Integer> positions = new LinkedHashMap<>();
  private final Set<Integer> used = new HashSet<>();
  private boolean heartbeatSeen;

  StreamReplay(
      Recording.Exchange exchange,
      OpenStream stream,
      Endpoints endpoints,
      Bindings bindings,
      List<String> differences)
      throws IOException {
    this.exchange = exchange;
    this.stream = stream;
    this.endpoints = endpoints;
    this.bindings = bindings;
    this.differences = differences;
    for (JsonNode each : exchange.response().path("records")) {
      JsonNode event = recordedEvent(each);
      String lane = lane(event);
      if (isCompared(lane)) {
        Recorded recorded = new Recorded(each.path("ms").asLong(), lane, event);
        lanes.computeIfAbsent(lane, absent -> new ArrayList<>()).add(recorded);
      }
    }
  }

  private JsonNode recordedEvent(JsonNode record) throws IOException {
    return record.has("record")
        ? record.get("record")
        : Payloads.answer(exchange, Payloads.PROTOBUF, record.get("record_base64").binaryValue());
  }

  /** When and what, of the recorded events of a type. */
  Map<JsonNode, Long> recordedEvents(String type) throws IOException {
    Map<JsonNode, Long> events = new LinkedHashMap<>();
    for (JsonNode each : exchange.response().path("records")) {
      JsonNode event = recordedEvent(each);
      if (event.path("type").asText().equals(type)) {
        events.put(event, each.path("ms").asLong());
      }
    }
    return events;
  }

  OpenStream stream() {
    return stream;
  }

  Recording.Exchange exchange() {
    return exchange;
  }

  private boolean isCompared(String lane) {
    boolean firstHeartbeat = lane.equals(HEARTBEAT) && !heartbeatSeen;
    heartbeatSeen |= firstHeartbeat;
    return firstHeartbeat
        || (!lane.equals(HEARTBEAT) && !lane.equals(OFFERS) && !lane.equals(RESCIND));
  }

  private String lane(JsonNode event) {
    String type = event.path("type").asText();
    JsonNode status = event.path("update").path("status");
    if (type.equals(UPDATE) && status.has("task_id")) {
      boolean check = status.path("reason").asText().equals("REASON_TASK_CHECK_STATUS_UPDATED");
      String task = UPDATE + " " + status.path("task_id").path("value").asText();
      return check ? task + " check" : task;
    }
    if (event.has("task_updated")) {
      return type + " " + event.at("/task_updated/status/task_id/value").asText();
    }
    if (event.has("update_operation_status")) {
      return type + " " + event.at("/update_operation_status/status/operation_id/value").asText();
    }
    return type;
  }

  /** Compares what has come; true once everything is there that had come before a request. */
  boolean caughtUp(long beforeMs, String request) {
    boolean all = true;
    List<JsonNode> ours = stream.records();
    for (Map.Entry<String, List<Recorded>> lane : lanes.entrySet()) {
      compareLane(lane.getKey(), lane.getValue(), ours);
      long due = lane.getValue().stream().filter(each -> each.isBefore(beforeMs, request)).count();
      all &= done.getOrDefault(lane.getKey(), 0) >= due || givenUp.contains(lane.getKey());
    }
    return all;
  }

  private void compareLane(String lane, List<Recorded> recorded, List<JsonNode> ours) {
    int next = done.getOrDefault(lane, 0);
    for (int i = 0; i < ours.size() && next < recorded.size(); i++) {
      if (used.contains(i) || !lane(ours.get(i)).equals(lane)) {
        continue;
      }
      used.add(i);
      Recorded expected = recorded.get(next);
      if (isRepeated(ours.get(i), expected.event())) {
        continue;
      }
      differences.addAll(compare(expected, ours.get(i)));
      positions.put(expected, i);
      next++;
    }
    done.put(lane, next);
  }

  /** An update that was sent once more for want of an acknowledgement. */
  private boolean isRepeated(JsonNode ours, JsonNode expected) {
    String uuid = ours.at("/update/status/uuid").asText();
    String expectedUuid = expected.at("/update/status/uuid").asText();
    return !uuid.isEmpty()
        && !bindings.recorded(uuid).equals(uuid)
        && !bindings.recorded(uuid).equals(expectedUuid);
  }

  private List<String> compare(Recorded recorded, JsonNode ours) {
    return Comparison.differences(recorded.event(), ours, endpoints, bindings).stream()
        .map(each -> exchange.name() + " < " + Bindings.masked(recorded.lane()) + " " + each)
        .toList();
  }

  /** Does not wait any longer for what has not come; says what that is. */
  void giveUp(long beforeMs, String request) {
    for (Map.Entry<String, List<Recorded>> lane : lanes.entrySet()) {
      int seen = done.getOrDefault(lane.getKey(), 0);
      List<Recorded> due =
          lane.getValue().stream()
              .filter(each -> each.isBefore(beforeMs, request))
              .skip(seen)
              .toList();
      if (!due.isEmpty() && givenUp.add(lane.getKey())) {
        due.forEach(each -> differences.add(missing(each)));
      }
    }
  }

  private String missing(Recorded recorded) {
    return exchange.name()
        + " < missing event "
        + Bindings.masked(recorded.lane())
        + state(recorded.event());
  }

  private static String state(JsonNode event) {
    String state = event.at("/update/status/state").asText();
    return state.isEmpty() ? "" : " " + state;
  }

  /** What has come, for a reader. */
  String transcript() {
    StringBuilder text = new StringBuilder("== " + exchange.name() + "\n");
    stream.records().forEach(each -> text.append(each).append('\n'));
    return text.append(stream.end()).append('\n').toString();
  }

  /** Compares the order across lanes, and finds what was not recorded. */
  void finish() {
    List<Map.Entry<Recorded, Integer>> events = new ArrayList<>(positions.entrySet());
    events.sort((a, b) -> Long.compare(a.getKey().ms(), b.getKey().ms()));
    for (int i = 0; i < events.size(); i++) {
      for (int j = i + 1; j < events.size(); j++) {
        Recorded first = events.get(i).getKey();
        Recorded second = events.get(j).getKey();
        if (events.get(i).getValue() > events.get(j).getValue() && ordered(first, second)) {
          differences.add(
              exchange.name() + " < order: " + first.lane() + " before " + second.lane());
        }
      }
    }
    List<JsonNode> ours = stream.records();
    for (int i = 0; i < ours.size(); i++) {
      String lane = lane(ours.get(i));
      boolean summedUp = Set.of(HEARTBEAT, OFFERS, RESCIND).contains(lane);
      if (!summedUp && !used.contains(i) && !isRepeated(ours.get(i), new ObjectNode(null))) {
        differences.add(exchange.name() + " < additional event " + lane + state(ours.get(i)));
      }
    }
    boolean rescinded = ours.stream().anyMatch(each -> lane(each).equals(RESCIND));
    boolean wasRescinded = !recordedRescinds().isEmpty();
    if (rescinded != wasRescinded) {
      differences.add(exchange.name() + " < RESCIND: " + wasRescinded + " -> " + rescinded);
    }
    String how = exchange.response().at("/ended/how").asText();
    String end = stream.end();
    if (!how.isEmpty() && (end == null || !how.startsWith(end))) {
      differences.add(exchange.name() + " < ended: " + how + " -> " + end);
    }
  }

  private Map<JsonNode, Long> recordedRescinds() {
    try {
      return recordedEvents(RESCIND);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** Tasks, and what their executor says besides, go their own ways; the rest has an order. */
  private static boolean ordered(Recorded first, Recorded second) {
    boolean tasks = first.lane().contains(" ") && second.lane().contains(" ");
    boolean message = first.lane().equals("MESSAGE") || second.lane().equals("MESSAGE");
    boolean sameTime = first.ms() == second.ms() && !first.lane().equals(SUBSCRIBED);
    return !tasks && !message && !sameTime;
  }
}
