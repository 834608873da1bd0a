package io.entresol.marathon.core.rest;

import io.entresol.marathon.core.app.AppId;
import java.time.Instant;
import java.util.Optional;

/**
 * The last task of an app that ended badly.
 *
 * @param state the Mesos task state
 * @param message the agent's words; may be empty
 * @param version the version of the app that it ran
 */
public record TaskFailure(
    AppId appId,
    String taskId,
    String state,
    String message,
    String host,
    Instant timestamp,
    Instant version,
    Optional<String> agentId) {}
