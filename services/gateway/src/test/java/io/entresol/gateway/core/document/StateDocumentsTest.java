package io.entresol.gateway.core.document;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.entresol.gateway.core.JsonTrees;
import io.entresol.gateway.core.Recordings;
import io.entresol.gateway.core.TestingDocuments;
import io.entresol.gateway.core.TestingState;
import io.entresol.mesos.v1.ExecutorID;
import io.entresol.mesos.v1.ExecutorInfo;
import io.entresol.mesos.v1.master.Call;
import io.entresol.proto.MesosJson;
import io.entresol.proto.bus.ExecutorState;
import io.entresol.proto.bus.FrameworkState;
import io.entresol.proto.bus.StatePage;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Our documents beside those that a genuine Mesos wrote of the same cluster. */
class StateDocumentsTest {
  private static final StatePage BUSY = TestingState.busy();
  private static final StatePage IDLE = TestingState.idle();

  private static JsonNode render(StateDocument document, StatePage... pages) {
    return Recordings.parse(TestingDocuments.render(document, List.of(pages)));
  }

  private static void assertSame(JsonNode ours, String recording) {
    JsonNode theirs = Recordings.of(recording);
    assertThat(JsonTrees.shape(ours)).isEqualTo(JsonTrees.shape(theirs));
    assertThat(JsonTrees.sorted(ours)).isEqualTo(JsonTrees.sorted(theirs));
  }

  private static BuildInfo build(JsonNode state) {
    return new BuildInfo(
        state.get("version").asText(),
        state.get("build_date").asText(),
        state.get("build_time").asDouble(),
        state.get("build_user").asText(),
        Optional.of(state.get("git_sha").asText()),
        Optional.of(state.get("git_branch").asText()),
        Optional.empty());
  }

  @Test
  void stateIsThatOfMesos() {
    BuildInfo build = build(Recordings.of("busy/state"));
    AgentCounts counts = new AgentCounts(1, 0, 0);
    assertSame(render(StateDocuments.state(build, counts), BUSY), "busy/state");
    assertSame(render(StateDocuments.state(build, counts), IDLE), "idle/state");
  }

  @Test
  void summaryIsThatOfMesos() {
    assertSame(render(StateDocuments.summary(), BUSY), "busy/state-summary");
    assertSame(render(StateDocuments.summary(), IDLE), "idle/state-summary");
  }

  @Test
  void agentsAreThoseOfMesos() {
    assertSame(render(StateDocuments.agents(Optional.empty()), BUSY), "busy/slaves");
    assertSame(render(StateDocuments.agents(Optional.empty()), IDLE), "idle/slaves");
  }

  @Test
  void oneAgentCanBeAskedFor() {
    String id = BUSY.getAgents(0).getAgent().getAgentInfo().getId().getValue();
    assertSame(render(StateDocuments.agents(Optional.of(id)), BUSY), "busy/slaves");
    assertThat(render(StateDocuments.agents(Optional.of("nope")), BUSY).toString())
        .isEqualTo("{\"slaves\":[],\"recovered_slaves\":[]}");
  }

  @Test
  void frameworksAreThoseOfMesos() {
    assertSame(render(StateDocuments.frameworks(Optional.empty()), BUSY), "busy/frameworks");
    assertSame(render(StateDocuments.frameworks(Optional.empty()), IDLE), "idle/frameworks");
    assertSame(render(StateDocuments.frameworks(Optional.of("nope")), BUSY), "idle/frameworks");
  }

  @Test
  void tasksAreThoseOfMesos() {
    assertSame(render(StateDocuments.tasks(TaskFilter.of(Map.of())), BUSY), "busy/tasks");
    assertSame(render(StateDocuments.tasks(TaskFilter.of(Map.of())), IDLE), "idle/tasks");
  }

  @Test
  void rolesAreThoseOfMesos() {
    assertSame(render(StateDocuments.roles(), BUSY), "busy/roles");
    assertSame(render(StateDocuments.roles(), IDLE), "idle/roles");
  }

  @Test
  void flagsAndRegistryAreThoseOfMesos() {
    assertSame(render(StateDocuments.flags(), IDLE), "idle/flags");
    // All agents checkpoint, so the registry does not say it of each.
    JsonNode registry = Recordings.of("idle/registry");
    ((ObjectNode) registry.at("/slaves/slaves/0/info")).remove("checkpoint");
    assertThat(JsonTrees.shape(render(StateDocuments.registry(), IDLE)))
        .isEqualTo(JsonTrees.shape(registry));
  }

