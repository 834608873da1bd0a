package io.entresol.master.core.notice;

import io.entresol.master.core.book.Agent;
import io.entresol.master.core.book.Books;
import io.entresol.master.core.book.EventStream;
import io.entresol.master.core.book.Framework;
import io.entresol.master.core.book.LiveTask;
import io.entresol.master.core.state.Portraits;
import io.entresol.master.core.turn.Turn;
import io.entresol.mesos.v1.TaskStatus;
import io.entresol.mesos.v1.master.Event;
import java.util.function.Supplier;

/** Tells the operators who listen what happens. Costs nothing while nobody does. */
public final class OperatorNotes {
  private final Books books;
  private final Portraits portraits;

  public OperatorNotes(Books books, Portraits portraits) {
    this.books = books;
    this.portraits = portraits;
  }

  public void taskAdded(Turn turn, LiveTask task) {
    tell(
        turn,
        () ->
            Event.newBuilder()
                .setType(Event.Type.TASK_ADDED)
                .setTaskAdded(Event.TaskAdded.newBuilder().setTask(task.toProto())));
  }

  public void taskUpdated(Turn turn, LiveTask task, TaskStatus status) {
    tell(
        turn,
        () ->
            Event.newBuilder()
                .setType(Event.Type.TASK_UPDATED)
                .setTaskUpdated(
                    Event.TaskUpdated.newBuilder()
                        .setFrameworkId(task.framework().protoId())
                        .setStatus(status)
                        .setState(task.state())));
  }

  public void agentAdded(Turn turn, Agent agent) {
    tell(
        turn,
        () ->
            Event.newBuilder()
                .setType(Event.Type.AGENT_ADDED)
                .setAgentAdded(Event.AgentAdded.newBuilder().setAgent(portraits.agent(agent))));
  }

  public void agentRemoved(Turn turn, Agent agent) {
    tell(
        turn,
        () ->
            Event.newBuilder()
                .setType(Event.Type.AGENT_REMOVED)
                .setAgentRemoved(Event.AgentRemoved.newBuilder().setAgentId(agent.info().getId())));
  }

  public void frameworkAdded(Turn turn, Framework framework) {
    tell(
        turn,
        () ->
            Event.newBuilder()
                .setType(Event.Type.FRAMEWORK_ADDED)
                .setFrameworkAdded(
                    Event.FrameworkAdded.newBuilder().setFramework(portraits.outline(framework))));
  }

  public void frameworkUpdated(Turn turn, Framework framework) {
    tell(
        turn,
        () ->
            Event.newBuilder()
                .setType(Event.Type.FRAMEWORK_UPDATED)
                .setFrameworkUpdated(
                    Event.FrameworkUpdated.newBuilder()
                        .setFramework(portraits.outline(framework))));
  }

  public void frameworkRemoved(Turn turn, Framework framework) {
    tell(
        turn,
        () ->
            Event.newBuilder()
                .setType(Event.Type.FRAMEWORK_REMOVED)
                .setFrameworkRemoved(
                    Event.FrameworkRemoved.newBuilder().setFrameworkInfo(framework.info())));
  }

  private void tell(Turn turn, Supplier<Event.Builder> event) {
    if (books.operators().isEmpty()) {
      return;
    }
    Event built = event.get().build();
    for (EventStream stream : books.operators().all()) {
      turn.toOperator(stream, built);
    }
  }
}
