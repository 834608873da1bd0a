package io.entresol.gateway.core.render;

import com.fasterxml.jackson.core.JsonGenerator;
import io.entresol.mesos.v1.CommandInfo;
import io.entresol.mesos.v1.ExecutorInfo;
import io.entresol.proto.MesosJson;
import io.entresol.proto.bus.ExecutorState;
import java.io.IOException;

/** An executor as the frameworks of {@code /state} show it. */
final class ExecutorWriter {
  private ExecutorWriter() {}

  static void write(ExecutorState executor, JsonGenerator json) throws IOException {
    ExecutorInfo info = executor.getInfo();
    json.writeStartObject();
    json.writeStringField("executor_id", info.getExecutorId().getValue());
    json.writeStringField("name", info.getName());
    json.writeStringField("framework_id", executor.getFrameworkId().getValue());
    json.writeFieldName("command");
    writeCommand(info.getCommand(), json);
    Amounts.write("resources", info.getResourcesList(), json);
    if (info.getResourcesCount() > 0) {
      json.writeStringField("role", info.getResources(0).getAllocationInfo().getRole());
    }
    if (info.hasLabels()) {
      TaskWriter.writeLabels(info.getLabels(), json);
    }
    if (info.hasType()) {
      json.writeStringField("type", info.getType().name());
    }
    json.writeStringField("slave_id", executor.getAgentId().getValue());
    json.writeEndObject();
  }

  private static void writeCommand(CommandInfo command, JsonGenerator json) throws IOException {
    json.writeStartObject();
    if (command.hasShell()) {
      json.writeBooleanField("shell", command.getShell());
    }
    if (command.hasValue()) {
      json.writeStringField("value", command.getValue());
    }
    json.writeArrayFieldStart("argv");
    for (String argument : command.getArgumentsList()) {
      json.writeString(argument);
    }
    json.writeEndArray();
    if (command.hasEnvironment()) {
      json.writeFieldName("environment");
      MesosJson.write(command.getEnvironment(), json);
    }
    json.writeArrayFieldStart("uris");
    for (CommandInfo.URI uri : command.getUrisList()) {
      json.writeStartObject();
      json.writeStringField("value", uri.getValue());
      json.writeBooleanField("executable", uri.getExecutable());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }
}
