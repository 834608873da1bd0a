package io.entresol.marathon.core.app;

/** The value of an environment variable, or where it is kept. */
public sealed interface EnvValue {
  record Text(String value) implements EnvValue {}

  /** The name of one of the app's secrets. */
  record SecretRef(String secret) implements EnvValue {}
}
