package io.entresol.master;

import io.entresol.master.core.config.MasterConfig;
import io.entresol.master.core.validation.RoleRules;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Option;

/** What frameworks may do, and what is remembered of them. */
final class FrameworkOptions {
  private static final String ANY_ROLE = "*";

  @Option(
      names = "--roles",
      description = "The only roles that frameworks may have, separated by commas (default: any).")
  private String roles;

  @Option(
      names = "--weights",
      description = "Weights of roles for a registry that has none yet: role=weight,role=weight.")
  private String weights;

  @Option(
      names = "--root_submissions",
      defaultValue = "true",
      description = "Whether frameworks of user root are let in (default: ${DEFAULT-VALUE}).")
  private boolean rootSubmissions = true;

  @Option(
      names = "--offer_timeout",
      paramLabel = "DURATION",
      description = "How long an offer may lie unanswered (default: for ever).")
  private String offerTimeout;

  @Option(
      names = "--max_completed_frameworks",
      defaultValue = "50",
      description = "How many ended frameworks are remembered (default: ${DEFAULT-VALUE}).")
  private int maxCompletedFrameworks = 50;

  @Option(
      names = "--max_completed_tasks_per_framework",
      defaultValue = "1000",
      description = "How many ended tasks of each are remembered (default: ${DEFAULT-VALUE}).")
  private int maxCompletedTasks = 1000;

  @Option(
      names = "--max_unreachable_tasks_per_framework",
      defaultValue = "1000",
      description =
          "How many tasks on unreachable agents of each are remembered"
              + " (default: ${DEFAULT-VALUE}).")
  private int maxUnreachableTasks = 1000;

  @Option(
      names = "--max_operator_event_stream_subscribers",
      defaultValue = "1000",
      description =
          "How many operators' event streams are served; beyond that the oldest ends"
              + " (default: ${DEFAULT-VALUE}).")
  private int maxOperatorStreams = 1000;

  void offerTimeout(Duration timeout) {
    offerTimeout = MasterOptions.text(timeout);
  }

  Optional<Duration> offerTimeout() {
    return Optional.ofNullable(offerTimeout)
        .map(text -> MasterOptions.positive("--offer_timeout", text));
  }

  int maxOperatorStreams() {
    return maxOperatorStreams;
  }

  MasterConfig.Frameworks config() {
    return new MasterConfig.Frameworks(
        maxCompletedFrameworks,
        maxCompletedTasks,
        maxUnreachableTasks,
        rootSubmissions,
        MasterConfig.Frameworks.DEFAULT.heartbeat());
  }

  /** The only roles, {@code *} always among them; empty is any. */
  Optional<Set<String>> roleWhitelist() {
    if (roles == null) {
      return Optional.empty();
    }
    Set<String> whitelist = new HashSet<>(Set.of(ANY_ROLE));
    for (String role : roles.split(",", -1)) {
      whitelist.add(checkedRole("--roles", role));
    }
    return Optional.of(whitelist);
  }

  Map<String, Double> weights() {
    if (weights == null) {
      return Map.of();
    }
    Map<String, Double> byRole = new HashMap<>();
    for (String pair : weights.split(",", -1)) {
      int equals = pair.indexOf('=');
      if (equals < 0) {
        throw new IllegalArgumentException("--weights: '" + pair + "' is no role=weight");
      }
      String role = checkedRole("--weights", pair.substring(0, equals));
      byRole.put(role, weight(pair.substring(equals + 1)));
    }
    return byRole;
  }

  private static String checkedRole(String option, String text) {
    String role = text.strip();
    RoleRules.check(role)
        .ifPresent(
            problem -> {
              throw new IllegalArgumentException(option + ": " + problem);
            });
    return role;
  }

  private static double weight(String text) {
    double weight;
    try {
      weight = Double.parseDouble(text.strip());
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("--weights: '" + text + "' is no number", e);
    }
    if (!(weight > 0 && weight < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("--weights: '" + text + "' is not positive");
    }
    return weight;
  }

  /**
   * @throws IllegalArgumentException if an option is wrong; the message names it
   */
  void check() {
    offerTimeout();
    roleWhitelist();
    weights();
    atLeast(0, "--max_completed_frameworks", maxCompletedFrameworks);
    atLeast(0, "--max_completed_tasks_per_framework", maxCompletedTasks);
    atLeast(0, "--max_unreachable_tasks_per_framework", maxUnreachableTasks);
    atLeast(1, "--max_operator_event_stream_subscribers", maxOperatorStreams);
  }

  private static void atLeast(int least, String option, int value) {
    if (value < least) {
      throw new IllegalArgumentException(option + " must be at least " + least);
    }
  }
}
