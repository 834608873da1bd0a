package io.entresol.gateway.core.render;

import com.fasterxml.jackson.core.JsonGenerator;
import io.entresol.mesos.v1.FrameworkInfo;
import io.entresol.mesos.v1.Offer;
import io.entresol.mesos.v1.Task;
import io.entresol.mesos.v1.master.Response.GetFrameworks.Framework;
import io.entresol.proto.MesosJson;
import io.entresol.proto.bus.ExecutorState;
import io.entresol.proto.bus.FrameworkState;
import java.io.IOException;
import java.util.List;

/** A framework as {@code /state}, {@code /frameworks} and {@code /state-summary} show it. */
public final class FrameworkWriter {
  private FrameworkWriter() {}

  /** What every endpoint shows, without the braces. */
  public static void writeSummaryFields(Framework framework, JsonGenerator json)
      throws IOException {
    FrameworkInfo info = framework.getFrameworkInfo();
    json.writeStringField("id", info.getId().getValue());
    json.writeStringField("name", info.getName());
    Amounts.write("used_resources", framework.getAllocatedResourcesList(), json);
    Amounts.write("offered_resources", framework.getOfferedResourcesList(), json);
    json.writeArrayFieldStart("capabilities");
    for (FrameworkInfo.Capability capability : info.getCapabilitiesList()) {
      json.writeString(capability.getType().name());
    }
    json.writeEndArray();
    json.writeStringField("hostname", info.getHostname());
    json.writeStringField("webui_url", info.getWebuiUrl());
    json.writeBooleanField("active", framework.getActive());
    json.writeBooleanField("connected", framework.getConnected());
    json.writeBooleanField("recovered", framework.getRecovered());
  }

  /** Everything about it. */
  public static void write(FrameworkState state, List<ExecutorState> executors, JsonGenerator json)
      throws IOException {
    Framework framework = state.getFramework();
    FrameworkInfo info = framework.getFrameworkInfo();
    json.writeStartObject();
    writeSummaryFields(framework, json);
    writeInfo(framework, json);
    json.writeFieldName("resources");
    Amounts.of(framework.getAllocatedResourcesList())
        .add(framework.getOfferedResourcesList())
        .write(json);
    if (framework.hasReregisteredTime()
        && !framework.getReregisteredTime().equals(framework.getRegisteredTime())) {
      Times.write("reregistered_time", framework.getReregisteredTime(), json);
    }
    writeRoles(info, json);
    writeTasks("tasks", state.getTasksList(), json);
    writeTasks("unreachable_tasks", state.getUnreachableTasksList(), json);
    writeTasks("completed_tasks", state.getCompletedTasksList(), json);
    json.writeArrayFieldStart("offers");
    for (Offer offer : framework.getOffersList()) {
      writeOffer(offer, json);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("executors");
    for (ExecutorState executor : executors) {
      ExecutorWriter.write(executor, json);
    }
    json.writeEndArray();
    if (info.hasLabels()) {
      TaskWriter.writeLabels(info.getLabels(), json);
    }
    json.writeFieldName("offer_constraints");
    MesosJson.write(framework.getOfferConstraints(), json);
    json.writeEndObject();
  }

  private static void writeInfo(Framework framework, JsonGenerator json) throws IOException {
    FrameworkInfo info = framework.getFrameworkInfo();
    json.writeStringField("user", info.getUser());
    json.writeFieldName("failover_timeout");
    MesosJson.writeDouble(info.getFailoverTimeout(), json);
    json.writeBooleanField("checkpoint", info.getCheckpoint());
    Times.write("registered_time", framework.getRegisteredTime(), json);
    Times.write("unregistered_time", framework.getUnregisteredTime(), json);
    if (info.hasPrincipal()) {
      json.writeStringField("principal", info.getPrincipal());
    }
  }

  private static void writeRoles(FrameworkInfo info, JsonGenerator json) throws IOException {
    boolean multiRole =
        info.getCapabilitiesList().stream()
            .anyMatch(each -> each.getType() == FrameworkInfo.Capability.Type.MULTI_ROLE);
    if (!multiRole) {
      json.writeStringField("role", info.getRole());
      return;
    }
    json.writeArrayFieldStart("roles");
    for (String role : info.getRolesList()) {
      json.writeString(role);
    }
    json.writeEndArray();
  }

  private static void writeTasks(String field, List<Task> tasks, JsonGenerator json)
      throws IOException {
    json.writeArrayFieldStart(field);
    for (Task task : tasks) {
      TaskWriter.write(task, json);
    }
    json.writeEndArray();
  }

  private static void writeOffer(Offer offer, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("id", offer.getId().getValue());
    json.writeStringField("framework_id", offer.getFrameworkId().getValue());
    json.writeFieldName("allocation_info");
    MesosJson.write(offer.getAllocationInfo(), json);
    json.writeStringField("slave_id", offer.getAgentId().getValue());
    Amounts.write("resources", offer.getResourcesList(), json);
    json.writeEndObject();
  }
}
