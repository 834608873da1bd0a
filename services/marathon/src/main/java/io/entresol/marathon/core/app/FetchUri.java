package io.entresol.marathon.core.app;

import java.util.Optional;

/**
 * Something to download into the sandbox before the task starts.
 *
 * @param destPath where in the sandbox; empty is under its own name
 */
public record FetchUri(
    String uri, boolean extract, boolean executable, boolean cache, Optional<String> destPath) {}
