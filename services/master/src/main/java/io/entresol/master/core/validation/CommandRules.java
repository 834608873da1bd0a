package io.entresol.master.core.validation;

import io.entresol.mesos.v1.CommandInfo;
import io.entresol.mesos.v1.Environment;
import io.entresol.mesos.v1.Secret;
import java.util.Optional;

/** What commands and their environment may look like. */
final class CommandRules {
  private CommandRules() {}

  static Optional<String> check(CommandInfo command) {
    for (Environment.Variable variable : command.getEnvironment().getVariablesList()) {
      Optional<String> objection = check(variable);
      if (objection.isPresent()) {
        return objection.map(text -> "environment variable '" + variable.getName() + "': " + text);
      }
    }
    return Optional.empty();
  }

  private static Optional<String> check(Environment.Variable variable) {
    return switch (variable.getType()) {
      case VALUE ->
          Checks.unless(
              variable.hasValue() && !variable.hasSecret(),
              "type VALUE needs a value, and no secret");
      case SECRET ->
          !variable.hasSecret() || variable.hasValue()
              ? Optional.of("type SECRET needs a secret, and no value")
              : checkEnvironmentSecret(variable.getSecret());
      case UNKNOWN -> Optional.of("its type is unknown");
    };
  }

  private static Optional<String> checkEnvironmentSecret(Secret secret) {
    return Checks.first(
        () -> check(secret),
        () ->
            Checks.when(
                hasNull(secret.getValue().getData().toByteArray()),
                "the secret contains a null byte"));
  }

  private static Optional<String> check(Secret secret) {
    return switch (secret.getType()) {
      case REFERENCE ->
          Checks.unless(
              secret.hasReference() && !secret.hasValue(),
              "a secret of type REFERENCE needs a reference, and no value");
      case VALUE ->
          Checks.unless(
              secret.hasValue() && !secret.hasReference(),
              "a secret of type VALUE needs a value, and no reference");
      case UNKNOWN -> Optional.empty();
    };
  }

  private static boolean hasNull(byte[] data) {
    for (byte b : data) {
      if (b == 0) {
        return true;
      }
    }
    return false;
  }
}
