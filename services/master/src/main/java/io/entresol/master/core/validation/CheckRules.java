package io.entresol.master.core.validation;

import io.entresol.mesos.v1.CheckInfo;
import io.entresol.mesos.v1.CommandInfo;
import io.entresol.mesos.v1.HealthCheck;
import java.util.Optional;

/** What checks and health checks may look like. */
final class CheckRules {
  private CheckRules() {}

  static Optional<String> check(HealthCheck check) {
    return Checks.first(
        () -> checkKind(check),
        () -> Checks.when(check.getDelaySeconds() < 0, "'delay_seconds' is negative"),
        () -> Checks.when(check.getGracePeriodSeconds() < 0, "'grace_period_seconds' is negative"),
        () -> Checks.when(check.getIntervalSeconds() < 0, "'interval_seconds' is negative"),
        () -> Checks.when(check.getTimeoutSeconds() < 0, "'timeout_seconds' is negative"));
  }

  private static Optional<String> checkKind(HealthCheck check) {
    if (!check.hasType()) {
      return Optional.of("HealthCheck must specify 'type'");
    }
    return switch (check.getType()) {
      case COMMAND ->
          check.hasCommand()
              ? checkCommand(check.getCommand())
              : Optional.of("Expecting 'command' to be set for COMMAND health check");
      case HTTP ->
          check.hasHttp()
              ? checkHttp(check)
              : Optional.of("Expecting 'http' to be set for HTTP health check");
      case TCP -> Checks.unless(check.hasTcp(), "Expecting 'tcp' to be set for TCP health check");
      case UNKNOWN -> Optional.of("its type is unknown");
    };
  }

  private static Optional<String> checkHttp(HealthCheck check) {
    HealthCheck.HTTPCheckInfo http = check.getHttp();
    boolean knownScheme =
        !http.hasScheme() || http.getScheme().equals("http") || http.getScheme().equals("https");
    return Checks.first(
        () -> Checks.unless(knownScheme, "scheme '" + http.getScheme() + "' is not supported"),
        () -> checkPath(http.hasPath(), http.getPath()));
  }

  static Optional<String> check(CheckInfo check) {
    return Checks.first(
        () -> checkKind(check),
        () -> Checks.when(check.getDelaySeconds() < 0, "'delay_seconds' is negative"),
        () -> Checks.when(check.getIntervalSeconds() < 0, "'interval_seconds' is negative"),
        () -> Checks.when(check.getTimeoutSeconds() < 0, "'timeout_seconds' is negative"));
  }

  private static Optional<String> checkKind(CheckInfo check) {
    if (!check.hasType()) {
      return Optional.of("CheckInfo must specify 'type'");
    }
    return switch (check.getType()) {
      case COMMAND ->
          check.hasCommand()
              ? checkCommand(check.getCommand().getCommand())
              : Optional.of("Expecting 'command' to be set for COMMAND check");
      case HTTP ->
          check.hasHttp()
              ? checkPath(check.getHttp().hasPath(), check.getHttp().getPath())
              : Optional.of("Expecting 'http' to be set for HTTP check");
      case TCP -> Checks.unless(check.hasTcp(), "Expecting 'tcp' to be set for TCP check");
      case UNKNOWN -> Optional.of("its type is unknown");
    };
  }

  private static Optional<String> checkCommand(CommandInfo command) {
    return Checks.first(
        () -> Checks.unless(command.hasValue(), "the command lacks its value"),
        () -> CommandRules.check(command));
  }

  private static Optional<String> checkPath(boolean present, String path) {
    return Checks.unless(!present || path.startsWith("/"), "path '" + path + "' is not absolute");
  }
}
