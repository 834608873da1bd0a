package io.entresol.master.core.state;

import io.entresol.domain.resources.ResourceKey;
import io.entresol.domain.resources.Resources;
import io.entresol.domain.resources.Scalar;
import io.entresol.master.core.book.Agent;
import io.entresol.master.core.book.Books;
import io.entresol.master.core.book.Framework;
import io.entresol.master.core.book.Tallies;
import io.entresol.master.core.book.Tally;
import io.entresol.mesos.v1.Metric;
import io.entresol.mesos.v1.Offer;
import io.entresol.mesos.v1.OperationState;
import io.entresol.mesos.v1.TaskState;
import io.entresol.proto.TaskStates;
import io.entresol.proto.bus.MasterReply;
import io.entresol.proto.bus.MetricsReply;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** All figures of the master under the names that Mesos gives them. */
public final class MetricsReport {
  private static final List<String> RESOURCES = List.of("cpus", "gpus", "mem", "disk");

  /** Those that the allocator of Mesos counted. */
  private static final List<String> ALLOCATORS = List.of("cpus", "mem", "disk");

  private static final List<OperationState> OPERATION_STATES =
      List.of(
          OperationState.OPERATION_PENDING,
          OperationState.OPERATION_RECOVERING,
          OperationState.OPERATION_UNREACHABLE,
          OperationState.OPERATION_FINISHED,
          OperationState.OPERATION_FAILED,
          OperationState.OPERATION_ERROR,
          OperationState.OPERATION_DROPPED,
          OperationState.OPERATION_GONE_BY_OPERATOR);

  private final Books books;

  public MetricsReport(Books books) {
    this.books = books;
  }

  /** All of them. */
  public MasterReply answer(Waiting waiting, Instant now) {
    MetricsReply.Builder metrics = MetricsReply.newBuilder();
    add(metrics, "master/elected", 1);
    add(
        metrics,
        "master/uptime_secs",
        Duration.between(books.config().startTime(), now).toMillis() / 1000.0);
    addLevels(metrics, Levels.of(books));
    add(metrics, "master/event_queue_dispatches", waiting.dispatches());
    add(metrics, "master/event_queue_http_requests", waiting.calls());
    add(metrics, "master/event_queue_messages", waiting.messages());
    addResources(metrics);
    addTallies(metrics);
    addOperations(metrics);
    addFrameworks(metrics);
    return MasterReply.newBuilder().setMetrics(metrics).build();
  }

  private static void add(MetricsReply.Builder metrics, String name, long count) {
    add(metrics, name, (double) count);
  }

  private static void add(MetricsReply.Builder metrics, String name, double value) {
    metrics.addMetrics(Metric.newBuilder().setName(name).setValue(value));
  }

  private void addLevels(MetricsReply.Builder metrics, Levels levels) {
    int agents = levels.agentsActive() + levels.agentsInactive();
    add(metrics, "master/slaves_active", levels.agentsActive());
    add(metrics, "master/slaves_inactive", levels.agentsInactive());
    add(metrics, "master/slaves_connected", levels.agentsConnected());
    add(metrics, "master/slaves_disconnected", agents - levels.agentsConnected());
    add(metrics, "master/slaves_unreachable", levels.agentsUnreachable());
    add(metrics, "master/frameworks_active", levels.frameworksConnected());
    add(metrics, "master/frameworks_inactive", levels.frameworksDisconnected());
    add(metrics, "master/frameworks_connected", levels.frameworksConnected());
    add(metrics, "master/frameworks_disconnected", levels.frameworksDisconnected());
    add(metrics, "master/outstanding_offers", levels.offers());
    add(metrics, "master/operator_event_stream_subscribers", levels.operatorStreams());
    for (TaskState state :
        List.of(
            TaskState.TASK_STAGING,
            TaskState.TASK_STARTING,
            TaskState.TASK_RUNNING,
            TaskState.TASK_KILLING)) {
      add(metrics, "master/tasks_" + shortName(state), levels.tasks().get(state));
    }
    add(metrics, "master/tasks_unreachable", levels.tasksUnreachable());
  }

