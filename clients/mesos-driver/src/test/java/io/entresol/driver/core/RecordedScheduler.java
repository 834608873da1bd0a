package io.entresol.driver.core;

import io.entresol.mesos.v1.AgentID;
import io.entresol.mesos.v1.ExecutorID;
import io.entresol.mesos.v1.FrameworkID;
import io.entresol.mesos.v1.MasterInfo;
import io.entresol.mesos.v1.Offer;
import io.entresol.mesos.v1.OfferID;
import io.entresol.mesos.v1.TaskStatus;
import io.entresol.mesos.v1.scheduler.Call;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Writes down, one line each, what a scheduler's core decides. */
final class RecordedScheduler implements SchedulerOutput {
  private final List<String> lines = new ArrayList<>();
  private final List<Call> calls = new ArrayList<>();
  private final List<TaskStatus> statuses = new ArrayList<>();
  private long connection;

  /** What has happened since this was asked last. */
  List<String> news() {
    List<String> news = List.copyOf(lines);
    lines.clear();
    return news;
  }

  Call lastCall() {
    return calls.get(calls.size() - 1);
  }

  TaskStatus lastStatus() {
    return statuses.get(statuses.size() - 1);
  }

  long connection() {
    return connection;
  }

  @Override
  public void connect(long number, String address, Call subscribe) {
    connection = number;
    calls.add(subscribe);
    lines.add("connect " + address);
  }

  @Override
  public void close(long number) {
    lines.add("close");
  }

  @Override
  public void send(long number, Call call) {
    calls.add(call);
    lines.add("send " + call.getType());
  }

  @Override
  public void registered(FrameworkID framework, MasterInfo master) {
    lines.add("registered " + framework.getValue() + " at " + master.getHostname());
  }

  @Override
  public void reregistered(MasterInfo master) {
    lines.add("reregistered at " + master.getHostname());
  }

  @Override
  public void disconnected() {
    lines.add("disconnected");
  }

  @Override
  public void offers(List<Offer> offers) {
    offers.forEach(offer -> lines.add("offer " + offer.getId().getValue()));
  }

  @Override
  public void offerRescinded(OfferID offer) {
    lines.add("rescinded " + offer.getValue());
  }

  @Override
  public void status(TaskStatus status) {
    statuses.add(status);
    lines.add("status " + status.getTaskId().getValue() + " " + status.getState());
  }

  @Override
  public void message(ExecutorID executor, AgentID agent, byte[] data) {
    lines.add(
        "message of "
            + executor.getValue()
            + " on "
            + agent.getValue()
            + ": "
            + new String(data, StandardCharsets.UTF_8));
  }

  @Override
  public void agentLost(AgentID agent) {
    lines.add("agent lost " + agent.getValue());
  }

  @Override
  public void executorLost(ExecutorID executor, AgentID agent, int status) {
    lines.add("executor lost " + executor.getValue() + " on " + agent.getValue() + ": " + status);
  }

  @Override
  public void error(String message) {
    lines.add("error " + message);
  }
}
