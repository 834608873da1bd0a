package io.entresol.conformance.golden;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which id of ours stands for which recorded one. An id is learned where it is first seen, and has
 * to stay the same from then on, in both directions.
 */
final class Bindings {
  /** Of masters, containers and streams; with an ending, of frameworks, agents and offers. */
  private static final Pattern ID =
      Pattern.compile(
          "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
              + "(?:-S\\d+|-O\\d+|-\\d{4,})?");

  /** Sixteen bytes, as the uuid of a status is written. */
  private static final Pattern UUID_BYTES = Pattern.compile("[A-Za-z0-9+/]{22}==");

  private final Map<String, String> toOurs = new HashMap<>();
  private final Map<String, String> toRecorded = new HashMap<>();

  Bindings copy() {
    Bindings copy = new Bindings();
    copy.become(this);
    return copy;
  }

  void become(Bindings other) {
    toOurs.clear();
    toOurs.putAll(other.toOurs);
    toRecorded.clear();
    toRecorded.putAll(other.toRecorded);
  }

  /** Whether a text of ours is the recorded one but for the ids in it; learns new ids. */
  boolean same(String recorded, String ours) {
    if (UUID_BYTES.matcher(recorded).matches() && UUID_BYTES.matcher(ours).matches()) {
      return bind(recorded, ours);
    }
    Matcher inRecorded = ID.matcher(recorded);
    Matcher inOurs = ID.matcher(ours);
    int fromRecorded = 0;
    int fromOurs = 0;
    while (inRecorded.find()) {
      if (!inOurs.find()
          || !recorded
              .substring(fromRecorded, inRecorded.start())
              .equals(ours.substring(fromOurs, inOurs.start()))
          || !bind(inRecorded.group(), inOurs.group())) {
        return false;
      }
      fromRecorded = inRecorded.end();
      fromOurs = inOurs.end();
    }
    return recorded.substring(fromRecorded).equals(ours.substring(fromOurs));
  }

  private boolean bind(String recorded, String ours) {
    if (!kind(recorded).equals(kind(ours))) {
      return false;
    }
    String bound = toOurs.putIfAbsent(recorded, ours);
    String boundBack = toRecorded.putIfAbsent(ours, recorded);
    return (bound == null || bound.equals(ours))
        && (boundBack == null || boundBack.equals(recorded));
  }

  private static String kind(String id) {
    return id.length() < 36 ? "bytes" : id.substring(36).replaceAll("\\d+", "");
  }

  /** Forgets an id of ours, since another takes its place. */
  void rebind(String recorded, String ours) {
    toRecorded.remove(toOurs.put(recorded, ours));
    toRecorded.put(ours, recorded);
  }

  /** A recorded text with our ids in it. */
  String ours(String recorded) {
    String withIds = ID.matcher(recorded).replaceAll(this::ofMatch);
    return UUID_BYTES.matcher(withIds).replaceAll(this::ofMatch);
  }

  private String ofMatch(MatchResult match) {
    return Matcher.quoteReplacement(toOurs.getOrDefault(match.group(), match.group()));
  }

  /** A text of ours with the recorded ids in it, as far as they are known. */
  String recorded(String ours) {
    String withIds = ID.matcher(ours).replaceAll(this::ofOurs);
    return UUID_BYTES.matcher(withIds).replaceAll(this::ofOurs);
  }

  private String ofOurs(MatchResult match) {
    return Matcher.quoteReplacement(toRecorded.getOrDefault(match.group(), match.group()));
  }

  /** A text without what is different in each run. */
  static String masked(String text) {
    return UUID_BYTES.matcher(ID.matcher(text).replaceAll("ID")).replaceAll("UUID");
  }
}
