package io.entresol.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import io.entresol.domain.resources.Reservation;
import io.entresol.domain.resources.ResourceKey;
import io.entresol.domain.resources.ResourceParser;
import io.entresol.domain.resources.Resources;
import io.entresol.domain.resources.Scalar;
import io.entresol.mesos.v1.CommandInfo;
import io.entresol.mesos.v1.ContainerInfo;
import io.entresol.mesos.v1.DiscoveryInfo;
import io.entresol.mesos.v1.ExecutorID;
import io.entresol.mesos.v1.ExecutorInfo;
import io.entresol.mesos.v1.FrameworkID;
import io.entresol.mesos.v1.FrameworkInfo;
import io.entresol.mesos.v1.HealthCheck;
import io.entresol.mesos.v1.Label;
import io.entresol.mesos.v1.Labels;
import io.entresol.mesos.v1.Offer;
import io.entresol.mesos.v1.OperationState;
import io.entresol.mesos.v1.Port;
import io.entresol.mesos.v1.Ports;
import io.entresol.mesos.v1.Resource;
import io.entresol.mesos.v1.TaskInfo;
import io.entresol.mesos.v1.TaskState;
import io.entresol.mesos.v1.UUID;
import io.entresol.proto.ProtoResources;
import io.entresol.proto.bus.AgentCommand;
import io.entresol.proto.bus.AgentMessage;
import io.entresol.proto.bus.ApplyOperation;
import io.entresol.proto.bus.RunTask;
import io.entresol.proto.bus.ShutdownExecutor;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/**
 * Names, kinds and nesting of the answers against recordings of a genuine agent, in the same
 * situation: idle, and with a running task, ended ones, and an executor of the framework's own.
 */
class EndpointShapesTest extends RealAgentTest {
  /** Objects whose names are data. */
  private static final Set<String> MAPS =
      Set.of(
          "/flags",
          "/attributes",
          "/reserved_resources",
          "/reserved_resources_full",
          "/reserved_resources_allocated");

  /** From what a build came is not known to it; processes and threads are always counted. */
  private static final Set<String> MEANT =
      Set.of(
          "additional []/statistics/processes",
          "additional []/statistics/threads",
          "additional /get_containers/containers[]/resource_statistics/processes",
          "additional /get_containers/containers[]/resource_statistics/threads",
          "missing /git_sha",
          "missing /git_branch",
          "missing /get_version/version_info/git_sha",
          "missing /get_version/version_info/git_branch");

  private static JsonNode golden(String name) throws Exception {
    return JSON.readTree(EndpointShapesTest.class.getResource("/golden/" + name + ".json"));
  }

  private void compare(String name) throws Exception {
    compare(name, golden(name).get("path").asText());
  }

  private void compare(String name, String path) throws Exception {
    JsonNode recorded = golden(name);
    HttpResponse<String> answer = get(path);
    assertThat(answer.statusCode()).as(name).isEqualTo(recorded.get("status").asInt());
    assertThat(answer.headers().firstValue("Content-Type"))
        .as(name)
        .contains(recorded.get("contentType").asText());
    differ(name, JSON.readTree(answer.body()), recorded.get("body"));
  }

  private static void differ(String name, JsonNode ours, JsonNode recorded) {
    List<String> differences =
        new ArrayList<>(new Shape(ours, MAPS).differences(new Shape(recorded, MAPS)));
    differences.removeAll(MEANT);
    assertThat(differences).as(name).isEmpty();
  }

  private void compareCall(String name) throws Exception {
    compareCall(name, golden(name).get("call"));
  }

