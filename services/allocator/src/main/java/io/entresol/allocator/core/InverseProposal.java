package io.entresol.allocator.core;

import io.entresol.mesos.v1.AgentID;
import io.entresol.mesos.v1.FrameworkID;
import io.entresol.mesos.v1.Unavailability;

/** A framework is to be asked to give back what it holds of an agent that will be unavailable. */
public record InverseProposal(
    FrameworkID frameworkId, AgentID agentId, Unavailability unavailability) {}
