package io.entresol.agent.http;

import com.google.protobuf.ByteString;
import io.entresol.agent.core.AgentState;
import io.entresol.mesos.v1.ContainerID;
import io.entresol.mesos.v1.Flag;
import io.entresol.mesos.v1.Metric;
import io.entresol.mesos.v1.VersionInfo;
import io.entresol.mesos.v1.agent.Call;
import io.entresol.mesos.v1.agent.Response;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What each call of the operator API is answered. */
final class OperatorAnswers {
  private final AgentView agent;
  private final LoggingLevel logging;

  OperatorAnswers(AgentView agent, LoggingLevel logging) {
    this.agent = agent;
    this.logging = logging;
  }

  /** An answer without a type is an empty one. Fails with {@link CallRefusedException}. */
  Future<Response> answer(Vertx vertx, Call call) {
    return switch (call.getType()) {
      case GET_HEALTH,
          GET_FLAGS,
          GET_VERSION,
          GET_METRICS,
          GET_LOGGING_LEVEL,
          GET_STATE,
          GET_FRAMEWORKS,
          GET_EXECUTORS,
          GET_OPERATIONS,
          GET_TASKS,
          GET_AGENT,
          GET_RESOURCE_PROVIDERS ->
          Future.succeededFuture(read(call.getType()));
      case GET_CONTAINERS -> containers();
      case SET_LOGGING_LEVEL -> {
        Duration duration =
            Duration.ofNanos(call.getSetLoggingLevel().getDuration().getNanoseconds());
        logging.set(call.getSetLoggingLevel().getLevel(), duration);
        yield nothing();
      }
      case LIST_FILES -> listFiles(vertx, call.getListFiles());
      case READ_FILE -> readFile(vertx, call.getReadFile());
      // There are no images to prune: Docker's are its own.
      case PRUNE_IMAGES -> nothing();
      case WAIT_NESTED_CONTAINER -> notFound(404, call.getWaitNestedContainer().getContainerId());
      case WAIT_CONTAINER -> notFound(404, call.getWaitContainer().getContainerId());
      case ATTACH_CONTAINER_OUTPUT ->
          notFound(404, call.getAttachContainerOutput().getContainerId());
      case KILL_NESTED_CONTAINER -> notFound(404, call.getKillNestedContainer().getContainerId());
      case KILL_CONTAINER -> notFound(404, call.getKillContainer().getContainerId());
      case REMOVE_NESTED_CONTAINER ->
          notFound(500, call.getRemoveNestedContainer().getContainerId());
      case REMOVE_CONTAINER -> notFound(500, call.getRemoveContainer().getContainerId());
      case LAUNCH_NESTED_CONTAINER -> launch(call.getLaunchNestedContainer().getContainerId());
      case LAUNCH_NESTED_CONTAINER_SESSION ->
          launch(call.getLaunchNestedContainerSession().getContainerId());
      case LAUNCH_CONTAINER -> launch(call.getLaunchContainer().getContainerId());
      case ATTACH_CONTAINER_INPUT,
          ADD_RESOURCE_PROVIDER_CONFIG,
          UPDATE_RESOURCE_PROVIDER_CONFIG,
          REMOVE_RESOURCE_PROVIDER_CONFIG,
          MARK_RESOURCE_PROVIDER_GONE,
          UNKNOWN ->
          refused(501, "501 Not Implemented.");
    };
  }

  private Response read(Call.Type type) {
    AgentState state = agent.state();
    Response.Builder answer = Response.newBuilder().setType(Response.Type.valueOf(type.name()));
    switch (type) {
      case GET_HEALTH -> answer.getGetHealthBuilder().setHealthy(true);
      case GET_FLAGS -> flags(answer.getGetFlagsBuilder());
      case GET_VERSION -> answer.getGetVersionBuilder().setVersionInfo(version());
      case GET_METRICS -> metrics(answer.getGetMetricsBuilder());
      case GET_LOGGING_LEVEL -> answer.getGetLoggingLevelBuilder().setLevel(logging.level());
      case GET_STATE -> StateAnswers.state(state, answer.getGetStateBuilder());
      case GET_FRAMEWORKS -> StateAnswers.frameworks(state, answer.getGetFrameworksBuilder());
      case GET_EXECUTORS -> StateAnswers.executors(state, answer.getGetExecutorsBuilder());
      case GET_OPERATIONS -> answer.getGetOperationsBuilder().addAllOperations(state.operations());
      case GET_TASKS -> StateAnswers.tasks(state, answer.getGetTasksBuilder());
      case GET_AGENT -> agent(state, answer.getGetAgentBuilder());
      default -> answer.getGetResourceProvidersBuilder();
    }
    return answer.build();
  }

