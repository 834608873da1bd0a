package io.entresol.gateway.core.render;

import com.fasterxml.jackson.core.JsonGenerator;
import io.entresol.mesos.v1.ContainerStatus;
import io.entresol.mesos.v1.Label;
import io.entresol.mesos.v1.Labels;
import io.entresol.mesos.v1.NetworkInfo;
import io.entresol.mesos.v1.Task;
import io.entresol.mesos.v1.TaskStatus;
import io.entresol.proto.MesosJson;
import java.io.IOException;

/** A task as {@code /state} and {@code /tasks} show it. */
public final class TaskWriter {
  private TaskWriter() {}

  public static void write(Task task, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("id", task.getTaskId().getValue());
    json.writeStringField("name", task.getName());
    json.writeStringField("framework_id", task.getFrameworkId().getValue());
    json.writeStringField("executor_id", task.getExecutorId().getValue());
    json.writeStringField("slave_id", task.getAgentId().getValue());
    json.writeStringField("state", task.getState().name());
    Amounts.write("resources", task.getResourcesList(), json);
    if (task.getLimitsCount() > 0) {
      Quantities.writeScalars("limits", task.getLimitsMap(), json);
    }
    json.writeStringField("role", role(task));
    json.writeArrayFieldStart("statuses");
    for (TaskStatus status : task.getStatusesList()) {
      writeStatus(status, json);
    }
    json.writeEndArray();
    if (task.hasUser()) {
      json.writeStringField("user", task.getUser());
    }
    if (task.hasLabels()) {
      writeLabels(task.getLabels(), json);
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

  private static String role(Task task) {
    return task.getResourcesCount() == 0 ? "" : task.getResources(0).getAllocationInfo().getRole();
  }

  private static void writeStatus(TaskStatus status, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("state", status.getState().name());
    json.writeFieldName("timestamp");
    MesosJson.writeDouble(status.getTimestamp(), json);
    if (status.hasLabels()) {
      writeLabels(status.getLabels(), json);
    }
    if (status.hasContainerStatus()) {
      writeContainerStatus(status.getContainerStatus(), json);
    }
    if (status.hasHealthy()) {
      json.writeBooleanField("healthy", status.getHealthy());
    }
    json.writeEndObject();
  }

  private static void writeContainerStatus(ContainerStatus status, JsonGenerator json)
      throws IOException {
    json.writeObjectFieldStart("container_status");
    if (status.hasContainerId()) {
      json.writeFieldName("container_id");
      MesosJson.write(status.getContainerId(), json);
    }
    if (status.getNetworkInfosCount() > 0) {
      json.writeArrayFieldStart("network_infos");
      for (NetworkInfo network : status.getNetworkInfosList()) {
        writeNetwork(network, json);
      }
      json.writeEndArray();
    }
    if (status.hasCgroupInfo()) {
      json.writeFieldName("cgroup_info");
      MesosJson.write(status.getCgroupInfo(), json);
    }
    json.writeEndObject();
  }

  private static void writeNetwork(NetworkInfo network, JsonGenerator json) throws IOException {
    json.writeStartObject();
    if (network.getGroupsCount() > 0) {
      json.writeArrayFieldStart("groups");
      for (String group : network.getGroupsList()) {
        json.writeString(group);
      }
      json.writeEndArray();
    }
    if (network.hasLabels()) {
      writeLabels(network.getLabels(), json);
    }
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
    if (network.getPortMappingsCount() > 0) {
      json.writeArrayFieldStart("port_mappings");
      for (NetworkInfo.PortMapping mapping : network.getPortMappingsList()) {
        MesosJson.write(mapping, json);
      }
      json.writeEndArray();
    }
    json.writeEndObject();
  }

  static void writeLabels(Labels labels, JsonGenerator json) throws IOException {
    json.writeArrayFieldStart("labels");
    for (Label label : labels.getLabelsList()) {
      MesosJson.write(label, json);
    }
    json.writeEndArray();
  }
}
