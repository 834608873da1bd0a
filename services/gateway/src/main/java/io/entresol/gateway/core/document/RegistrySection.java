package io.entresol.gateway.core.document;

import com.fasterxml.jackson.core.JsonGenerator;
import io.entresol.gateway.core.render.EndpointForm;
import io.entresol.mesos.v1.MasterInfo;
import io.entresol.proto.MesosJson;
import io.entresol.proto.bus.AgentState;
import io.entresol.proto.bus.StatePage;
import io.entresol.proto.bus.StateQuery;
import java.io.IOException;
import java.util.Set;

/** The master and the admitted agents, as the registry of Mesos shows itself. */
final class RegistrySection implements Section {
  private boolean begun;

  @Override
  public Set<StateQuery.Part> reads() {
    return Set.of(StateQuery.Part.MASTER, StateQuery.Part.AGENTS);
  }

  @Override
  public void begin(JsonGenerator json) {
    // The master comes with the first page.
  }

  @Override
  public void page(StatePage page, JsonGenerator json) throws IOException {
    if (!begun) {
      begun = true;
      writeMaster(page.getMasterInfo(), json);
      json.writeObjectFieldStart("slaves");
      json.writeArrayFieldStart("slaves");
    }
    for (AgentState agent : page.getAgentsList()) {
      json.writeStartObject();
      json.writeBooleanField("deactivated", agent.getAgent().getDeactivated());
      json.writeFieldName("info");
      MesosJson.writeSorted(EndpointForm.of(agent.getAgent().getAgentInfo()), json);
      json.writeEndObject();
    }
  }

  private static void writeMaster(MasterInfo master, JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("master");
    json.writeFieldName("info");
    MesosJson.writeSorted(master, json);
    json.writeEndObject();
  }

  @Override
  public void end(JsonGenerator json) throws IOException {
    if (begun) {
      json.writeEndArray();
      json.writeEndObject();
    }
  }
}
