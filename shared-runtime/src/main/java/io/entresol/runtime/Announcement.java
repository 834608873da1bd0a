package io.entresol.runtime;

/**
 * How a candidate appears to the outside.
 *
 * @param id the service's own id, for example the master id
 * @param hostname the name at which clients reach the gateway that stands beside it
 * @param ip the address there
 * @param port the port there
 * @param electionPayload the content of its election node, which other programs may read, in UTF-8
 */
public record Announcement(
    String id, String hostname, String ip, int port, String electionPayload) {}
