package io.entresol.agent.core;

import io.entresol.mesos.v1.ContainerID;
import io.entresol.mesos.v1.ContainerStatus;
import java.util.Optional;

/**
 * A container of this agent that was there when it came back.
 *
 * @param exit how it has ended; empty while it runs
 */
public record FoundContainer(ContainerID id, ContainerStatus status, Optional<Exit> exit) {}
