package io.entresol.driver.program;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.mesos.MesosNativeLibrary;
import org.apache.mesos.MesosSchedulerDriver;
import org.apache.mesos.Protos;
import org.apache.mesos.Scheduler;
import org.apache.mesos.SchedulerDriver;

/**
 * A scheduler as its author would have written it for the native library. It runs many short tasks
 * in one executor, exchanges messages with it, and leaves one task running; a second process with
 * the same framework id finds that task by reconciliation, kills it and ends the framework. What
 * happens is printed line by line.
 */
public final class LoadScheduler implements Scheduler {
  private static final Protos.TaskID LAST = Protos.TaskID.newBuilder().setValue("last").build();
  private static final Protos.ExecutorID EXECUTOR =
      Protos.ExecutorID.newBuilder().setValue("load").build();

  private final int count;
  private final String executorCommand;
  private final boolean takesOver;
  private final Set<String> finished = new HashSet<>();
  private int launched;
  private long firstLaunch;
  private boolean lastLaunched;
  private String agentOfExecutor = "";

  private LoadScheduler(int count, String executorCommand, boolean takesOver) {
    this.count = count;
    this.executorCommand = executorCommand;
    this.takesOver = takesOver;
  }

  /** Takes the master, the number of tasks, the executor's command and perhaps a framework id. */
  public static void main(String[] arguments) {
    MesosNativeLibrary.load();
    Protos.FrameworkInfo.Builder framework =
        Protos.FrameworkInfo.newBuilder()
            .setUser("")
            .setName("load")
            .setFailoverTimeout(60)
            .setCheckpoint(true);
    boolean takesOver = arguments.length > 3;
    if (takesOver) {
      framework.setId(Protos.FrameworkID.newBuilder().setValue(arguments[3]));
    }
    LoadScheduler scheduler =
        new LoadScheduler(Integer.parseInt(arguments[1]), arguments[2], takesOver);
    Protos.Status last = driver(scheduler, framework, arguments[0]).run();
    say("ended: " + last);
    System.exit(last == Protos.Status.DRIVER_STOPPED ? 0 : 1);
  }

  /** Whom it is to be authenticated as stands in the environment, as in Mesos's examples. */
  private static SchedulerDriver driver(
      Scheduler scheduler, Protos.FrameworkInfo.Builder framework, String master) {
    String principal = System.getenv("DEFAULT_PRINCIPAL");
    if (principal == null) {
      return new MesosSchedulerDriver(scheduler, framework.build(), master);
    }
    return new MesosSchedulerDriver(
        scheduler,
        framework.setPrincipal(principal).build(),
        master,
        Protos.Credential.newBuilder()
            .setPrincipal(principal)
            .setSecret(System.getenv("DEFAULT_SECRET"))
            .build());
  }

  private static void say(String line) {
    System.out.println(line);
  }

  @Override
  public void registered(
      SchedulerDriver driver, Protos.FrameworkID framework, Protos.MasterInfo master) {
    say("registered: " + framework.getValue());
    if (takesOver) {
      driver.reconcileTasks(Collections.emptyList());
    }
  }

  @Override
  public void reregistered(SchedulerDriver driver, Protos.MasterInfo master) {
    say("reregistered");
  }

  @Override
  public void resourceOffers(SchedulerDriver driver, List<Protos.Offer> offers) {
    for (Protos.Offer offer : offers) {
      answer(driver, offer);
    }
  }

  private void answer(SchedulerDriver driver, Protos.Offer offer) {
    List<Protos.TaskInfo> tasks = new ArrayList<>();
    if (!takesOver) {
      while (launched < count) {
        launched++;
        tasks.add(task("task-" + launched, "short", offer));
      }
      if (finished.size() == count && !lastLaunched) {
        lastLaunched = true;
        tasks.add(task(LAST.getValue(), LoadExecutor.STAY, offer));
      }
    }
    if (tasks.isEmpty()) {
      driver.declineOffer(offer.getId(), Protos.Filters.newBuilder().setRefuseSeconds(0).build());
      return;
    }
    if (firstLaunch == 0) {
      firstLaunch = System.nanoTime();
    }
    agentOfExecutor = offer.getSlaveId().getValue();
    driver.launchTasks(Collections.singleton(offer.getId()), tasks);
  }

  private Protos.TaskInfo task(String id, String name, Protos.Offer offer) {
    return Protos.TaskInfo.newBuilder()
        .setTaskId(Protos.TaskID.newBuilder().setValue(id))
        .setName(name)
        .setSlaveId(offer.getSlaveId())
        .addResources(scalar("cpus", 0.01))
        .addResources(scalar("mem", 1))
        .setExecutor(
            Protos.ExecutorInfo.newBuilder()
                .setExecutorId(EXECUTOR)
                .setName("load")
                .addResources(scalar("cpus", 0.1))
                .addResources(scalar("mem", 256))
                .setCommand(Protos.CommandInfo.newBuilder().setValue(executorCommand)))
        .build();
  }

  private static Protos.Resource scalar(String name, double amount) {
    return Protos.Resource.newBuilder()
        .setName(name)
        .setType(Protos.Value.Type.SCALAR)
        .setScalar(Protos.Value.Scalar.newBuilder().setValue(amount))
        .build();
  }

  @Override
  public void offerRescinded(SchedulerDriver driver, Protos.OfferID offer) {
    say("rescinded");
  }

  @Override
  public void statusUpdate(SchedulerDriver driver, Protos.TaskStatus status) {
    String id = status.getTaskId().getValue();
    Protos.TaskState state = status.getState();
    if (id.equals(LAST.getValue())) {
      lastTask(driver, status);
    } else if (state == Protos.TaskState.TASK_FINISHED) {
      if (finished.add(id) && finished.size() == count) {
        double seconds = (System.nanoTime() - firstLaunch) / 1e9;
        say(
            String.format(
                java.util.Locale.ROOT,
                "all finished: %d tasks, %.0f a second",
                count,
                count / seconds));
        driver.sendFrameworkMessage(
            EXECUTOR,
            Protos.SlaveID.newBuilder().setValue(agentOfExecutor).build(),
            "a question".getBytes(StandardCharsets.UTF_8));
      }
    } else if (state != Protos.TaskState.TASK_RUNNING) {
      say("failed: " + id + " " + state + " " + status.getReason() + " " + status.getMessage());
    }
  }

  private void lastTask(SchedulerDriver driver, Protos.TaskStatus status) {
    say("last task: " + status.getState() + (status.hasReason() ? " " + status.getReason() : ""));
    if (!takesOver) {
      return;
    }
    if (status.getState() == Protos.TaskState.TASK_RUNNING) {
      driver.killTask(LAST);
    } else {
      driver.stop();
    }
  }

  @Override
  public void frameworkMessage(
      SchedulerDriver driver, Protos.ExecutorID executor, Protos.SlaveID agent, byte[] data) {
    say("message from " + executor.getValue() + ": " + new String(data, StandardCharsets.UTF_8));
  }

  @Override
  public void disconnected(SchedulerDriver driver) {
    say("disconnected");
  }

  @Override
  public void slaveLost(SchedulerDriver driver, Protos.SlaveID agent) {
    say("agent lost");
  }

  @Override
  public void executorLost(
      SchedulerDriver driver, Protos.ExecutorID executor, Protos.SlaveID agent, int status) {
    say("executor lost: " + status);
  }

  @Override
  public void error(SchedulerDriver driver, String message) {
    say("error: " + message);
  }
}
