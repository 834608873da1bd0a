package io.entresol.agent.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.entresol.agent.core.AgentState;
import io.entresol.agent.core.AgentState.OfExecutor;
import io.entresol.agent.core.AgentState.OfFramework;
import io.entresol.domain.resources.Amount;
import io.entresol.domain.resources.Ranges;
import io.entresol.domain.resources.ResourceKey;
import io.entresol.domain.resources.Resources;
import io.entresol.mesos.v1.AgentInfo;
import io.entresol.mesos.v1.Attribute;
import io.entresol.mesos.v1.FrameworkInfo;
import io.entresol.mesos.v1.Task;
import io.entresol.mesos.v1.TaskInfo;
import io.entresol.proto.MesosJson;
import io.entresol.proto.agent.ExecutorRun;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/** The document of {@code /state}: names, order and nesting are those of Mesos. */
final class StateJson {
  private final AgentView agent;
  private final AgentState state;

  StateJson(AgentView agent) {
    this.agent = agent;
    this.state = agent.state();
  }

  void write(JsonGenerator json) throws IOException {
    json.writeStartObject();
    VersionJson.fields(agent.identity().version(), json);
    json.writeFieldName("start_time");
    MesosJson.writeDouble(seconds(agent.started()), json);
    AgentInfo info = state.info();
    json.writeStringField("id", info.getId().getValue());
    json.writeStringField("pid", agent.identity().pid());
    json.writeStringField("hostname", info.getHostname());
    json.writeArrayFieldStart("capabilities");
    for (AgentInfo.Capability capability : agent.identity().capabilities()) {
      json.writeString(capability.getType().name());
    }
    json.writeEndArray();
    if (info.hasDomain()) {
      json.writeFieldName("domain");
      MesosJson.write(info.getDomain(), json);
    }
    if (state.drain().isPresent()) {
      json.writeFieldName("drain_config");
      MesosJson.write(state.drain().get(), json);
    }
    resources(json);
    json.writeArrayFieldStart("resource_providers");
    json.writeEndArray();
    attributes(info, json);
    if (agent.masterHostname().isPresent()) {
      json.writeStringField("master_hostname", agent.masterHostname().get());
    }
    if (agent.flags().containsKey("log_dir")) {
      json.writeStringField("log_dir", agent.flags().get("log_dir"));
    }
    FlagsJson.write(agent.flags(), json);
    frameworks("frameworks", state.frameworks(), json);
    frameworks("completed_frameworks", state.completedFrameworks(), json);
    json.writeEndObject();
  }

  static double seconds(Instant at) {
    return at.getEpochSecond() + TimeUnit.NANOSECONDS.toMicros(at.getNano()) / 1e6;
  }

  private void resources(JsonGenerator json) throws IOException {
    Resources total = state.total();
    Resources used = allocated(state);
    ResourceJson.sums("resources", total, json);
    byRole("reserved_resources", total, json);
    ResourceJson.sums("unreserved_resources", total.unreserved(), json);
    json.writeObjectFieldStart("reserved_resources_full");
    for (String role : roles(total)) {
      json.writeFieldName(role);
      ResourceJson.full(ResourceJson.list(total.reservedFor(role)), json);
    }
    json.writeEndObject();
    json.writeFieldName("unreserved_resources_full");
    ResourceJson.full(ResourceJson.list(total.unreserved()), json);
    byRole("reserved_resources_allocated", used, json);
    ResourceJson.sums("unreserved_resources_allocated", used.unreserved(), json);
  }

  private static void byRole(String field, Resources resources, JsonGenerator json)
      throws IOException {
    json.writeObjectFieldStart(field);
    for (String role : roles(resources)) {
      ResourceJson.sums(role, resources.reservedFor(role), json);
    }
    json.writeEndObject();
  }

  private static Set<String> roles(Resources resources) {
    Set<String> roles = new TreeSet<>();
    resources.held().keySet().stream()
        .filter(ResourceKey::isReserved)
        .forEach(key -> roles.add(key.role()));
    return roles;
  }

  /** What all executors and tasks on the agent use. */
  static Resources allocated(AgentState state) {
    List<Resources> used = new ArrayList<>();
    for (OfFramework framework : state.frameworks()) {
      framework.executors().forEach(executor -> used.add(used(executor)));
    }
    return Resources.sum(used).unallocated();
  }

  /** What an executor and its live tasks use. */
  static Resources used(OfExecutor executor) {
    boolean over = executor.phase() == AgentState.ExecutorPhase.TERMINATED;
    Resources tasks = usedByTasks(executor);
    return over ? tasks : tasks.plus(TaskJson.resources(executor.info().getResourcesList()));
  }

