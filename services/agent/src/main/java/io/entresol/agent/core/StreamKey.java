package io.entresol.agent.core;

import io.entresol.mesos.v1.FrameworkID;
import io.entresol.mesos.v1.TaskID;

/** A task of a framework; each has its own stream of updates. */
record StreamKey(FrameworkID framework, TaskID task) {}
