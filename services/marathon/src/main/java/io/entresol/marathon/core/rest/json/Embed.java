package io.entresol.marathon.core.rest.json;

import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;

/** What clients can have beside an app's definition. */
public enum Embed {
  TASKS,
  COUNTS,
  DEPLOYMENTS,
  READINESS,
  LAST_TASK_FAILURE,
  TASK_STATS;

  /** Reads {@code apps.tasks}, {@code app.counts} or {@code tasks}; unknown words are ignored. */
  public static Set<Embed> ofApps(Collection<String> words) {
    EnumSet<Embed> embeds = EnumSet.noneOf(Embed.class);
    for (String word : words) {
      add(word.replaceFirst("^apps?\\.", ""), embeds);
    }
    return embeds;
  }

  /** Reads {@code group.apps.tasks} and the like; unknown words are ignored. */
  public static Set<Embed> ofGroups(Collection<String> words) {
    EnumSet<Embed> embeds = EnumSet.noneOf(Embed.class);
    for (String word : words) {
      if (word.startsWith("group.apps.")) {
        add(word.substring("group.apps.".length()), embeds);
      }
    }
    return embeds;
  }

  private static void add(String word, Set<Embed> embeds) {
    switch (word) {
      case "tasks" -> embeds.addAll(Set.of(TASKS, DEPLOYMENTS));
      case "counts" -> embeds.add(COUNTS);
      case "deployments" -> embeds.add(DEPLOYMENTS);
      case "readiness" -> embeds.add(READINESS);
      case "lastTaskFailure" -> embeds.add(LAST_TASK_FAILURE);
      case "failures" -> embeds.addAll(Set.of(TASKS, DEPLOYMENTS, COUNTS, LAST_TASK_FAILURE));
      case "taskStats" -> embeds.add(TASK_STATS);
      default -> {
        // Clients of other versions ask for what these do not know.
      }
    }
  }
}
