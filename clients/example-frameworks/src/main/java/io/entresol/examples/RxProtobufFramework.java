package io.entresol.examples;

import com.mesosphere.mesos.rx.java.MesosClientBuilder;
import com.mesosphere.mesos.rx.java.SinkOperation;
import com.mesosphere.mesos.rx.java.SinkOperations;
import com.mesosphere.mesos.rx.java.protobuf.ProtobufMesosClientBuilder;
import com.mesosphere.mesos.rx.java.protobuf.SchedulerCalls;
import com.mesosphere.mesos.rx.java.util.UserAgentEntries;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.mesos.v1.Protos.CommandInfo;
import org.apache.mesos.v1.Protos.FrameworkID;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.TaskID;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.Protos.Value;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.apache.mesos.v1.scheduler.Protos.Event;
import rx.Observable;

/**
 * Runs a number of short tasks through the mesos-rxjava client (v1 scheduler API, protobuf) and
 * ends with 0 once every one has finished, with 1 as soon as one has not.
 *
 * <p>Arguments: the URI of the scheduler API, the number of tasks, the command.
 */
public final class RxProtobufFramework {
  private static final double CPUS = 0.1;
  private static final double MEM = 32;

  private final FrameworkID id;
  private final int wanted;
  private final String command;
  private final Set<String> finished = new HashSet<>();
  private int launched;

  private RxProtobufFramework(FrameworkID id, int wanted, String command) {
    this.id = id;
    this.wanted = wanted;
    this.command = command;
  }

  public static void main(String[] args) throws Throwable {
    if (args.length != 3) {
      System.err.println("Usage: RxProtobufFramework <uri> <tasks> <command>");
      System.exit(1);
    }
    FrameworkID id =
        FrameworkID.newBuilder().setValue("rx-" + ProcessHandle.current().pid()).build();
    new RxProtobufFramework(id, Integer.parseInt(args[1]), args[2]).run(URI.create(args[0]));
  }

  private void run(URI master) throws Throwable {
    FrameworkInfo info =
        FrameworkInfo.newBuilder()
            .setId(id)
            .setUser("root")
            .setName("rx-example")
            .setFailoverTimeout(0)
            .build();
    MesosClientBuilder<Call, Event> client =
        ProtobufMesosClientBuilder.schedulerUsingProtos()
            .mesosUri(master)
            .applicationUserAgentEntry(UserAgentEntries.literal("rx-example", "1"))
            .subscribe(SchedulerCalls.subscribe(id, info));
    client.processStream(events -> events.flatMap(this::on));
    client.build().openStream().await();
  }

  private synchronized Observable<Optional<SinkOperation<Call>>> on(Event event) {
    List<Call> calls = new ArrayList<>();
    switch (event.getType()) {
      case OFFERS -> event.getOffers().getOffersList().forEach(offer -> calls.add(answer(offer)));
      case UPDATE -> update(event.getUpdate().getStatus()).ifPresent(calls::add);
      case ERROR -> end(1, "ERROR: " + event.getError().getMessage());
      default -> {}
    }
    List<Optional<SinkOperation<Call>>> operations = new ArrayList<>();
    calls.forEach(call -> operations.add(Optional.of(SinkOperations.create(call))));
    return Observable.from(operations);
  }

  private Call answer(Offer offer) {
    List<TaskInfo> tasks = new ArrayList<>();
    double cpus = scalar(offer, "cpus");
    double mem = scalar(offer, "mem");
    while (launched < wanted && cpus >= CPUS && mem >= MEM) {
      cpus -= CPUS;
      mem -= MEM;
      tasks.add(task(offer, "rx-" + launched++));
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
    if (status.getState() == TaskState.TASK_FINISHED) {
      finished.add(task);
    } else if (status.getState() != TaskState.TASK_STARTING
        && status.getState() != TaskState.TASK_RUNNING) {
      end(1, task + " is " + status.getState() + ": " + status.getMessage());
    }
    if (finished.size() == wanted) {
      end(0, "All " + wanted + " tasks finished");
    }
    return status.hasUuid()
        ? Optional.of(
            SchedulerCalls.ackUpdate(id, status.getUuid(), status.getAgentId(), status.getTaskId()))
        : Optional.empty();
  }

  private static void end(int status, String why) {
    System.out.println(why);
    System.exit(status);
  }

  private TaskInfo task(Offer offer, String taskId) {
    return TaskInfo.newBuilder()
        .setName(taskId)
        .setTaskId(TaskID.newBuilder().setValue(taskId))
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
