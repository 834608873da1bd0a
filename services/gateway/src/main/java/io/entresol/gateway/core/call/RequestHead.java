package io.entresol.gateway.core.call;

import java.util.Optional;

/** What counts of a request to a v1 API besides its body. */
public record RequestHead(
    String method,
    Optional<String> contentType,
    Optional<String> accept,
    Optional<String> streamId) {}
