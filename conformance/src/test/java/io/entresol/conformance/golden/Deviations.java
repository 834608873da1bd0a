package io.entresol.conformance.golden;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** The list of what is meant to be different from Mesos, each with its reason. */
final class Deviations {
  /**
   * One of them.
   *
   * @param recordings pattern of the names of the recordings in which it occurs
   * @param difference pattern of what is reported
   * @param reason why we do not do as Mesos does
   * @param sometimes whether it depends on what comes first, so that it may as well not occur
   */
  private record Deviation(
      Pattern recordings, Pattern difference, String reason, boolean sometimes) {
    @Override
    public String toString() {
      return recordings + " | " + difference;
    }
  }

  private final List<Deviation> deviations = new ArrayList<>();
  private final Set<Deviation> occurred = ConcurrentHashMap.newKeySet();
  private final Set<String> replayed = ConcurrentHashMap.newKeySet();

  Deviations() {
    try (InputStream in = Deviations.class.getResourceAsStream("/deviations.json")) {
      for (JsonNode each : Recording.JSON.readTree(in)) {
        deviations.add(
            new Deviation(
                Pattern.compile(each.path("recordings").asText()),
                Pattern.compile(each.path("difference").asText()),
                each.path("reason").asText(),
                each.path("sometimes").asBoolean()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Those differences of a replayed recording that are not meant. */
  List<String> unexpected(String recording, List<String> differences) {
    replayed.add(recording);
    List<String> unexpected = new ArrayList<>();
    for (String difference : differences) {
      List<Deviation> meant =
          deviations.stream()
              .filter(each -> each.recordings().matcher(recording).matches())
              .filter(each -> each.difference().matcher(difference).matches())
              .toList();
      occurred.addAll(meant);
      if (meant.isEmpty()) {
        unexpected.add(difference);
      }
    }
    return unexpected;
  }

  /** What stands on the list, but did not happen in any recording that it could happen in. */
  List<String> unused() {
    return deviations.stream()
        .filter(each -> !each.sometimes() && !occurred.contains(each))
        .filter(
            each -> replayed.stream().anyMatch(name -> each.recordings().matcher(name).matches()))
        .map(Deviation::toString)
        .toList();
  }

  /** What stands on the list without saying why. */
  List<String> unexplained() {
    return deviations.stream()
        .filter(each -> each.reason().isBlank())
        .map(Deviation::toString)
        .toList();
  }
}
