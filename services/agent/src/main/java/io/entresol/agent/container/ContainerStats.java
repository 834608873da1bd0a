package io.entresol.agent.container;

import io.entresol.mesos.v1.ResourceStatistics;

/**
 * What a container uses now.
 *
 * @param statistics with its timestamp
 */
public record ContainerStats(ResourceStatistics statistics) {}
