package io.entresol.gateway.core.document;

import static io.entresol.proto.bus.StateQuery.Part.AGENTS;
import static io.entresol.proto.bus.StateQuery.Part.FRAMEWORKS;
import static io.entresol.proto.bus.StateQuery.Part.ROLES;
import static io.entresol.proto.bus.StateQuery.Part.TASKS;

import com.fasterxml.jackson.core.JsonGenerator;
import io.entresol.gateway.core.render.AgentWriter;
import io.entresol.gateway.core.render.FrameworkWriter;
import io.entresol.gateway.core.render.RoleWriter;
import io.entresol.mesos.v1.AgentInfo;
import io.entresol.mesos.v1.master.Response.GetAgents.Agent;
import io.entresol.proto.bus.AgentState;
import io.entresol.proto.bus.FrameworkState;
import io.entresol.proto.bus.StatePage;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The documents of the older read endpoints of the master. */
public final class StateDocuments {
  private StateDocuments() {}

  /** {@code /state}. */
  public static StateDocument state(BuildInfo build, AgentCounts counts) {
    ExecutorsByFramework executors = new ExecutorsByFramework();
    return new StateDocument(
        List.of(
            executors,
            new MasterHeader(build, counts),
            new Lists(
                Set.of(AGENTS),
                new Lists.Column<>("slaves", selected(Optional.empty()), StateDocuments::agent),
                recoveredAgents(Optional.empty())),
            frameworks(executors, Optional.empty()),
            emptyList("orphan_tasks"),
            emptyList("unregistered_frameworks")));
  }

  /** {@code /state-summary}. */
  public static StateDocument summary() {
    TaskTally tally = new TaskTally();
    return new StateDocument(
        List.of(
            tally,
            new SummaryHeader(),
            new Lists(
                Set.of(AGENTS),
                new Lists.Column<>(
                    "slaves",
                    selected(Optional.empty()),
                    (agent, json) -> agentSummary(agent, tally, json))),
            new Lists(
                Set.of(FRAMEWORKS),
                new Lists.Column<>(
                    "frameworks",
                    Frameworks.live(),
                    (state, json) -> frameworkSummary(state, tally, json)))));
  }

  /**
   * {@code /slaves}.
   *
   * @param agentId the only one that is wanted; empty is all
   */
  public static StateDocument agents(Optional<String> agentId) {
    return new StateDocument(
        List.of(
            new Lists(
                Set.of(AGENTS),
                new Lists.Column<>("slaves", selected(agentId), StateDocuments::fullAgent),
                recoveredAgents(agentId))));
  }

  /**
   * {@code /frameworks}.
   *
   * @param frameworkId the only one that is wanted; empty is all
   */
  public static StateDocument frameworks(Optional<String> frameworkId) {
    ExecutorsByFramework executors = new ExecutorsByFramework();
    return new StateDocument(
        List.of(
            executors, frameworks(executors, frameworkId), emptyList("unregistered_frameworks")));
  }

  /** {@code /tasks}. */
  public static StateDocument tasks(TaskFilter filter) {
    return new StateDocument(List.of(new TaskSelection(filter)));
  }

  /** {@code /roles}. */
  public static StateDocument roles() {
    return new StateDocument(
        List.of(
            new Lists(
                Set.of(ROLES),
                new Lists.Column<>("roles", StatePage::getRolesList, RoleWriter::write))));
  }

  /** {@code /flags}. */
  public static StateDocument flags() {
    return new StateDocument(List.of(new FlagsSection()));
  }

  /** {@code /registrar(1)/registry}: what the master's registry holds of itself and agents. */
  public static StateDocument registry() {
    return new StateDocument(List.of(new RegistrySection()));
  }

  private static Function<StatePage, List<Agent>> selected(Optional<String> id) {
    return page ->
        page.getAgentsList().stream()
            .map(AgentState::getAgent)
            .filter(agent -> isWanted(agent.getAgentInfo(), id))
            .toList();
  }

  private static boolean isWanted(AgentInfo info, Optional<String> id) {
    return id.isEmpty() || id.get().equals(info.getId().getValue());
  }

  private static Lists.Column<AgentInfo> recoveredAgents(Optional<String> id) {
    return new Lists.Column<>(
        "recovered_slaves",
        page -> page.getRecoveredAgentsList().stream().filter(info -> isWanted(info, id)).toList(),
        AgentWriter::writeRecovered);
  }

  private static Lists frameworks(ExecutorsByFramework executors, Optional<String> wanted) {
    return new Lists(
        Set.of(FRAMEWORKS, TASKS),
        frameworkColumn("frameworks", Frameworks.live(), executors, wanted),
        frameworkColumn("completed_frameworks", Frameworks.completed(), executors, wanted));
  }

  private static Lists.Column<FrameworkState> frameworkColumn(
      String field,
      Function<StatePage, List<FrameworkState>> source,
      ExecutorsByFramework executors,
      Optional<String> wanted) {
    return new Lists.Column<>(
        field,
        source.andThen(
            states ->
                states.stream()
                    .filter(state -> wanted.isEmpty() || wanted.get().equals(Frameworks.id(state)))
                    .toList()),
        (state, json) -> FrameworkWriter.write(state, executors.of(Frameworks.id(state)), json));
  }

  private static Fixed emptyList(String field) {
    return new Fixed(
        json -> {
          json.writeArrayFieldStart(field);
          json.writeEndArray();
        });
  }

  private static void agent(Agent agent, JsonGenerator json) throws IOException {
    json.writeStartObject();
    AgentWriter.writeFields(agent, json);
    json.writeEndObject();
  }

  private static void fullAgent(Agent agent, JsonGenerator json) throws IOException {
    json.writeStartObject();
    AgentWriter.writeFields(agent, json);
    AgentWriter.writeFullResources(agent, json);
    json.writeEndObject();
  }

  private static void agentSummary(Agent agent, TaskTally tally, JsonGenerator json)
      throws IOException {
    String id = agent.getAgentInfo().getId().getValue();
    json.writeStartObject();
    AgentWriter.writeFields(agent, json);
    tally.ofAgent(id).writeFields(json);
    writeStrings("framework_ids", tally.frameworksOfAgent(id), json);
    json.writeEndObject();
  }

  private static void frameworkSummary(FrameworkState state, TaskTally tally, JsonGenerator json)
      throws IOException {
    String id = Frameworks.id(state);
    json.writeStartObject();
    FrameworkWriter.writeSummaryFields(state.getFramework(), json);
    tally.ofFramework(id).writeFields(json);
    writeStrings("slave_ids", tally.agentsOfFramework(id), json);
    json.writeEndObject();
  }

  private static void writeStrings(String field, Iterable<String> values, JsonGenerator json)
      throws IOException {
    json.writeArrayFieldStart(field);
    for (String value : values) {
      json.writeString(value);
    }
    json.writeEndArray();
  }
}
