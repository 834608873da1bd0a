package io.entresol.marathon.core.app;

import java.time.Instant;

/**
 * When the app last changed.
 *
 * @param lastScalingAt also moved by a configuration change
 * @param lastConfigChangeAt the version since which instances count as up to date
 */
public record VersionInfo(Instant lastScalingAt, Instant lastConfigChangeAt) {}
