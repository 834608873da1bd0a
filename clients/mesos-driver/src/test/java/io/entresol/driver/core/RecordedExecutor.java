package io.entresol.driver.core;

import io.entresol.mesos.v1.AgentInfo;
import io.entresol.mesos.v1.ExecutorInfo;
import io.entresol.mesos.v1.FrameworkInfo;
import io.entresol.mesos.v1.TaskID;
import io.entresol.mesos.v1.TaskInfo;
import io.entresol.mesos.v1.executor.Call;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Writes down, one line each, what an executor's core decides. */
final class RecordedExecutor implements ExecutorOutput {
  private final List<String> lines = new ArrayList<>();
  private final List<Call> calls = new ArrayList<>();
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

  long connection() {
    return connection;
  }

  @Override
  public void connect(long number, Call subscribe) {
    connection = number;
    calls.add(subscribe);
    lines.add("connect");
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
  public void registered(ExecutorInfo executor, FrameworkInfo framework, AgentInfo agent) {
    lines.add("registered " + executor.getExecutorId().getValue() + " at " + agent.getHostname());
  }

  @Override
  public void reregistered(AgentInfo agent) {
    lines.add("reregistered at " + agent.getHostname());
  }

  @Override
  public void disconnected() {
    lines.add("disconnected");
  }

  @Override
  public void launchTask(TaskInfo task) {
    lines.add("launch " + task.getTaskId().getValue());
  }

  @Override
  public void killTask(TaskID task) {
    lines.add("kill " + task.getValue());
  }

  @Override
  public void message(byte[] data) {
    lines.add("message " + new String(data, StandardCharsets.UTF_8));
  }

  @Override
  public void shutdown() {
    lines.add("shutdown");
  }

  @Override
  public void endProcessAfter(long graceMs) {
    lines.add("end after " + graceMs);
  }

  @Override
  public void error(String message) {
    lines.add("error " + message);
  }
}
