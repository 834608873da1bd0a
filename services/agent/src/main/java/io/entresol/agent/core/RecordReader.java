package io.entresol.agent.core;

import com.google.protobuf.InvalidProtocolBufferException;
import io.entresol.mesos.v1.AgentInfo;
import io.entresol.mesos.v1.ContainerID;
import io.entresol.mesos.v1.DrainConfig;
import io.entresol.mesos.v1.FrameworkID;
import io.entresol.mesos.v1.FrameworkInfo;
import io.entresol.mesos.v1.Operation;
import io.entresol.mesos.v1.TaskInfo;
import io.entresol.proto.agent.CheckpointedResources;
import io.entresol.proto.agent.ExecutorRun;
import io.entresol.proto.agent.TaskProgress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads an agent's records back; see {@code records.proto} for the keys. */
final class RecordReader {
  /** A task's two records. */
  record TaskRecord(TaskInfo info, TaskProgress progress) {}

  /** An executor's run with its tasks. */
  record RunRecord(
      FrameworkID framework, ContainerID container, ExecutorRun run, List<TaskRecord> tasks) {}

  private Optional<CheckpointedResources> resources = Optional.empty();
  private Optional<AgentInfo> agent = Optional.empty();
  private Optional<DrainConfig> drain = Optional.empty();
  private final List<Operation> operations = new ArrayList<>();
  private final List<FrameworkInfo> frameworks = new ArrayList<>();
  private final Map<String, RunRecord> runs = new TreeMap<>();
  private final Map<String, TaskInfo> taskInfos = new TreeMap<>();

  /**
   * @throws RecoveryException naming the record that cannot be read
   */
  RecordReader(Map<String, byte[]> records) {
    // A key's parents come before it.
    new TreeMap<>(records)
        .forEach(
            (key, value) -> {
              try {
                read(key, key.split("/"), value);
              } catch (InvalidProtocolBufferException e) {
                throw new RecoveryException("The record " + key + " cannot be read", e);
              }
            });
  }

  private void read(String key, String[] path, byte[] value) throws InvalidProtocolBufferException {
    if (key.equals(RecordKeys.RESOURCES)) {
      resources = Optional.of(CheckpointedResources.parseFrom(value));
      return;
    }
    String kind = path.length > 2 ? path[2] : "";
    switch (kind) {
      case "agent" -> agent = Optional.of(AgentInfo.parseFrom(value));
      case "drain" -> drain = Optional.of(DrainConfig.parseFrom(value));
      case "operations" -> operations.add(Operation.parseFrom(value));
      case "frameworks" -> readFramework(key, path, value);
      default -> throw new RecoveryException("The record " + key + " is of no known kind");
    }
  }

  /** The path is slaves, S, frameworks, F [, executors, E, runs, C [, tasks, T, part]]. */
  private void readFramework(String key, String[] path, byte[] value)
      throws InvalidProtocolBufferException {
    switch (path.length) {
      case 4 -> frameworks.add(FrameworkInfo.parseFrom(value));
      case 8 ->
          runs.put(
              key,
              new RunRecord(
                  FrameworkID.newBuilder().setValue(RecordKeys.id(path[3])).build(),
                  ContainerID.newBuilder().setValue(path[7]).build(),
                  ExecutorRun.parseFrom(value),
                  new ArrayList<>()));
      case 11 -> readTask(key, path[10], value);
      default -> throw new RecoveryException("The record " + key + " is of no known kind");
    }
  }

  private void readTask(String key, String part, byte[] value)
      throws InvalidProtocolBufferException {
    String task = key.substring(0, key.lastIndexOf('/'));
    if (part.equals("info")) {
      taskInfos.put(task, TaskInfo.parseFrom(value));
      return;
    }
    TaskInfo info = taskInfos.get(task);
    RunRecord run = runs.get(task.substring(0, task.lastIndexOf("/tasks/")));
    if (info == null || run == null) {
      throw new RecoveryException("The record " + key + " belongs to nothing");
    }
    run.tasks().add(new TaskRecord(info, TaskProgress.parseFrom(value)));
  }

  Optional<CheckpointedResources> resources() {
    return resources;
  }

  Optional<AgentInfo> agent() {
    return agent;
  }

  Optional<DrainConfig> drain() {
    return drain;
  }

  List<Operation> operations() {
    return operations;
  }

  List<FrameworkInfo> frameworks() {
    return frameworks;
  }

  Iterable<RunRecord> runs() {
    return runs.values();
  }
}
