package io.entresol.master.core.state;

import io.entresol.master.core.book.Agent;
import io.entresol.master.core.book.Books;
import io.entresol.master.core.book.Framework;
import io.entresol.master.core.book.LiveTask;
import io.entresol.master.core.book.Roster;
import io.entresol.mesos.v1.ExecutorInfo;
import io.entresol.mesos.v1.FrameworkID;
import io.entresol.proto.bus.AgentState;
import io.entresol.proto.bus.ExecutorState;
import io.entresol.proto.bus.FrameworkState;
import io.entresol.proto.bus.MasterReply;
import io.entresol.proto.bus.StatePage;
import io.entresol.proto.bus.StateQuery;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Tells the state in pages, so that a reader of much delays nobody. A framework with more tasks
 * than a page holds comes again on the next page, with further tasks.
 */
public final class StatePages {
  /** How many agents, frameworks, tasks and executors a page holds in all. */
  static final int ITEMS = 1_000;

  private final Books books;
  private final Portraits portraits;

  public StatePages(Books books, Portraits portraits) {
    this.books = books;
    this.portraits = portraits;
  }

  public MasterReply answer(StateQuery query) {
    Set<StateQuery.Part> parts =
        query.getPartsCount() == 0
            ? EnumSet.allOf(StateQuery.Part.class)
            : EnumSet.copyOf(query.getPartsList());
    PageCursor from =
        query.hasPageToken()
            ? PageCursor.parse(query.getPageToken()).orElse(PageCursor.END)
            : PageCursor.START;
    StatePage.Builder page = StatePage.newBuilder();
    if (!query.hasPageToken()) {
      addFirst(page, parts);
    }
    PageCursor next = new Writer(page, parts).write(from);
    if (next.stage() != PageCursor.Stage.END) {
      page.setNextPageToken(next.token());
    }
    return MasterReply.newBuilder().setState(page).build();
  }

  private void addFirst(StatePage.Builder page, Set<StateQuery.Part> parts) {
    if (parts.contains(StateQuery.Part.MASTER)) {
      page.setMasterInfo(books.config().masterInfo())
          .setStartTime(Portraits.seconds(books.config().startTime()))
          .setElectedTime(Portraits.seconds(books.electedAt()))
          .setUnreachableAgents(books.agents().unreachable().size())
          .addAllFlags(books.config().flags());
    }
    if (parts.contains(StateQuery.Part.AGENTS)) {
      page.addAllRecoveredAgents(books.agents().recovered().values());
    }
    if (parts.contains(StateQuery.Part.ROLES)) {
      page.addAllRoles(new RoleTable(books).states());
      books.config().roleWhitelist().ifPresent(page::addAllRoleWhitelist);
    }
  }

  /** Fills one page. */
  private final class Writer {
    private final StatePage.Builder page;
    private final Set<StateQuery.Part> parts;
    private int left = ITEMS;

    Writer(StatePage.Builder page, Set<StateQuery.Part> parts) {
      this.page = page;
      this.parts = parts;
    }

    /** Returns where the next page begins. */
    PageCursor write(PageCursor from) {
      PageCursor cursor = from;
      while (left > 0 && cursor.stage() != PageCursor.Stage.END) {
        cursor =
            switch (cursor.stage()) {
              case AGENTS -> agents(cursor);
              case FRAMEWORKS -> frameworks(cursor);
              case COMPLETED_FRAMEWORKS -> completedFrameworks(cursor);
              case EXECUTORS -> executors(cursor);
              case END -> cursor;
            };
      }
      return cursor;
    }

    private PageCursor agents(PageCursor from) {
      Roster<Agent> roster = books.agents().roster();
      if (!parts.contains(StateQuery.Part.AGENTS)) {
        return from.nextStage();
      }
      PageCursor cursor = from;
      for (; cursor.place() < roster.end() && left > 0; cursor = cursor.next()) {
        Agent agent = roster.get(cursor.place());
        if (agent != null) {
          left--;
          page.addAgents(
              AgentState.newBuilder()
                  .setAgent(portraits.agent(agent))
                  .setConnected(agent.isConnected()));
        }
      }
      return cursor.place() < roster.end() ? cursor : cursor.nextStage();
    }

