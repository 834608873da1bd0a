package io.entresol.agent.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.entresol.agent.container.ContainerStats;
import io.entresol.agent.core.AgentState.ExecutorPhase;
import io.entresol.agent.core.AgentState.OfExecutor;
import io.entresol.agent.core.AgentState.OfFramework;
import io.entresol.domain.resources.Resources;
import io.entresol.mesos.v1.ContainerInfo;
import io.entresol.mesos.v1.ContainerStatus;
import io.entresol.mesos.v1.ResourceStatistics;
import io.entresol.mesos.v1.agent.Response;
import io.entresol.proto.MesosJson;
import io.vertx.core.Future;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/** The executors' containers with what they use: {@code /containers}, {@code GET_CONTAINERS}. */
final class ContainersJson {
  private static final long BYTES_PER_MEGABYTE = 1 << 20;

  /** One container; its statistics are missing if it ended just now. */
  record Entry(OfFramework framework, OfExecutor executor, Optional<ContainerStats> statistics) {}

  private ContainersJson() {}

  /** Those that run and are wanted. */
  static Future<List<Entry>> collect(AgentView agent, Predicate<OfExecutor> wanted) {
    List<Future<Entry>> entries = new ArrayList<>();
    for (OfFramework framework : agent.state().frameworks()) {
      for (OfExecutor executor : framework.executors()) {
        if (executor.phase() != ExecutorPhase.TERMINATED
            && executor.status().isPresent()
            && wanted.test(executor)) {
          entries.add(
              agent
                  .statistics(executor.containerId())
                  .map(statistics -> withLimits(executor, statistics))
                  .map(Optional::of)
                  .otherwise(Optional.empty())
                  .map(statistics -> new Entry(framework, executor, statistics)));
        }
      }
    }
    return Future.join(entries).map(all -> all.<Entry>list());
  }

  /**
   * What the container may use stands beside what it uses, unless the containerizer knows better.
   */
  private static ContainerStats withLimits(OfExecutor executor, ContainerStats given) {
    boolean docker =
        executor.info().hasContainer()
            && executor.info().getContainer().getType() == ContainerInfo.Type.DOCKER;
    Resources may = docker ? StateJson.usedByTasks(executor) : StateJson.used(executor);
    ResourceStatistics.Builder statistics = given.statistics().toBuilder();
    if (!statistics.hasCpusSoftLimit() && !statistics.hasCpusLimit()) {
      statistics.setCpusSoftLimit(may.scalarMilli("cpus") / 1000.0);
    }
    long memory = may.scalarMilli("mem") * BYTES_PER_MEGABYTE / 1000;
    if (!statistics.hasMemLimitBytes()) {
      statistics.setMemLimitBytes(memory);
      if (!docker) {
        statistics.setMemSoftLimitBytes(memory);
      }
    }
    return new ContainerStats(statistics.build());
  }

  /** As {@code /containers}, or without ids and status as {@code /monitor/statistics}. */
  static void write(List<Entry> entries, boolean statisticsOnly, JsonGenerator json)
      throws IOException {
    json.writeStartArray();
    for (Entry entry : entries) {
      json.writeStartObject();
      if (!statisticsOnly) {
        json.writeStringField("container_id", entry.executor().containerId().getValue());
      }
      json.writeStringField("executor_id", entry.executor().info().getExecutorId().getValue());
      json.writeStringField("executor_name", entry.executor().info().getName());
      json.writeStringField("framework_id", entry.framework().info().getId().getValue());
      json.writeStringField("source", entry.executor().info().getSource());
      if (entry.statistics().isPresent()) {
        json.writeFieldName("statistics");
        statistics(entry.statistics().get().statistics(), json);
      }
      if (!statisticsOnly) {
        json.writeFieldName("status");
        MesosJson.write(status(entry.executor()), json);
      }
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  /** Sorted by name, as the older endpoints have it. */
  private static void statistics(ResourceStatistics statistics, JsonGenerator json)
      throws IOException {
    Map<String, Object> sorted = new TreeMap<>();
    for (Map.Entry<FieldDescriptor, Object> field : statistics.getAllFields().entrySet()) {
      sorted.put(field.getKey().getName(), field.getValue());
    }
    json.writeStartObject();
    for (Map.Entry<String, Object> field : sorted.entrySet()) {
      json.writeFieldName(field.getKey());
      value(field.getValue(), json);
    }
    json.writeEndObject();
  }

  private static void value(Object value, JsonGenerator json) throws IOException {
    if (value instanceof Message message) {
      MesosJson.write(message, json);
    } else if (value instanceof Double number) {
      MesosJson.writeDouble(number, json);
    } else if (value instanceof Number number) {
      json.writeNumber(number.longValue());
    } else if (value instanceof Collection<?> values) {
      json.writeStartArray();
      for (Object each : values) {
        value(each, json);
      }
      json.writeEndArray();
    } else {
      json.writeString(value.toString());
    }
  }

  /** Without the address, which the endpoints of containers do not show. */
  private static ContainerStatus status(OfExecutor executor) {
    return executor.status().orElseThrow().toBuilder().clearNetworkInfos().build();
  }

  static Response.GetContainers.Container proto(Entry entry) {
    Response.GetContainers.Container.Builder container =
        Response.GetContainers.Container.newBuilder()
            .setFrameworkId(entry.framework().info().getId())
            .setExecutorId(entry.executor().info().getExecutorId())
            .setExecutorName(entry.executor().info().getName())
            .setContainerId(entry.executor().containerId())
            .setContainerStatus(status(entry.executor()));
    entry
        .statistics()
        .ifPresent(statistics -> container.setResourceStatistics(statistics.statistics()));
    return container.build();
  }
}