  static Resources usedByTasks(OfExecutor executor) {
    List<Resources> parts = new ArrayList<>();
    for (TaskInfo task : executor.queued()) {
      parts.add(TaskJson.resources(task.getResourcesList()));
    }
    for (Task task : executor.launched()) {
      parts.add(TaskJson.resources(task.getResourcesList()));
    }
    return Resources.sum(parts);
  }

  private static void attributes(AgentInfo info, JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("attributes");
    for (Attribute attribute : info.getAttributesList()) {
      json.writeFieldName(attribute.getName());
      switch (attribute.getType()) {
        case SCALAR -> MesosJson.writeDouble(attribute.getScalar().getValue(), json);
        case TEXT -> json.writeString(attribute.getText().getValue());
        case RANGES -> json.writeString(ranges(attribute).toString());
        case SET -> json.writeString(attribute.getSet().getItemList().toString());
      }
    }
    json.writeEndObject();
  }

  private static Amount ranges(Attribute attribute) {
    return new Ranges(
        attribute.getRanges().getRangeList().stream()
            .map(range -> new Ranges.Range(range.getBegin(), range.getEnd()))
            .toList());
  }

  private void frameworks(String field, List<OfFramework> frameworks, JsonGenerator json)
      throws IOException {
    json.writeArrayFieldStart(field);
    for (OfFramework framework : frameworks) {
      framework(framework, json);
    }
    json.writeEndArray();
  }

  private void framework(OfFramework framework, JsonGenerator json) throws IOException {
    FrameworkInfo info = framework.info();
    json.writeStartObject();
    json.writeStringField("id", info.getId().getValue());
    json.writeStringField("name", info.getName());
    json.writeStringField("user", info.getUser());
    json.writeFieldName("failover_timeout");
    MesosJson.writeDouble(info.getFailoverTimeout(), json);
    json.writeBooleanField("checkpoint", info.getCheckpoint());
    json.writeStringField("hostname", info.getHostname());
    if (info.hasPrincipal()) {
      json.writeStringField("principal", info.getPrincipal());
    }
    boolean multiRole =
        info.getCapabilitiesList().stream()
            .anyMatch(c -> c.getType() == FrameworkInfo.Capability.Type.MULTI_ROLE);
    if (multiRole) {
      json.writeArrayFieldStart("roles");
      for (String role : info.getRolesList()) {
        json.writeString(role);
      }
      json.writeEndArray();
    } else {
      json.writeStringField("role", info.getRole());
    }
    executors("executors", framework.executors(), info, json);
    executors("completed_executors", framework.completedExecutors(), info, json);
    json.writeEndObject();
  }

  private void executors(
      String field, List<OfExecutor> executors, FrameworkInfo framework, JsonGenerator json)
      throws IOException {
    json.writeArrayFieldStart(field);
    for (OfExecutor executor : executors) {
      executor(executor, framework.getId().getValue(), json);
    }
    json.writeEndArray();
  }

  private void executor(OfExecutor executor, String frameworkId, JsonGenerator json)
      throws IOException {
    String id = executor.info().getExecutorId().getValue();
    String container = executor.containerId().getValue();
    json.writeStartObject();
    json.writeStringField("id", id);
    json.writeStringField("name", executor.info().getName());
    json.writeStringField("source", executor.info().getSource());
    json.writeStringField("container", container);
    json.writeStringField("directory", agent.sandbox(frameworkId, id, container).toString());
    boolean over = executor.phase() == AgentState.ExecutorPhase.TERMINATED;
    ResourceJson.sums(
        "resources",
        over ? TaskJson.resources(executor.info().getResourcesList()) : used(executor),
        json);
    json.writeStringField("role", role(executor));
    if (executor.info().hasLabels()) {
      TaskJson.labels(executor.info().getLabels(), json);
    }
    if (executor.info().hasType()) {
      json.writeStringField("type", executor.info().getType().name());
    }
    TaskJson.tasks("tasks", executor.launched(), json);
    json.writeArrayFieldStart("queued_tasks");
    String shownId = executor.kind() == ExecutorRun.Kind.COMMAND ? "" : id;
    for (TaskInfo task : executor.queued()) {
      TaskJson.queued(task, frameworkId, shownId, json);
    }
    json.writeEndArray();
    List<Task> ended = new ArrayList<>(executor.terminated());
    ended.addAll(executor.completed());
    TaskJson.tasks("completed_tasks", ended, json);
    json.writeEndObject();
  }

  private static String role(OfExecutor executor) {
    String own = TaskJson.role(executor.info().getResourcesList());
    if (own.isEmpty() && !executor.launched().isEmpty()) {
      return TaskJson.role(executor.launched().get(0).getResourcesList());
    }
    return own;
  }
}