  @Test
  void theNewestTasksComeFirstUnlessAskedOtherwise() {
    Map<String, String> two = Map.of("limit", "2");
    assertThat(taskIds(two)).containsExactly("w-fin", "w-run");
    assertThat(taskIds(Map.of("limit", "2", "offset", "1"))).startsWith("w-run").hasSize(2);
    assertThat(taskIds(Map.of("limit", "1", "order", "asc"))).containsExactly("n-1");
    assertThat(taskIds(Map.of("order", "sideways", "limit", "nonsense"))).hasSize(7);
    assertThat(taskIds(Map.of("offset", "99"))).isEmpty();
    assertThat(taskIds(Map.of("task_id", "w-run"))).containsExactly("w-run");
    assertThat(taskIds(Map.of("framework_id", "nope"))).isEmpty();
  }

  private static List<String> taskIds(Map<String, String> query) {
    return render(StateDocuments.tasks(TaskFilter.of(query)), BUSY)
        .get("tasks")
        .findValuesAsText("id");
  }

  @Test
  void aDocumentIsTheSameWhateverThePages() {
    StatePage[] pages = TestingDocuments.split(BUSY);
    assertThat(pages.length).isGreaterThan(5);
    AgentCounts counts = new AgentCounts(1, 0, 0);
    assertSame(
        render(StateDocuments.state(build(Recordings.of("busy/state")), counts), pages),
        "busy/state");
    assertSame(render(StateDocuments.summary(), pages), "busy/state-summary");
    assertSame(
        render(OperatorDocuments.of(Call.Type.GET_STATE).orElseThrow(), pages),
        "operator/GET_STATE");
  }

  @Test
  void executorsStandInTheirFramework() {
    FrameworkState framework = BUSY.getFrameworks(0);
    StatePage page =
        BUSY.toBuilder()
            .addExecutors(
                ExecutorState.newBuilder()
                    .setFrameworkId(framework.getFramework().getFrameworkInfo().getId())
                    .setAgentId(BUSY.getAgents(0).getAgent().getAgentInfo().getId())
                    .setInfo(
                        ExecutorInfo.newBuilder()
                            .setExecutorId(ExecutorID.newBuilder().setValue("e"))
                            .setType(ExecutorInfo.Type.CUSTOM)))
            .build();
    JsonNode executor =
        render(StateDocuments.frameworks(Optional.empty()), page).at("/frameworks/0/executors/0");
    assertThat(JsonTrees.shape(executor))
        .isEqualTo(
            "{executor_id:text, name:text, framework_id:text, command:{argv:[], uris:[]},"
                + " resources:{disk:floating, mem:floating, gpus:floating, cpus:floating},"
                + " type:text, slave_id:text}");
  }

  @Test
  void reservedResourcesAreShownByRole() {
    StatePage.Builder page = IDLE.toBuilder();
    page.getAgentsBuilder(0)
        .getAgentBuilder()
        .addTotalResources(TestingState.reserved(TestingState.scalar("cpus", 0.5), "ops"));
    JsonNode agent = render(StateDocuments.agents(Optional.empty()), page.build()).at("/slaves/0");
    assertThat(agent.at("/resources/cpus").asDouble()).isEqualTo(4.5);
    assertThat(agent.at("/unreserved_resources/cpus").asDouble()).isEqualTo(4.0);
    assertThat(agent.at("/reserved_resources").toString())
        .isEqualTo("{\"ops\":{\"disk\":0.0,\"mem\":0.0,\"gpus\":0.0,\"cpus\":0.5}}");
    assertThat(agent.at("/reserved_resources_full").toString())
        .isEqualTo(
            "{\"ops\":[{\"name\":\"cpus\",\"type\":\"SCALAR\",\"scalar\":{\"value\":0.5},"
                + "\"role\":\"ops\",\"reservation\":{\"principal\":\"op\"},"
                + "\"reservations\":[{\"type\":\"DYNAMIC\",\"role\":\"ops\","
                + "\"principal\":\"op\"}]}]}");
  }

  @ParameterizedTest
  @EnumSource(
      value = Call.Type.class,
      names = {"GET_STATE", "GET_AGENTS", "GET_FRAMEWORKS", "GET_EXECUTORS"})
  void answersOfTheOperatorApiAreThoseOfMesos(Call.Type type) {
    String recording = "operator/" + type;
    assertSame(render(OperatorDocuments.of(type).orElseThrow(), BUSY), recording);
    ResponseCollector collector = new ResponseCollector(type);
    for (StatePage page : TestingDocuments.split(BUSY)) {
      collector.page(page);
    }
    assertThat(collector.build()).isEqualTo(TestingState.answer(type.name()));
  }

  @ParameterizedTest
  @EnumSource(
      value = Call.Type.class,
      names = {"GET_ROLES", "GET_MASTER"})
  void smallAnswersOfTheOperatorApiAreThoseOfMesos(Call.Type type) {
    ResponseCollector collector = new ResponseCollector(type);
    collector.page(BUSY);
    assertSame(Recordings.parse(MesosJson.print(collector.build())), "operator/" + type);
  }
}
