package io.entresol.gateway.core.document;

import com.fasterxml.jackson.core.JsonGenerator;
import io.entresol.mesos.v1.Flag;
import io.entresol.mesos.v1.MasterInfo;
import io.entresol.proto.MesosJson;
import io.entresol.proto.bus.StatePage;
import io.entresol.proto.bus.StateQuery;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What {@code /state} says of the master itself. */
final class MasterHeader implements Section {
  private final BuildInfo build;
  private final AgentCounts agents;
  private boolean written;

  MasterHeader(BuildInfo build, AgentCounts agents) {
    this.build = build;
    this.agents = agents;
  }

  @Override
  public Set<StateQuery.Part> reads() {
    return Set.of(StateQuery.Part.MASTER);
  }

  @Override
  public void begin(JsonGenerator json) throws IOException {
    build.writeFields(json);
  }

  @Override
  public void page(StatePage page, JsonGenerator json) throws IOException {
    if (written) {
      return;
    }
    written = true;
    MasterInfo master = page.getMasterInfo();
    writeDouble("start_time", page.getStartTime(), json);
    if (page.hasElectedTime()) {
      writeDouble("elected_time", page.getElectedTime(), json);
    }
    json.writeStringField("id", master.getId());
    json.writeStringField("pid", master.getPid());
    json.writeStringField("hostname", master.getHostname());
    json.writeArrayFieldStart("capabilities");
    for (MasterInfo.Capability capability : master.getCapabilitiesList()) {
      json.writeString(capability.getType().name());
    }
    json.writeEndArray();
    writeDouble("activated_slaves", agents.active(), json);
    writeDouble("deactivated_slaves", agents.inactive(), json);
    writeDouble("unreachable_slaves", agents.unreachable(), json);
    writeDomain(master, json);
    json.writeStringField("leader", master.getPid());
    writeLeader(master, json);
    writeFlags(page.getFlagsList(), json);
  }

  private static void writeLeader(MasterInfo master, JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("leader_info");
    json.writeStringField("id", master.getId());
    json.writeStringField("pid", master.getPid());
    json.writeNumberField("port", master.getPort());
    json.writeStringField("hostname", master.getHostname());
    writeDomain(master, json);
    json.writeEndObject();
  }

  private static void writeDomain(MasterInfo master, JsonGenerator json) throws IOException {
    if (master.hasDomain()) {
      json.writeFieldName("domain");
      MesosJson.write(master.getDomain(), json);
    }
  }

  private static void writeFlags(List<Flag> flags, JsonGenerator json) throws IOException {
    Map<String, String> byName = byName(flags);
    for (String name : List.of("cluster", "log_dir", "external_log_file")) {
      if (byName.containsKey(name)) {
        json.writeStringField(name, byName.get(name));
      }
    }
    writeFlagsField(byName, json);
  }

  /** Sorted. */
  static Map<String, String> byName(List<Flag> flags) {
    Map<String, String> byName = new TreeMap<>();
    flags.forEach(flag -> byName.put(flag.getName(), flag.getValue()));
    return byName;
  }

  static void writeFlagsField(Map<String, String> byName, JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("flags");
    for (Map.Entry<String, String> flag : byName.entrySet()) {
      json.writeStringField(flag.getKey(), flag.getValue());
    }
    json.writeEndObject();
  }

  private static void writeDouble(String field, double value, JsonGenerator json)
      throws IOException {
    json.writeFieldName(field);
    MesosJson.writeDouble(value, json);
  }

  @Override
  public void end(JsonGenerator json) {
    // Written with the first page.
  }
}