  private void flags(Response.GetFlags.Builder answer) {
    agent
        .flags()
        .forEach((name, value) -> answer.addFlags(Flag.newBuilder().setName(name).setValue(value)));
  }

  private VersionInfo version() {
    return VersionInfo.newBuilder()
        .setVersion(agent.identity().version())
        .setBuildDate("")
        .setBuildTime(0)
        .setBuildUser("")
        .build();
  }

  private void metrics(Response.GetMetrics.Builder answer) {
    MetricsSnapshot.of(agent, Instant.now())
        .forEach(
            (name, value) -> answer.addMetrics(Metric.newBuilder().setName(name).setValue(value)));
  }

  private static void agent(AgentState state, Response.GetAgent.Builder answer) {
    answer.setAgentInfo(state.info());
    state.drain().ifPresent(answer::setDrainConfig);
  }

  private Future<Response> containers() {
    return ContainersJson.collect(agent, executor -> true)
        .map(
            entries -> {
              Response.Builder answer = Response.newBuilder().setType(Response.Type.GET_CONTAINERS);
              Response.GetContainers.Builder containers = answer.getGetContainersBuilder();
              entries.forEach(entry -> containers.addContainers(ContainersJson.proto(entry)));
              return answer.build();
            });
  }

  private interface Reading<T> {
    T read(Path file) throws IOException;
  }

  private <T> Future<T> withFile(Vertx vertx, String shown, Reading<T> reading) {
    FileTree tree = new FileTree(agent);
    return vertx.executeBlocking(
        () -> {
          Optional<Path> file = tree.resolve(shown);
          if (file.isEmpty()) {
            throw new CallRefusedException(404, "The file '" + shown + "' cannot be found");
          }
          return reading.read(file.get());
        },
        false);
  }

  private Future<Response> listFiles(Vertx vertx, Call.ListFiles call) {
    return withFile(vertx, call.getPath(), file -> FileEntry.list(call.getPath(), file))
        .map(
            entries -> {
              Response.Builder answer = Response.newBuilder().setType(Response.Type.LIST_FILES);
              Response.ListFiles.Builder files = answer.getListFilesBuilder();
              entries.forEach(entry -> files.addFileInfos(entry.proto()));
              return answer.build();
            });
  }

  private Future<Response> readFile(Vertx vertx, Call.ReadFile call) {
    long length = call.hasLength() ? call.getLength() : -1;
    return withFile(vertx, call.getPath(), file -> FilePart.read(file, call.getOffset(), length))
        .map(
            part ->
                Response.newBuilder()
                    .setType(Response.Type.READ_FILE)
                    .setReadFile(
                        Response.ReadFile.newBuilder()
                            .setSize(part.size())
                            .setData(ByteString.copyFrom(part.data())))
                    .build());
  }

  private Future<Response> launch(ContainerID id) {
    boolean knownParent =
        !id.hasParent()
            || agent.state().frameworks().stream()
                .flatMap(framework -> framework.executors().stream())
                .anyMatch(executor -> executor.containerId().equals(id.getParent()));
    return knownParent
        ? refused(501, "This agent starts containers for tasks and executors only")
        : notFound(400, id);
  }

  private static Future<Response> notFound(int status, ContainerID id) {
    String text = id.hasParent() ? id.getParent().getValue() + "." : "";
    return refused(status, "Container " + text + id.getValue() + " cannot be found");
  }

  private static Future<Response> refused(int status, String message) {
    return Future.failedFuture(new CallRefusedException(status, message));
  }

  private static Future<Response> nothing() {
    return Future.succeededFuture(Response.getDefaultInstance());
  }
}
