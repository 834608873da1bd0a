package io.entresol.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entresol.mesos.v1.CommandInfo;
import io.entresol.mesos.v1.ExecutorID;
import io.entresol.mesos.v1.ExecutorInfo;
import io.entresol.mesos.v1.TaskState;
import io.entresol.proto.bus.AgentMessage;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** An agent that wants to know who its clients are. */
class AccessTest extends RealAgentTest {
  private static final String CREDENTIALS =
      "{\"credentials\": [{\"principal\": \"alice\", \"secret\": \"wonder\"}]}";
  private static final Map<String, String> REALMS =
      Map.ofEntries(
          Map.entry("/state", "mesos-agent-readonly"),
          Map.entry("/slave(1)/state", "mesos-agent-readonly"),
          Map.entry("/flags", "mesos-agent-readonly"),
          Map.entry("/containers", "mesos-agent-readonly"),
          Map.entry("/monitor/statistics", "mesos-agent-readonly"),
          Map.entry("/metrics/snapshot", "mesos-agent-readonly"),
          Map.entry("/metrics", "mesos-agent-readonly"),
          Map.entry("/files/browse", "mesos-agent-readonly"),
          Map.entry("/files/read", "mesos-agent-readonly"),
          Map.entry("/files/download", "mesos-agent-readonly"),
          Map.entry("/files/debug", "mesos-agent-readonly"),
          Map.entry("/logging/toggle", "mesos-agent-readwrite"),
          Map.entry("/api/v1", "mesos-agent-readwrite"));

  private HttpRequest.Builder request(String path, String authorization) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + agent.port() + path));
    return authorization.isEmpty() ? request : request.header("Authorization", authorization);
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static String basic(String pair) {
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void operatorsSayWhoTheyAre() throws Exception {
    AgentOptions options = options();
    options.access().operators(true, true, CREDENTIALS);
    start(options);
    master.await("a registration", AgentMessage::hasRegister);
    for (Map.Entry<String, String> endpoint : REALMS.entrySet()) {
      for (String nobody : new String[] {"", basic("alice:wondex"), "Bearer x"}) {
        HttpResponse<String> refused = send(request(endpoint.getKey(), nobody));
        assertThat(refused.statusCode()).as(endpoint.getKey()).isEqualTo(401);
        assertThat(refused.headers().firstValue("www-authenticate"))
            .contains("Basic realm=\"" + endpoint.getValue() + "\"");
      }
      assertThat(send(request(endpoint.getKey(), basic("alice:wonder"))).statusCode())
          .as(endpoint.getKey())
          .isNotEqualTo(401);
    }
    for (String open : new String[] {"/health", "/version", "/system/stats.json"}) {
      assertThat(send(request(open, "")).statusCode()).as(open).isEqualTo(200);
    }
    assertThat(call("").statusCode()).as("executors are not asked").isEqualTo(202);
  }

  private HttpResponse<String> call(String authorization) throws Exception {
    return send(
        request("/api/v1/executor", authorization)
            .header("Content-Type", "application/json")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "{\"type\":\"HEARTBEAT\",\"framework_id\":{\"value\":\""
                        + FRAMEWORK.getValue()
                        + "\"},\"executor_id\":{\"value\":\"cx\"}}")));
  }

  @Test
  void executorsShowTheirToken() throws Exception {
    Path key = Files.writeString(work.resolve("key"), "a key that nobody guesses");
    AgentOptions options = options();
    options.access().executors(key);
    start(options);
    master.await("a registration", AgentMessage::hasRegister);
    Path token = work.resolve("token");
    String command =
        "printf %s \"$MESOS_EXECUTOR_AUTHENTICATION_TOKEN\" > "
            + token
            + "; exec sh "
            + TestingExecutor.script(work, true);
    launch(
        task("cx-1", "")
            .clearCommand()
            .setExecutor(
                ExecutorInfo.newBuilder()
                    .setType(ExecutorInfo.Type.CUSTOM)
                    .setExecutorId(ExecutorID.newBuilder().setValue("cx"))
                    .setFrameworkId(FRAMEWORK)
                    .setCommand(CommandInfo.newBuilder().setValue(command))));
    assertThat(master.update().getState()).isEqualTo(TaskState.TASK_RUNNING);

    String own = "Bearer " + Files.readString(token);
    assertThat(call(own).statusCode()).isEqualTo(202);
    HttpResponse<String> nobody = call("");
    assertThat(nobody.statusCode()).isEqualTo(401);
    assertThat(nobody.headers().firstValue("www-authenticate"))
        .contains("Bearer realm=\"mesos-agent-executor\"");
    assertThat(call(own.substring(0, own.length() - 2)).statusCode()).isEqualTo(401);
    assertThat(call(basic("alice:wonder")).statusCode()).isEqualTo(401);
    String others =
        new io.entresol.agent.http.ExecutorTokens(Files.readAllBytes(key))
            .token(
                new io.entresol.agent.http.ExecutorTokens.Claims(
                    FRAMEWORK.getValue(), "cx", "an earlier run"));
    assertThat(call("Bearer " + others).statusCode()).isEqualTo(403);
  }

  @Test
  void commandTasksGetNoToken() throws Exception {
    Path key = Files.writeString(work.resolve("key"), "a key that nobody guesses");
    AgentOptions options = options();
    options.access().executors(key);
    start(options);
    master.await("a registration", AgentMessage::hasRegister);
    launch(task("t", "test -z \"$MESOS_EXECUTOR_AUTHENTICATION_TOKEN\""));
    expect(TaskState.TASK_STARTING, TaskState.TASK_RUNNING, TaskState.TASK_FINISHED);
  }

  @Test
  void whatIsMissingIsSaidAtTheStart() {
    assertThatThrownBy(() -> new AccessOptions().operators(true, false, null).access())
        .hasMessageStartingWith("--http_credentials is required");
    assertThatThrownBy(() -> new AccessOptions().executors(null).access())
        .hasMessageStartingWith("--jwt_secret_key is required");
    assertThatThrownBy(() -> new AccessOptions().executors(work.resolve("none")).access())
        .hasMessageStartingWith("--jwt_secret_key: cannot read");
    assertThatThrownBy(() -> new AccessOptions().operators(false, true, "{}").access())
        .hasMessage("--http_credentials: the field 'credentials' is missing");
  }
}
