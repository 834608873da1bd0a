package io.entresol.examples;

import com.mesosphere.mesos.rx.java.MesosClientBuilder;
import com.mesosphere.mesos.rx.java.SinkOperation;
import com.mesosphere.mesos.rx.java.SinkOperations;
import com.mesosphere.mesos.rx.java.protobuf.ProtobufMesosClientBuilder;
import com.mesosphere.mesos.rx.java.protobuf.SchedulerCalls;
import com.mesosphere.mesos.rx.java.util.UserAgentEntries;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.mesos.v1.Protos.AgentID;
import org.apache.mesos.v1.Protos.CommandInfo;
import org.apache.mesos.v1.Protos.FrameworkID;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.TaskID;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.Protos.Value;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.apache.mesos.v1.scheduler.Protos.Event;
import rx.Observable;

/**
 * Runs a number of short tasks through the mesos-rxjava client (v1 scheduler API, protobuf) and
 * ends with 0 once every one has finished, with 1 as soon as one has failed. A stream that breaks
 * is opened again; a task that was lost is launched again.
 *
 * <p>Arguments: the URI of the scheduler API, the number of tasks, the command.
 */
public final class RxProtobufFramework {
  private static final double CPUS = 0.1;
  private static final double MEM = 32;
  private static final double FAILOVER_SECONDS = 120;
  private static final long RETRY_MS = 500;
  private static final int TELL_EVERY = 20;

  private final FrameworkID id;
  private final int wanted;
  private final String command;
  private final Deque<Integer> waiting = new ArrayDeque<>();
  private final Map<String, AgentID> underWay = new LinkedHashMap<>();
  private final Set<Integer> finished = new HashSet<>();
  private int launches;

  private RxProtobufFramework(FrameworkID id, int wanted, String command) {
    this.id = id;
    this.wanted = wanted;
    this.command = command;
    for (int i = 0; i < wanted; i++) {
      waiting.add(i);
    }
  }

  public static void main(String[] args) throws InterruptedException {
    if (args.length != 3) {
      System.err.println("Usage: RxProtobufFramework <uri> <tasks> <command>");
      System.exit(1);
    }
    FrameworkID id =
        FrameworkID.newBuilder().setValue("rx-" + ProcessHandle.current().pid()).build();
    RxProtobufFramework framework = new RxProtobufFramework(id, Integer.parseInt(args[1]), args[2]);
    while (true) {
      framework.run(URI.create(args[0]));
      TimeUnit.MILLISECONDS.sleep(RETRY_MS);
    }
  }

  /** Until the stream ends. */
  private void run(URI master) {
    FrameworkInfo info =
        FrameworkInfo.newBuilder()
            .setId(id)
            .setUser("root")
            .setName("rx-example")
            .setFailoverTimeout(FAILOVER_SECONDS)
            .build();
    MesosClientBuilder<Call, Event> client =
        ProtobufMesosClientBuilder.schedulerUsingProtos()
            .mesosUri(master)
            .applicationUserAgentEntry(UserAgentEntries.literal("rx-example", "1"))
            .subscribe(SchedulerCalls.subscribe(id, info));
    client.processStream(events -> events.flatMap(this::on));
    try {
      client.build().openStream().await();
    } catch (Throwable e) {
      System.out.println("The stream has ended: " + e);
    }
  }

  private synchronized Observable<Optional<SinkOperation<Call>>> on(Event event) {
    List<Call> calls = new ArrayList<>();
    switch (event.getType()) {
      case SUBSCRIBED, HEARTBEAT -> reconcile().ifPresent(calls::add);
      case OFFERS -> event.getOffers().getOffersList().forEach(offer -> calls.add(answer(offer)));
      case UPDATE -> update(event.getUpdate().getStatus()).ifPresent(calls::add);
      case ERROR -> end(1, "ERROR: " + event.getError().getMessage());
      default -> {}
    }
    List<Optional<SinkOperation<Call>>> operations = new ArrayList<>();
    calls.forEach(call -> operations.add(Optional.of(SinkOperations.create(call))));
    return Observable.from(operations);
  }

