package io.entresol.cli.execute;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.entresol.mesos.v1.CommandInfo;
import io.entresol.mesos.v1.Environment;
import java.io.IOException;
import java.util.Map;
import picocli.CommandLine.Option;

/** The options for the command of a task. */
final class CommandOptions {
  @Option(names = "--command", paramLabel = "COMMAND", description = "What to run.")
  private String command;

  @Option(
      names = "--shell",
      negatable = true,
      arity = "0..1",
      defaultValue = "true",
      fallbackValue = "true",
      description =
          "Run the command with /bin/sh -c; otherwise it is the path of a program"
              + " (default: ${DEFAULT-VALUE}).")
  private boolean shell;

  @Option(
      names = "--env",
      paramLabel = "JSON",
      description = "The environment as JSON, {\"name\": \"value\"}, or file:///path of it.")
  private String env;

  boolean isPresent() {
    return command != null;
  }

  CommandInfo build() throws IOException {
    CommandInfo.Builder info = CommandInfo.newBuilder();
    if (command == null) {
      info.setShell(false);
    } else if (shell) {
      info.setShell(true).setValue(command);
    } else {
      info.setShell(false).setValue(command).addArguments(command);
    }
    if (env != null) {
      info.setEnvironment(environment());
    }
    return info.build();
  }

  private Environment environment() throws IOException {
    JsonNode json;
    try {
      json = new ObjectMapper().readTree(TaskOptions.textOf(env));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "Failed to load flag 'env': Failed to load value '"
              + env
              + "': "
              + e.getOriginalMessage(),
          e);
    }
    if (!json.isObject()) {
      throw new IllegalArgumentException("Failed to load flag 'env': it must be a JSON object");
    }
    Environment.Builder environment = Environment.newBuilder();
    for (Map.Entry<String, JsonNode> entry : json.properties()) {
      if (!entry.getValue().isTextual()) {
        throw new IllegalArgumentException(
            "Failed to load flag 'env': the value of '" + entry.getKey() + "' must be a string");
      }
      environment
          .addVariablesBuilder()
          .setName(entry.getKey())
          .setValue(entry.getValue().textValue());
    }
    return environment.build();
  }
}