  private void compareCall(String name, JsonNode call) throws Exception {
    JsonNode recorded = golden(name);
    HttpResponse<String> answer =
        http.send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + agent.port() + "/api/v1"))
                .header("Content-Type", "application/json")
                .header("Accept", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(call.toString()))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(name + ": " + answer.body()).isEqualTo(200);
    differ(name, JSON.readTree(answer.body()), recorded.get("body"));
  }

  private AgentOptions recordedOptions() {
    AgentOptions options = new AgentOptions();
    new CommandLine(CommandLine.Model.CommandSpec.forAnnotatedObject(options))
        .parseArgs(
            "--work_dir=" + work,
            "--ip=127.0.0.1",
            "--hostname=127.0.0.1",
            "--port=0",
            "--log_dir=/var/log/mesos",
            "--resources=cpus:4;mem:4096;disk:10000;ports:[31000-32000]",
            "--attributes=rack:r1",
            "--isolation=posix/cpu,posix/mem",
            "--registration_backoff_factor=100ms");
    return options;
  }

  @Test
  void anIdleAgentAnswersAsRecorded() throws Exception {
    start(recordedOptions());
    master.await("a registration", AgentMessage::hasRegister);
    settled();
    compare("state-idle");
    compare("state-idle", "/slave(1)/state");
    compare("version");
    compare("system-stats");
    for (String call : List.of("get-health", "get-flags", "get-version", "get-logging-level")) {
      compareCall(call);
    }
    assertThat(get("/containers").body()).isEqualTo("[]");
    assertThat(get("/slave(1)/monitor/statistics?jsonp=cb_1").body()).isEqualTo("cb_1([])");
    assertThat(get("/flags").body()).contains("\"attributes\":\"rack:r1\"");
  }

  /** The answer to the registration is on its way while the request is seen by the test. */
  private void settled() throws Exception {
    long end = System.nanoTime() + 20_000_000_000L;
    while (json("/metrics/snapshot").get("slave/registered").asDouble() != 1) {
      assertThat(System.nanoTime()).isLessThan(end);
    }
  }

  @Test
  void aBusyAgentAnswersAsRecorded() throws Exception {
    start(recordedOptions());
    master.await("a registration", AgentMessage::hasRegister);
    reserve();
    run("w-fin", "true", TaskState.TASK_FINISHED);
    run("w-fail", "exit 9", TaskState.TASK_FAILED);
    launchHealthyTask();
    compareContainers();
    compareFiles("/frameworks/" + FRAMEWORK.getValue() + "/executors/w-run/runs/latest");
    compareMetrics();
    kill("w-run");
    expect(TaskState.TASK_KILLED);

    launchCustomExecutor();
    compare("state-busy", "/state");
    master.send(
        AgentCommand.newBuilder()
            .setShutdownExecutor(
                ShutdownExecutor.newBuilder()
                    .setFrameworkId(FrameworkID.newBuilder().setValue("master-0001"))
                    .setExecutorId(ExecutorID.newBuilder().setValue("cx"))));
    master.await("an exit", AgentMessage::hasExecutorExited);
  }

  private void reserve() throws Exception {
    Resource reserved =
        ProtoResources.toProto(
                Resources.of(
                    ResourceKey.of("cpus").reserved(Reservation.dynamically("ops2", "op")),
                    Scalar.of(0.1)))
            .get(0);
    master.send(
        AgentCommand.newBuilder()
            .setApplyOperation(
                ApplyOperation.newBuilder()
                    .setOperation(
                        Offer.Operation.newBuilder()
                            .setType(Offer.Operation.Type.RESERVE)
                            .setReserve(
                                Offer.Operation.Reserve.newBuilder().addResources(reserved)))
                    .setOperationUuid(
                        UUID.newBuilder().setValue(ByteString.copyFromUtf8("operation")))));
    AgentMessage done = master.await("an operation update", AgentMessage::hasOperationUpdate);
    assertThat(done.getOperationUpdate().getStatus().getState())
        .isEqualTo(OperationState.OPERATION_FINISHED);
  }

  private static FrameworkInfo busy() {
    return framework().toBuilder()
        .addRoles("golden")
        .setPrincipal("busy-principal")
        .addCapabilities(
            FrameworkInfo.Capability.newBuilder().setType(FrameworkInfo.Capability.Type.MULTI_ROLE))
        .build();
  }

  private void launchAs(FrameworkInfo framework, TaskInfo.Builder task) {
    master.send(
        AgentCommand.newBuilder()
            .setRunTask(RunTask.newBuilder().setFramework(framework).setTask(task)));
  }

  private void run(String id, String command, TaskState end) throws Exception {
    launchAs(busy(), task(id, command));
    expect(TaskState.TASK_STARTING, TaskState.TASK_RUNNING, end);
  }

  private void launchHealthyTask() throws Exception {
    launchAs(
        busy(),
        task("w-run", "echo hello; sleep 1000")
            .addAllResources(
                ProtoResources.toProto(
                    ResourceParser.parse("ports:[31005-31006]").allocatedTo("golden")))
            .setLabels(Labels.newBuilder().addLabels(Label.newBuilder().setKey("k").setValue("v")))
            .setContainer(ContainerInfo.newBuilder().setType(ContainerInfo.Type.MESOS))
            .setDiscovery(
                DiscoveryInfo.newBuilder()
                    .setVisibility(DiscoveryInfo.Visibility.FRAMEWORK)
                    .setName("dn")
                    .setPorts(
                        Ports.newBuilder()
                            .addPorts(
                                Port.newBuilder()
                                    .setNumber(31005)
                                    .setName("p")
                                    .setProtocol("tcp"))))
            .setHealthCheck(
                HealthCheck.newBuilder()
                    .setType(HealthCheck.Type.COMMAND)
                    .setCommand(CommandInfo.newBuilder().setShell(true).setValue("true"))
                    .setDelaySeconds(0)
                    .setIntervalSeconds(2)
                    .setTimeoutSeconds(20)
                    .setConsecutiveFailures(3)
                    .setGracePeriodSeconds(0)));
    expect(TaskState.TASK_STARTING, TaskState.TASK_RUNNING);
    assertThat(master.update().getHealthy()).isTrue();
  }

  private void compareContainers() throws Exception {
    compare("containers");
    compare("monitor-statistics");
    compareCall("get-containers");
    assertThat(get("/containers?container_id=nope").body()).isEqualTo("[]");
  }

  private void compareFiles(String run) throws Exception {
    compare("files-browse", "/files/browse?path=" + run);
    compare("files-read", "/files/read?offset=0&length=100&path=" + run + "/stdout");
    JsonNode list = JSON.createObjectNode().put("type", "LIST_FILES");
    ((ObjectNode) list).putObject("list_files").put("path", run);
    compareCall("list-files", list);
    JsonNode read = JSON.createObjectNode().put("type", "READ_FILE");
    ((ObjectNode) read).putObject("read_file").put("path", run + "/stdout").put("offset", 0);
    compareCall("read-file", read);
    assertThat(json("/files/debug").get(run).asText()).startsWith(work.toString());

    assertThat(json("/files/read?offset=0&path=" + run + "/stdout").get("data").asText())
        .isEqualTo("hello\n");
    assertThat(json("/files/read?path=" + run + "/stdout").toString())
        .isEqualTo("{\"data\":\"\",\"offset\":6}");
    assertThat(get("/files/read?offset=0&path=" + run + "/../../../../../../../etc/hostname"))
        .extracting(HttpResponse::statusCode)
        .isEqualTo(404);
    assertThat(get("/files/read?offset=0&length=-5&path=" + run + "/stdout").statusCode())
        .isEqualTo(400);
    assertThat(get("/files/browse").statusCode()).isEqualTo(400);
    assertThat(get("/files/download?path=" + run).statusCode()).isEqualTo(400);
    HttpResponse<String> download = get("/files/download?path=" + run + "/stdout");
    assertThat(download.body()).isEqualTo("hello\n");
    assertThat(download.headers().firstValue("Content-Disposition"))
        .contains("attachment; filename=stdout");
    assertThat(get("/slave(1)/files/browse?path=" + run).statusCode()).isEqualTo(404);
  }

  private void compareMetrics() throws Exception {
    List<String> names = new ArrayList<>();
    json("/metrics/snapshot").fieldNames().forEachRemaining(names::add);
    List<String> recorded = new ArrayList<>();
    golden("metrics-snapshot").get("body").fieldNames().forEachRemaining(recorded::add);
    assertThat(names).containsAll(recorded).isSorted();
    assertThat(get("/metrics").body()).contains("entresol_agent_tasks_ended_total");
    assertThat(get("/health/ready").statusCode()).isEqualTo(200);
  }

  /** Its framework is another, so that the first one is among those that have left. */
  private void launchCustomExecutor() throws Exception {
    FrameworkInfo framework =
        busy().toBuilder()
            .setId(busy().getId().toBuilder().setValue("master-0001"))
            .clearPrincipal()
            .build();
    launchAs(
        framework,
        task("cx-1", "")
            .clearCommand()
            .setExecutor(
                ExecutorInfo.newBuilder()
                    .setType(ExecutorInfo.Type.CUSTOM)
                    .setExecutorId(ExecutorID.newBuilder().setValue("cx"))
                    .setFrameworkId(framework.getId())
                    .setName("cx")
                    .setSource("src")
                    .setCommand(
                        CommandInfo.newBuilder()
                            .setValue("exec sh " + TestingExecutor.script(work, true)))));
    assertThat(master.update().getState()).isEqualTo(TaskState.TASK_RUNNING);
  }
}
