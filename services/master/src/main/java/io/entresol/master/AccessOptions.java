package io.entresol.master;

import io.entresol.master.core.config.MasterConfig.Access;
import picocli.CommandLine.Option;

/**
 * Who must have been authenticated. Gateways do that: a master makes sure that they do, and refuses
 * what comes by one that does not.
 */
final class AccessOptions {
  @Option(
      names = "--authenticate_http_frameworks",
      defaultValue = "false",
      description = "Only take calls of frameworks by gateways that authenticate them.")
  boolean authenticateHttpFrameworks;

  @Option(
      names = "--authenticate_http_readonly",
      defaultValue = "false",
      description = "Only answer gateways that authenticate who reads.")
  boolean authenticateHttpReadonly;

  @Option(
      names = "--authenticate_http_readwrite",
      defaultValue = "false",
      description = "Only take calls of operators by gateways that authenticate them.")
  boolean authenticateHttpReadwrite;

  // Taken for the gateway in the same process, which checks them.
  @Option(
      names = "--credentials",
      paramLabel = "FILE|JSON",
      description = "For the gateway in this process: principals and their secrets.")
  String credentials;

  @Option(names = "--http_authenticators", description = "For the gateway in this process: basic.")
  String httpAuthenticators;

  @Option(
      names = "--http_framework_authenticators",
      description = "For the gateway in this process: basic.")
  String httpFrameworkAuthenticators;

  Access access() {
    return new Access(
        authenticateHttpFrameworks, authenticateHttpReadonly, authenticateHttpReadwrite);
  }
}
