package io.entresol.gateway.core.render;

import com.fasterxml.jackson.core.JsonGenerator;
import io.entresol.mesos.v1.AgentInfo;
import io.entresol.mesos.v1.Attribute;
import io.entresol.mesos.v1.Resource;
import io.entresol.mesos.v1.master.Response.GetAgents.Agent;
import io.entresol.proto.MesosJson;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** An agent as {@code /state}, {@code /slaves} and {@code /state-summary} show it. */
public final class AgentWriter {
  private AgentWriter() {}

  /** An agent that has not come back since the last master's time: what the registry knows. */
  public static void writeRecovered(AgentInfo info, JsonGenerator json) throws IOException {
    json.writeStartObject();
    writeInfo(info, json);
    json.writeEndObject();
  }

  /** The fields, without the braces. */
  public static void writeFields(Agent agent, JsonGenerator json) throws IOException {
    writeInfo(agent.getAgentInfo(), json);
    json.writeStringField("pid", agent.getPid());
    Times.write("registered_time", agent.getRegisteredTime(), json);
    if (agent.hasReregisteredTime()) {
      Times.write("reregistered_time", agent.getReregisteredTime(), json);
    }
    Amounts.write("resources", agent.getTotalResourcesList(), json);
    Amounts.write("used_resources", agent.getAllocatedResourcesList(), json);
    Amounts.write("offered_resources", agent.getOfferedResourcesList(), json);
    json.writeObjectFieldStart("reserved_resources");
    for (Map.Entry<String, List<Resource>> each : reserved(agent).entrySet()) {
      Amounts.write(each.getKey(), each.getValue(), json);
    }
    json.writeEndObject();
    Amounts.write("unreserved_resources", unreserved(agent), json);
    json.writeBooleanField("active", agent.getActive());
    json.writeBooleanField("deactivated", agent.getDeactivated());
    json.writeStringField("version", agent.getVersion());
    json.writeArrayFieldStart("capabilities");
    for (AgentInfo.Capability capability : agent.getCapabilitiesList()) {
      json.writeString(capability.getType().name());
    }
    json.writeEndArray();
    writeDrain(agent, json);
  }

  private static void writeInfo(AgentInfo info, JsonGenerator json) throws IOException {
    json.writeStringField("id", info.getId().getValue());
    json.writeStringField("hostname", info.getHostname());
    json.writeNumberField("port", info.getPort());
    json.writeObjectFieldStart("attributes");
    for (Attribute attribute : info.getAttributesList()) {
      json.writeFieldName(attribute.getName());
      writeValue(attribute, json);
    }
    json.writeEndObject();
    if (info.hasDomain()) {
      json.writeFieldName("domain");
      MesosJson.write(info.getDomain(), json);
    }
  }

  private static void writeValue(Attribute attribute, JsonGenerator json) throws IOException {
    switch (attribute.getType()) {
      case SCALAR -> MesosJson.writeDouble(attribute.getScalar().getValue(), json);
      case RANGES -> json.writeString(ValueText.of(attribute.getRanges()));
      case SET -> json.writeString(ValueText.of(attribute.getSet().getItemList()));
      case TEXT -> json.writeString(attribute.getText().getValue());
    }
  }

  private static void writeDrain(Agent agent, JsonGenerator json) throws IOException {
    if (!agent.hasDrainInfo()) {
      return;
    }
    json.writeFieldName("drain_info");
    MesosJson.write(agent.getDrainInfo(), json);
    if (agent.hasEstimatedDrainStartTime()) {
      Times.write("estimated_drain_start_time_seconds", agent.getEstimatedDrainStartTime(), json);
    }
  }

  /** An agent as GET_AGENTS shows it. */
  public static void writeMessage(Agent agent, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeFieldName("agent_info");
    writeMessage(agent.getAgentInfo(), json);
    MesosJson.writeFields(agent.toBuilder().clearAgentInfo().buildPartial(), json);
    json.writeEndObject();
  }

  /** With the field that only Mesos's internal form of an agent has: all agents checkpoint. */
  public static void writeMessage(AgentInfo info, JsonGenerator json) throws IOException {
    json.writeStartObject();
    MesosJson.writeFields(info, json);
    json.writeBooleanField("checkpoint", true);
    json.writeEndObject();
  }

  /** What only {@code /slaves} shows: the resources as messages, without the braces. */
  public static void writeFullResources(Agent agent, JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("reserved_resources_full");
    for (Map.Entry<String, List<Resource>> each : reserved(agent).entrySet()) {
      writeFull(each.getKey(), each.getValue(), json);
    }
    json.writeEndObject();
    writeFull("unreserved_resources_full", unreserved(agent), json);
    writeFull("used_resources_full", agent.getAllocatedResourcesList(), json);
    writeFull("offered_resources_full", agent.getOfferedResourcesList(), json);
  }

  private static void writeFull(String field, List<Resource> resources, JsonGenerator json)
      throws IOException {
    json.writeArrayFieldStart(field);
    for (Resource resource : resources) {
      MesosJson.write(EndpointForm.of(resource), json);
    }
    json.writeEndArray();
  }

  private static List<Resource> unreserved(Agent agent) {
    return agent.getTotalResourcesList().stream()
        .filter(resource -> reservedFor(resource).isEmpty())
        .toList();
  }

  private static Map<String, List<Resource>> reserved(Agent agent) {
    Map<String, List<Resource>> byRole = new TreeMap<>();
    for (Resource resource : agent.getTotalResourcesList()) {
      String role = reservedFor(resource);
      if (!role.isEmpty()) {
        byRole.computeIfAbsent(role, ignored -> new ArrayList<>()).add(resource);
      }
    }
    return byRole;
  }

  /** The role that it is reserved for, the innermost one; empty if for none. */
  private static String reservedFor(Resource resource) {
    if (resource.getReservationsCount() > 0) {
      return resource.getReservations(resource.getReservationsCount() - 1).getRole();
    }
    return resource.getRole().equals("*") ? "" : resource.getRole();
  }
}