    private boolean wantsFrameworks() {
      return parts.contains(StateQuery.Part.FRAMEWORKS) || parts.contains(StateQuery.Part.TASKS);
    }

    private PageCursor frameworks(PageCursor from) {
      Roster<Framework> roster = books.frameworks().roster();
      if (!wantsFrameworks()) {
        return from.nextStage();
      }
      PageCursor cursor = from;
      while (cursor.place() < roster.end() && left > 0) {
        Framework framework = roster.get(cursor.place());
        if (framework == null) {
          cursor = cursor.next();
        } else {
          FrameworkState.Builder state = state(framework);
          cursor = tasks(framework, state, cursor);
          page.addFrameworks(state);
        }
      }
      return cursor.place() < roster.end() ? cursor : cursor.nextStage();
    }

    private PageCursor completedFrameworks(PageCursor from) {
      if (!wantsFrameworks()) {
        return from.nextStage();
      }
      List<Framework> completed = new ArrayList<>(books.frameworks().completed());
      PageCursor cursor = from;
      while (cursor.place() < completed.size() && left > 0) {
        FrameworkState.Builder state = state(completed.get(cursor.place()));
        cursor = tasks(completed.get(cursor.place()), state, cursor);
        page.addCompletedFrameworks(state);
      }
      return cursor.place() < completed.size() ? cursor : cursor.nextStage();
    }

    private FrameworkState.Builder state(Framework framework) {
      left--;
      return FrameworkState.newBuilder()
          .setFramework(portraits.framework(framework))
          .addAllSuppressedRoles(framework.suppressedRoles());
    }

    /** Adds as many of the framework's tasks as there is room for. */
    private PageCursor tasks(Framework framework, FrameworkState.Builder state, PageCursor from) {
      if (!parts.contains(StateQuery.Part.TASKS)) {
        return from.next();
      }
      PageCursor cursor = from;
      if (cursor.kind() == 0) {
        Roster<LiveTask> live = framework.taskRoster();
        int place = cursor.inner();
        for (; place < live.end() && left > 0; place++) {
          if (live.get(place) != null) {
            left--;
            state.addTasks(live.get(place).toProto());
          }
        }
        if (place < live.end()) {
          return cursor.within(0, place);
        }
        cursor = cursor.within(1, 0);
      }
      if (cursor.kind() == 1) {
        List<LiveTask> unreachable = slice(framework.unreachableTasks().values(), cursor.inner());
        unreachable.forEach(task -> state.addUnreachableTasks(task.toProto()));
        int reached = cursor.inner() + unreachable.size();
        if (reached < framework.unreachableTasks().size()) {
          return cursor.within(1, reached);
        }
        cursor = cursor.within(2, 0);
      }
      List<LiveTask> completed = slice(framework.completedTasks(), cursor.inner());
      completed.forEach(task -> state.addCompletedTasks(task.toProto()));
      int reached = cursor.inner() + completed.size();
      return reached < framework.completedTasks().size()
          ? cursor.within(2, reached)
          : cursor.next();
    }

    private List<LiveTask> slice(Collection<LiveTask> tasks, int from) {
      List<LiveTask> slice = tasks.stream().skip(from).limit(left).toList();
      left -= slice.size();
      return slice;
    }

    private PageCursor executors(PageCursor from) {
      Roster<Agent> roster = books.agents().roster();
      if (!parts.contains(StateQuery.Part.EXECUTORS)) {
        return from.nextStage();
      }
      PageCursor cursor = from;
      for (; cursor.place() < roster.end() && left > 0; cursor = cursor.next()) {
        Agent agent = roster.get(cursor.place());
        if (agent != null) {
          executorsOf(agent);
        }
      }
      return cursor.place() < roster.end() ? cursor : cursor.nextStage();
    }

    /** All of an agent at once: there are few. */
    private void executorsOf(Agent agent) {
      for (Map.Entry<String, Map<String, ExecutorInfo>> entry : agent.executors().entrySet()) {
        for (ExecutorInfo executor : entry.getValue().values()) {
          left--;
          page.addExecutors(
              ExecutorState.newBuilder()
                  .setFrameworkId(FrameworkID.newBuilder().setValue(entry.getKey()))
                  .setAgentId(agent.info().getId())
                  .setInfo(executor));
        }
      }
    }
  }
}
