package io.entresol.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** An executor of a framework's own: a shell script on top of the HTTP API. */
final class TestingExecutor {
  private static final String SCRIPT =
      """
      url="http://$MESOS_AGENT_ENDPOINT/api/v1/executor"
      framework="\\"framework_id\\":{\\"value\\":\\"$MESOS_FRAMEWORK_ID\\"}"
      executor="\\"executor_id\\":{\\"value\\":\\"$MESOS_EXECUTOR_ID\\"}"
      call() {
        curl -s -N -H 'Content-Type: application/json' \\
          -H "Authorization: Bearer $MESOS_EXECUTOR_AUTHENTICATION_TOKEN" -d "{$framework,$executor,$1}" "$url"
      }
      call '"type":"SUBSCRIBE","subscribe":{}' > events &
      listener=$!
      until grep -q LAUNCH events; do sleep 0.05; done
      call '"type":"UPDATE","update":{"status":{"task_id":{"value":"cx-1"},
        "state":"TASK_RUNNING","uuid":"AAAAAAAAAAAAAAAAAAAAAA==",
        "source":"SOURCE_EXECUTOR","message":"from the executor"}}'
      until grep -q ACKNOWLEDGED events; do sleep 0.05; done
      until GOES || grep -q SHUTDOWN events; do sleep 0.05; done
      kill $listener
      exit 0
      """;

  private TestingExecutor() {}

  /**
   * A script that subscribes, reports the task cx-1 as running, and ends.
   *
   * @param stays until it is told to shut down
   */
  static Path script(Path directory, boolean stays) throws IOException {
    Path script = directory.resolve("executor.sh");
    return Files.writeString(script, SCRIPT.replace("GOES", stays ? "false" : "true"));
  }
}
