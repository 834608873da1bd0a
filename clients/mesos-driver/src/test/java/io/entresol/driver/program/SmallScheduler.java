package io.entresol.driver.program;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.mesos.MesosNativeLibrary;
import org.apache.mesos.MesosSchedulerDriver;
import org.apache.mesos.Protos;
import org.apache.mesos.Scheduler;
import org.apache.mesos.SchedulerDriver;

/** Uses every call that all versions of the interface have, and writes down what it is told. */
public final class SmallScheduler implements Scheduler {
  private static final Protos.Filters FILTERS =
      Protos.Filters.newBuilder().setRefuseSeconds(1).build();
  private static final Protos.TaskID TASK = Protos.TaskID.newBuilder().setValue("task").build();

  private final List<String> lines = Collections.synchronizedList(new ArrayList<>());

  private SmallScheduler() {}

  /** Runs until the task has been killed, and returns what happened. */
  public static List<String> run(String master, String principal, String secret) {
    MesosNativeLibrary.load("/no/such/library.so");
    SmallScheduler scheduler = new SmallScheduler();
    Protos.FrameworkInfo framework =
        Protos.FrameworkInfo.newBuilder()
            .setUser("")
            .setName("small")
            .setPrincipal(principal)
            .build();
    Protos.Credential credential =
        Protos.Credential.newBuilder().setPrincipal(principal).setSecret(secret).build();
    MesosSchedulerDriver driver =
        new MesosSchedulerDriver(scheduler, framework, master, credential);
    scheduler.lines.add("before: " + driver.reviveOffers());
    Protos.Status last = driver.run();
    scheduler.lines.add("after: " + last);
    return scheduler.lines;
  }

  @Override
  public void registered(
      SchedulerDriver driver, Protos.FrameworkID framework, Protos.MasterInfo master) {
    lines.add("registered " + framework.getValue() + " at " + master.getHostname());
    driver.reconcileTasks(
        Collections.singletonList(
            Protos.TaskStatus.newBuilder()
                .setTaskId(TASK)
                .setState(Protos.TaskState.TASK_RUNNING)
                .build()));
    driver.requestResources(Collections.singletonList(Protos.Request.newBuilder().build()));
  }

  @Override
  public void reregistered(SchedulerDriver driver, Protos.MasterInfo master) {
    lines.add("reregistered");
  }

  @Override
  @SuppressWarnings("deprecation")
  public void resourceOffers(SchedulerDriver driver, List<Protos.Offer> offers) {
    lines.add("offers " + offers.size());
    driver.launchTasks(
        offers.get(0).getId(), Collections.singletonList(task(offers.get(0))), FILTERS);
    driver.acceptOffers(
        Collections.singletonList(offers.get(1).getId()),
        Collections.singletonList(
            Protos.Offer.Operation.newBuilder()
                .setType(Protos.Offer.Operation.Type.LAUNCH)
                .setLaunch(
                    Protos.Offer.Operation.Launch.newBuilder().addTaskInfos(task(offers.get(1))))
                .build()),
        FILTERS);
    driver.declineOffer(offers.get(2).getId(), FILTERS);
  }

  private static Protos.TaskInfo task(Protos.Offer offer) {
    return Protos.TaskInfo.newBuilder()
        .setTaskId(TASK)
        .setName("task")
        .setSlaveId(offer.getSlaveId())
        .addResources(
            Protos.Resource.newBuilder()
                .setName("cpus")
                .setType(Protos.Value.Type.SCALAR)
                .setScalar(Protos.Value.Scalar.newBuilder().setValue(0.1)))
        .setCommand(Protos.CommandInfo.newBuilder().setValue("true"))
        .build();
  }

  @Override
  public void offerRescinded(SchedulerDriver driver, Protos.OfferID offer) {
    lines.add("rescinded " + offer.getValue());
  }

  @Override
  public void statusUpdate(SchedulerDriver driver, Protos.TaskStatus status) {
    lines.add(status.getTaskId().getValue() + " " + status.getState());
    if (status.getState() == Protos.TaskState.TASK_RUNNING) {
      driver.sendFrameworkMessage(
          Protos.ExecutorID.newBuilder().setValue("executor").build(),
          status.getSlaveId(),
          "question".getBytes(StandardCharsets.UTF_8));
    } else {
      driver.suppressOffers();
      driver.reviveOffers();
      driver.stop();
    }
  }

  @Override
  public void frameworkMessage(
      SchedulerDriver driver, Protos.ExecutorID executor, Protos.SlaveID agent, byte[] data) {
    lines.add(
        executor.getValue()
            + " on "
            + agent.getValue()
            + ": "
            + new String(data, StandardCharsets.UTF_8));
    driver.killTask(TASK);
  }

  @Override
  public void disconnected(SchedulerDriver driver) {
    lines.add("disconnected");
  }

  @Override
  public void slaveLost(SchedulerDriver driver, Protos.SlaveID agent) {
    lines.add("agent lost " + agent.getValue());
  }

  @Override
  public void executorLost(
      SchedulerDriver driver, Protos.ExecutorID executor, Protos.SlaveID agent, int status) {
    lines.add("executor lost " + executor.getValue());
  }

  @Override
  public void error(SchedulerDriver driver, String message) {
    lines.add("error " + message);
  }
}
