package io.entresol.master.core.state;

import io.entresol.master.core.book.Framework;
import io.entresol.master.core.book.FrameworkCounters;
import io.entresol.mesos.v1.Metric;
import io.entresol.mesos.v1.Offer;
import io.entresol.mesos.v1.TaskState;
import io.entresol.mesos.v1.scheduler.Call;
import io.entresol.mesos.v1.scheduler.Event;
import io.entresol.proto.TaskStates;
import io.entresol.proto.bus.MetricsReply;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** The figures of one framework under the names that Mesos gives them. */
final class FrameworkMetrics {
  static final List<Offer.Operation.Type> OPERATION_TYPES =
      List.of(
          Offer.Operation.Type.RESERVE,
          Offer.Operation.Type.UNRESERVE,
          Offer.Operation.Type.CREATE,
          Offer.Operation.Type.DESTROY,
          Offer.Operation.Type.GROW_VOLUME,
          Offer.Operation.Type.SHRINK_VOLUME,
          Offer.Operation.Type.CREATE_DISK,
          Offer.Operation.Type.DESTROY_DISK);

  private static final List<Offer.Operation.Type> LAUNCH_TYPES =
      List.of(Offer.Operation.Type.LAUNCH, Offer.Operation.Type.LAUNCH_GROUP);

  private final MetricsReply.Builder metrics;
  private final String prefix;

  private FrameworkMetrics(MetricsReply.Builder metrics, Framework framework) {
    this.metrics = metrics;
    this.prefix =
        "master/frameworks/"
            + URLEncoder.encode(framework.info().getName(), StandardCharsets.UTF_8)
            + "/"
            + framework.id()
            + "/";
  }

  static void add(MetricsReply.Builder metrics, Framework framework) {
    FrameworkMetrics report = new FrameworkMetrics(metrics, framework);
    report.add("subscribed", framework.isConnected() ? 1 : 0);
    report.addMessages(framework.counters());
    report.addOperations(framework.counters());
    report.addTasks(framework.counters());
    report.addOffers(framework);
  }

  private void add(String name, long value) {
    metrics.addMetrics(Metric.newBuilder().setName(prefix + name).setValue((double) value));
  }

  private void addMessages(FrameworkCounters counters) {
    long calls = 0;
    for (Call.Type type : Call.Type.values()) {
      if (type != Call.Type.UNKNOWN) {
        add("calls/" + lower(type), counters.calls(type));
        calls += counters.calls(type);
      }
    }
    add("calls", calls);
    long events = 0;
    for (Event.Type type : Event.Type.values()) {
      if (type != Event.Type.UNKNOWN) {
        add("events/" + lower(type), counters.events(type));
        events += counters.events(type);
      }
    }
    add("events", events);
  }

  private void addOperations(FrameworkCounters counters) {
    long operations = 0;
    for (List<Offer.Operation.Type> types : List.of(OPERATION_TYPES, LAUNCH_TYPES)) {
      for (Offer.Operation.Type type : types) {
        add("operations/" + lower(type), counters.operations(type));
        operations += counters.operations(type);
      }
    }
    add("operations", operations);
  }

  private void addTasks(FrameworkCounters counters) {
    for (TaskState state : TaskState.values()) {
      String kind = TaskStates.isTerminal(state) ? "terminal/" : "active/";
      add("tasks/" + kind + lower(state), counters.tasks(state));
    }
  }

  private void addOffers(Framework framework) {
    FrameworkCounters counters = framework.counters();
    add("offers/sent", counters.offersSent());
    add("offers/accepted", counters.offersAccepted());
    add("offers/declined", counters.offersDeclined());
    add("offers/rescinded", counters.offersRescinded());
    for (String role : framework.roles()) {
      add("roles/" + role + "/suppressed", framework.suppressedRoles().contains(role) ? 1 : 0);
    }
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
