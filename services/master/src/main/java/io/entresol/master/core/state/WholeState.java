package io.entresol.master.core.state;

import io.entresol.master.core.book.Agent;
import io.entresol.master.core.book.Books;
import io.entresol.master.core.book.Framework;
import io.entresol.master.core.book.LiveTask;
import io.entresol.mesos.v1.master.Response;

/** The whole state in one message, for an operator who begins to follow events. */
public final class WholeState {
  private final Books books;
  private final Portraits portraits;

  public WholeState(Books books, Portraits portraits) {
    this.books = books;
    this.portraits = portraits;
  }

  public Response.GetState draw() {
    return Response.GetState.newBuilder()
        .setGetTasks(tasks())
        .setGetExecutors(executors())
        .setGetFrameworks(frameworks())
        .setGetAgents(agents())
        .build();
  }

  private Response.GetTasks tasks() {
    Response.GetTasks.Builder tasks = Response.GetTasks.newBuilder();
    for (Framework framework : books.frameworks().all()) {
      framework.tasks().forEach(task -> tasks.addTasks(task.toProto()));
      framework.unreachableTasks().values().stream()
          .map(LiveTask::toProto)
          .forEach(tasks::addUnreachableTasks);
      framework.completedTasks().forEach(task -> tasks.addCompletedTasks(task.toProto()));
    }
    for (Framework framework : books.frameworks().completed()) {
      framework.completedTasks().forEach(task -> tasks.addCompletedTasks(task.toProto()));
    }
    return tasks.build();
  }

  private Response.GetExecutors executors() {
    Response.GetExecutors.Builder executors = Response.GetExecutors.newBuilder();
    for (Agent agent : books.agents().all()) {
      agent
          .executors()
          .values()
          .forEach(
              ofFramework ->
                  ofFramework
                      .values()
                      .forEach(
                          executor ->
                              executors
                                  .addExecutorsBuilder()
                                  .setExecutorInfo(executor)
                                  .setAgentId(agent.info().getId())));
    }
    return executors.build();
  }

  private Response.GetFrameworks frameworks() {
    Response.GetFrameworks.Builder frameworks = Response.GetFrameworks.newBuilder();
    books.frameworks().all().forEach(f -> frameworks.addFrameworks(portraits.framework(f)));
    books
        .frameworks()
        .completed()
        .forEach(f -> frameworks.addCompletedFrameworks(portraits.framework(f)));
    return frameworks.build();
  }

  private Response.GetAgents agents() {
    Response.GetAgents.Builder agents = Response.GetAgents.newBuilder();
    books.agents().all().forEach(agent -> agents.addAgents(portraits.agent(agent)));
    agents.addAllRecoveredAgents(books.agents().recovered().values());
    return agents.build();
  }
}