  /** A call may have been lost with the connection or with the master. */
  private Optional<Call> reconcile() {
    if (underWay.isEmpty()) {
      return Optional.empty();
    }
    Call.Reconcile.Builder reconcile = Call.Reconcile.newBuilder();
    underWay.forEach(
        (task, agent) -> reconcile.addTasksBuilder().setTaskId(taskId(task)).setAgentId(agent));
    return Optional.of(
        Call.newBuilder()
            .setFrameworkId(id)
            .setType(Call.Type.RECONCILE)
            .setReconcile(reconcile)
            .build());
  }

  private Call answer(Offer offer) {
    List<TaskInfo> tasks = new ArrayList<>();
    double cpus = scalar(offer, "cpus");
    double mem = scalar(offer, "mem");
    while (!waiting.isEmpty() && cpus >= CPUS && mem >= MEM) {
      cpus -= CPUS;
      mem -= MEM;
      String task = "rx-" + waiting.remove() + "-" + launches++;
      underWay.put(task, offer.getAgentId());
      tasks.add(task(offer, task));
    }
    if (tasks.isEmpty()) {
      return SchedulerCalls.decline(id, Arrays.asList(offer.getId()));
    }
    Offer.Operation.Builder launch =
        Offer.Operation.newBuilder().setType(Offer.Operation.Type.LAUNCH);
    launch.getLaunchBuilder().addAllTaskInfos(tasks);
    Call.Accept.Builder accept =
        Call.Accept.newBuilder().addOfferIds(offer.getId()).addOperations(launch);
    accept.getFiltersBuilder().setRefuseSeconds(0);
    return Call.newBuilder().setFrameworkId(id).setType(Call.Type.ACCEPT).setAccept(accept).build();
  }

  private Optional<Call> update(TaskStatus status) {
    String task = status.getTaskId().getValue();
    switch (status.getState()) {
      case TASK_STAGING, TASK_STARTING, TASK_RUNNING -> {}
      case TASK_FINISHED -> finished(task);
      case TASK_LOST -> {
        if (underWay.remove(task) != null) {
          waiting.add(item(task));
        }
      }
      default -> end(1, task + " is " + status.getState() + ": " + status.getMessage());
    }
    return status.hasUuid()
        ? Optional.of(
            SchedulerCalls.ackUpdate(id, status.getUuid(), status.getAgentId(), status.getTaskId()))
        : Optional.empty();
  }

  private void finished(String task) {
    underWay.remove(task);
    if (finished.add(item(task)) && finished.size() % TELL_EVERY == 0) {
      System.out.println(finished.size() + " tasks have finished");
    }
    if (finished.size() == wanted) {
      end(0, "All " + wanted + " tasks finished");
    }
  }

  /** Which piece of the work a task is an attempt at. */
  private static int item(String task) {
    return Integer.parseInt(task.split("-", 3)[1]);
  }

  private static TaskID taskId(String task) {
    return TaskID.newBuilder().setValue(task).build();
  }

  private static void end(int status, String why) {
    System.out.println(why);
    System.exit(status);
  }

  private TaskInfo task(Offer offer, String task) {
    return TaskInfo.newBuilder()
        .setName(task)
        .setTaskId(taskId(task))
        .setAgentId(offer.getAgentId())
        .addResources(resource("cpus", CPUS))
        .addResources(resource("mem", MEM))
        .setCommand(CommandInfo.newBuilder().setValue(command))
        .build();
  }

  private static Resource resource(String name, double value) {
    return Resource.newBuilder()
        .setName(name)
        .setType(Value.Type.SCALAR)
        .setScalar(Value.Scalar.newBuilder().setValue(value))
        .build();
  }

  private static double scalar(Offer offer, String name) {
    return offer.getResourcesList().stream()
        .filter(resource -> resource.getName().equals(name))
        .mapToDouble(resource -> resource.getScalar().getValue())
        .sum();
  }
}
