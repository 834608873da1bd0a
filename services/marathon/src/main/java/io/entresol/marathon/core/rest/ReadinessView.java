package io.entresol.marathon.core.rest;

import java.util.Optional;

/**
 * What the readiness check of one task has found.
 *
 * @param name of the check
 * @param lastResponse kept only if the app wants it
 */
public record ReadinessView(
    String name, String taskId, boolean ready, Optional<Response> lastResponse) {

  public record Response(int status, String contentType, String body) {}
}
