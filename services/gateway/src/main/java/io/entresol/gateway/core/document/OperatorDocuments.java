package io.entresol.gateway.core.document;

import static io.entresol.proto.bus.StateQuery.Part.AGENTS;
import static io.entresol.proto.bus.StateQuery.Part.EXECUTORS;
import static io.entresol.proto.bus.StateQuery.Part.FRAMEWORKS;
import static io.entresol.proto.bus.StateQuery.Part.TASKS;

import io.entresol.gateway.core.render.AgentWriter;
import io.entresol.mesos.v1.AgentInfo;
import io.entresol.mesos.v1.master.Call;
import io.entresol.proto.MesosJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The JSON answers of the operator API that can be large. */
public final class OperatorDocuments {
  private OperatorDocuments() {}

  /** Empty for calls that are answered otherwise. */
  public static Optional<StateDocument> of(Call.Type type) {
    return switch (type) {
      case GET_STATE -> Optional.of(answer(type, "get_state", state()));
      case GET_AGENTS -> Optional.of(answer(type, "get_agents", List.of(agents())));
      case GET_FRAMEWORKS -> Optional.of(answer(type, "get_frameworks", List.of(frameworks())));
      case GET_EXECUTORS -> Optional.of(answer(type, "get_executors", List.of(executors())));
      case GET_TASKS -> Optional.of(answer(type, "get_tasks", List.of(tasks())));
      default -> Optional.empty();
    };
  }

  private static StateDocument answer(Call.Type type, String field, List<Section> content) {
    List<Section> sections = new ArrayList<>();
    sections.add(
        new Fixed(
            json -> {
              json.writeStringField("type", type.name());
              json.writeObjectFieldStart(field);
            }));
    sections.addAll(content);
    sections.add(new Fixed(json -> json.writeEndObject()));
    return new StateDocument(sections);
  }

  private static List<Section> state() {
    List<Section> sections = new ArrayList<>();
    nest("get_tasks", tasks(), sections);
    nest("get_executors", executors(), sections);
    nest("get_frameworks", frameworks(), sections);
    nest("get_agents", agents(), sections);
    return sections;
  }

  private static void nest(String field, Section content, List<Section> into) {
    into.add(new Fixed(json -> json.writeObjectFieldStart(field)));
    into.add(content);
    into.add(new Fixed(json -> json.writeEndObject()));
  }

  private static Section agents() {
    return new Lists(
        Set.of(AGENTS),
        new Lists.Column<>("agents", OperatorState::agents, AgentWriter::writeMessage),
        new Lists.Column<AgentInfo>(
            "recovered_agents", OperatorState::recoveredAgents, AgentWriter::writeMessage));
  }

  private static Section frameworks() {
    return new Lists(
        Set.of(FRAMEWORKS),
        new Lists.Column<>(
            "frameworks", Frameworks.live().andThen(OperatorState::frameworks), MesosJson::write),
        new Lists.Column<>(
            "completed_frameworks",
            Frameworks.completed().andThen(OperatorState::frameworks),
            MesosJson::write));
  }

  private static Section executors() {
    return new Lists(
        Set.of(EXECUTORS),
        new Lists.Column<>("executors", OperatorState::executors, MesosJson::write));
  }

  private static Section tasks() {
    return new Lists(
        Set.of(FRAMEWORKS, TASKS),
        new Lists.Column<>("tasks", OperatorState::tasks, MesosJson::write),
        new Lists.Column<>("unreachable_tasks", OperatorState::unreachableTasks, MesosJson::write),
        new Lists.Column<>("completed_tasks", OperatorState::completedTasks, MesosJson::write));
  }
}
