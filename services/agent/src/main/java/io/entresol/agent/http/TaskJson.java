package io.entresol.agent.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.entresol.domain.resources.Resources;
import io.entresol.mesos.v1.ContainerStatus;
import io.entresol.mesos.v1.Label;
import io.entresol.mesos.v1.Labels;
import io.entresol.mesos.v1.NetworkInfo;
import io.entresol.mesos.v1.Resource;
import io.entresol.mesos.v1.Task;
import io.entresol.mesos.v1.TaskInfo;
import io.entresol.mesos.v1.TaskStatus;
import io.entresol.proto.MesosJson;
import io.entresol.proto.ProtoResources;
import java.io.IOException;
import java.util.List;

/** Tasks as {@code /state} shows them. */
final class TaskJson {
  private TaskJson() {}

  static void tasks(String field, List<Task> tasks, JsonGenerator json) throws IOException {
    json.writeArrayFieldStart(field);
    for (Task task : tasks) {
      task(task, json);
    }
    json.writeEndArray();
  }

  private static void task(Task task, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("id", task.getTaskId().getValue());
    json.writeStringField("name", task.getName());
    json.writeStringField("framework_id", task.getFrameworkId().getValue());
    json.writeStringField("executor_id", task.getExecutorId().getValue());
    json.writeStringField("slave_id", task.getAgentId().getValue());
    json.writeStringField("state", task.getState().name());
    ResourceJson.sums("resources", resources(task.getResourcesList()), json);
    json.writeStringField("role", role(task.getResourcesList()));
    json.writeArrayFieldStart("statuses");
    for (TaskStatus status : task.getStatusesList()) {
      status(status, json);
    }
    json.writeEndArray();
    if (task.hasUser()) {
      json.writeStringField("user", task.getUser());
    }
    if (task.hasLabels()) {
      labels(task.getLabels(), json);
    }
    if (task.hasDiscovery()) {
      json.writeFieldName("discovery");
      MesosJson.write(task.getDiscovery(), json);
    }
    if (task.hasContainer()) {
      json.writeFieldName("container");
      MesosJson.write(task.getContainer(), json);
    }
    if (task.hasHealthCheck()) {
      json.writeFieldName("health_check");
      MesosJson.write(task.getHealthCheck(), json);
    }
    json.writeEndObject();
  }

  /** A task that has not yet started. */
  static void queued(TaskInfo task, String frameworkId, String executorId, JsonGenerator json)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("id", task.getTaskId().getValue());
    json.writeStringField("name", task.getName());
    json.writeStringField("framework_id", frameworkId);
    json.writeStringField("executor_id", executorId);
    json.writeStringField("slave_id", task.getAgentId().getValue());
    json.writeStringField("state", "TASK_STAGING");
    ResourceJson.sums("resources", resources(task.getResourcesList()), json);
    json.writeStringField("role", role(task.getResourcesList()));
    json.writeArrayFieldStart("statuses");
    json.writeEndArray();
    json.writeEndObject();
  }

  static Resources resources(List<Resource> resources) {
    return ProtoResources.fromProto(resources);
  }

  /** Whose share is used; empty if nobody's. */
  static String role(List<Resource> resources) {
    return resources.isEmpty() ? "" : resources.get(0).getAllocationInfo().getRole();
  }

  private static void status(TaskStatus status, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("state", status.getState().name());
    json.writeFieldName("timestamp");
    MesosJson.writeDouble(status.getTimestamp(), json);
    if (status.hasLabels()) {
      labels(status.getLabels(), json);
    }
    if (status.hasContainerStatus()) {
      container(status.getContainerStatus(), json);
    }
    if (status.hasHealthy()) {
      json.writeBooleanField("healthy", status.getHealthy());
    }
    json.writeEndObject();
  }

  private static void container(ContainerStatus status, JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("container_status");
    if (status.hasContainerId()) {
      json.writeFieldName("container_id");
      MesosJson.write(status.getContainerId(), json);
    }
    if (status.getNetworkInfosCount() > 0) {
      json.writeArrayFieldStart("network_infos");
      for (NetworkInfo network : status.getNetworkInfosList()) {
        network(network, json);
      }
      json.writeEndArray();
    }
    json.writeEndObject();
  }

  private static void network(NetworkInfo network, JsonGenerator json) throws IOException {
    json.writeStartObject();
    if (network.getIpAddressesCount() > 0) {
      json.writeArrayFieldStart("ip_addresses");
      for (NetworkInfo.IPAddress address : network.getIpAddressesList()) {
        MesosJson.write(address, json);
      }
      json.writeEndArray();
    }
    if (network.hasName()) {
      json.writeStringField("name", network.getName());
    }
    if (network.hasLabels()) {
      labels(network.getLabels(), json);
    }
    json.writeEndObject();
  }

  static void labels(Labels labels, JsonGenerator json) throws IOException {
    json.writeArrayFieldStart("labels");
    for (Label label : labels.getLabelsList()) {
      MesosJson.write(label, json);
    }
    json.writeEndArray();
  }
}
