package io.entresol.driver;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.mesos.Protos;
import org.apache.mesos.Scheduler;
import org.apache.mesos.SchedulerDriver;

/** Hands what it is told to a test, one line each. */
final class ListeningScheduler implements Scheduler {
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private volatile String failing = "";

  /** Fails when it is told this. */
  void failOn(String line) {
    failing = line;
  }

  String next() throws InterruptedException {
    String line = lines.poll(20, TimeUnit.SECONDS);
    if (line == null) {
      throw new AssertionError("no callback has come");
    }
    return line;
  }

  private void told(String line) {
    lines.add(line);
    if (line.equals(failing)) {
      throw new IllegalStateException("on purpose");
    }
  }

  @Override
  public void registered(
      SchedulerDriver driver, Protos.FrameworkID framework, Protos.MasterInfo master) {
    told("registered");
  }

  @Override
  public void reregistered(SchedulerDriver driver, Protos.MasterInfo master) {
    told("reregistered");
  }

  @Override
  public void resourceOffers(SchedulerDriver driver, List<Protos.Offer> offers) {
    told("offers " + offers.size());
  }

  @Override
  public void offerRescinded(SchedulerDriver driver, Protos.OfferID offer) {
    told("rescinded " + offer.getValue());
  }

  @Override
  public void statusUpdate(SchedulerDriver driver, Protos.TaskStatus status) {
    told("update " + status.getTaskId().getValue());
  }

  @Override
  public void frameworkMessage(
      SchedulerDriver driver, Protos.ExecutorID executor, Protos.SlaveID agent, byte[] data) {
    told("message of " + executor.getValue());
  }

  @Override
  public void disconnected(SchedulerDriver driver) {
    told("disconnected");
  }

  @Override
  public void slaveLost(SchedulerDriver driver, Protos.SlaveID agent) {
    told("agent lost " + agent.getValue());
  }

  @Override
  public void executorLost(
      SchedulerDriver driver, Protos.ExecutorID executor, Protos.SlaveID agent, int status) {
    told("executor lost " + executor.getValue());
  }

  @Override
  public void error(SchedulerDriver driver, String message) {
    told("error " + message);
  }
}
