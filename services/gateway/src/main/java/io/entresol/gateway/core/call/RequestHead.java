package io.entresol.gateway.core.call;

import java.util.Optional;

/**
 * What counts of a request to a v1 API besides its body.
 *
 * @param principal whom the client was authenticated as; empty if it was not asked
 */
public record RequestHead(
    String method,
    Optional<String> contentType,
    Optional<String> accept,
    Optional<String> streamId,
    Optional<String> principal) {}
