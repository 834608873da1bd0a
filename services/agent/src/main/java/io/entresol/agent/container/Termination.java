package io.entresol.agent.container;

import io.entresol.mesos.v1.TaskState;
import io.entresol.mesos.v1.TaskStatus;
import java.util.Optional;

/**
 * How a container ended.
 *
 * @param waitStatus the raw wait status: exit code shifted left by 8, or the signal's number
 * @param state the task state that follows, if not from the wait status alone
 * @param reason why, if the container exceeded a limit or its start failed
 * @param message for people; may be empty
 */
public record Termination(
    int waitStatus,
    Optional<TaskState> state,
    Optional<TaskStatus.Reason> reason,
    String message) {}
