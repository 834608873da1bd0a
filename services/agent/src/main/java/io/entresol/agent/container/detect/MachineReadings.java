package io.entresol.agent.container.detect;

import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What a machine says of itself; empty is what could not be read.
 *
 * @param processors that this process may use
 * @param memoryBytes of the whole machine
 * @param diskBytes of the file system that the agent works on, used and free
 */
public record MachineReadings(
    OptionalInt processors, OptionalLong memoryBytes, OptionalLong diskBytes) {}