  private static String shortName(TaskState state) {
    return state.name().substring("TASK_".length()).toLowerCase(Locale.ROOT);
  }

  private void addResources(MetricsReply.Builder metrics) {
    long[] total = new long[2 * RESOURCES.size()];
    long[] used = new long[2 * RESOURCES.size()];
    long[] available = new long[2 * RESOURCES.size()];
    for (Agent agent : books.agents().all()) {
      addUp(total, agent.account().total());
      addUp(available, agent.account().available());
      agent.account().usedByFramework().values().forEach(held -> addUp(used, held));
    }
    for (int i = 0; i < total.length; i++) {
      String name =
          "master/"
              + RESOURCES.get(i % RESOURCES.size())
              + (i < RESOURCES.size() ? "_" : "_revocable_");
      add(metrics, name + "total", total[i] / 1000.0);
      add(metrics, name + "used", used[i] / 1000.0);
      add(metrics, name + "percent", total[i] == 0 ? 0 : (double) used[i] / total[i]);
    }
    for (String resource : ALLOCATORS) {
      String name = "allocator/mesos/resources/" + resource + "/";
      double all = both(total, resource);
      add(metrics, name + "total", all);
      add(metrics, name + "offered_or_allocated", all - both(available, resource));
    }
  }

  /** Regular and revocable ones. */
  private static double both(long[] sums, String resource) {
    int index = RESOURCES.indexOf(resource);
    return (sums[index] + sums[RESOURCES.size() + index]) / 1000.0;
  }

  /** Regular resources first, then revocable ones. */
  private static void addUp(long[] sums, Resources resources) {
    resources.forEach(
        (key, amount) -> {
          int index = RESOURCES.indexOf(key.name());
          if (index >= 0 && amount instanceof Scalar scalar) {
            sums[offset(key) + index] += scalar.milli();
          }
        });
  }

  private static int offset(ResourceKey key) {
    return key.revocable() ? RESOURCES.size() : 0;
  }

  private void addTallies(MetricsReply.Builder metrics) {
    for (Tally tally : Tally.values()) {
      add(metrics, tally.metric(), books.tallies().get(tally));
    }
    for (TaskState state : TaskState.values()) {
      if (TaskStates.isTerminal(state)) {
        add(metrics, "master/tasks_" + shortName(state), books.tallies().tasksEnded(state));
      }
    }
    books.tallies().reasons().forEach((name, count) -> add(metrics, name, count));
  }

  private void addOperations(MetricsReply.Builder metrics) {
    Tallies tallies = books.tallies();
    long[] byState = new long[OPERATION_STATES.size()];
    long all = 0;
    for (Offer.Operation.Type type : FrameworkMetrics.OPERATION_TYPES) {
      String prefix = "master/operations/" + type.name().toLowerCase(Locale.ROOT) + "/";
      long total = 0;
      for (int i = 0; i < byState.length; i++) {
        OperationState state = OPERATION_STATES.get(i);
        long count = tallies.operations(type, state);
        add(metrics, prefix + operationName(state), count);
        byState[i] += count;
        total += count;
      }
      add(metrics, prefix + "total", total);
      all += total;
    }
    for (int i = 0; i < byState.length; i++) {
      add(metrics, "master/operations/" + operationName(OPERATION_STATES.get(i)), byState[i]);
    }
    add(metrics, "master/operations/total", all);
  }

  private static String operationName(OperationState state) {
    return state.name().substring("OPERATION_".length()).toLowerCase(Locale.ROOT);
  }

  private void addFrameworks(MetricsReply.Builder metrics) {
    Set<String> principals = new TreeSet<>();
    for (Framework framework : books.frameworks().all()) {
      FrameworkMetrics.add(metrics, framework);
      if (framework.info().hasPrincipal()) {
        principals.add(framework.info().getPrincipal());
      }
    }
    books.frameworks().completed().forEach(framework -> FrameworkMetrics.add(metrics, framework));
    for (String principal : principals) {
      // Only messages of the oldest kind of framework were ever counted here.
      add(metrics, "frameworks/" + principal + "/messages_received", 0);
      add(metrics, "frameworks/" + principal + "/messages_processed", 0);
    }
  }
}
