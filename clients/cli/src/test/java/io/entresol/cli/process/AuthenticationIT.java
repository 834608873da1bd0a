package io.entresol.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What comes with Entresol, at a cluster that wants to know who its frameworks are. */
class AuthenticationIT {

  @TempDir static Path directory;

  private static LocalCluster local;

  @BeforeAll
  static void start() throws IOException {
    Path credentials =
        Files.writeString(
            directory.resolve("credentials.json"),
            "{\"credentials\": [{\"principal\": \"alice\", \"secret\": \"wonder\"}]}");
    local =
        LocalCluster.start(
            directory,
            "cpus:4;mem:4096;disk:10000;ports:[31000-32000]",
            "--authenticate_http_frameworks",
            "--authenticate_http_readwrite",
            "--credentials=" + credentials);
  }

  @AfterAll
  static void stop() {
    if (local != null) {
      local.close();
    }
  }

  private static EntresolProcess execute(String... more) throws IOException {
    String[] arguments = {
      "execute",
      "--master=127.0.0.1:" + local.doors().mesosPort(),
      "--name=t",
      "--command=true",
      "--resources=cpus:0.1;mem:32"
    };
    String[] all = new String[arguments.length + more.length];
    System.arraycopy(arguments, 0, all, 0, arguments.length);
    System.arraycopy(more, 0, all, arguments.length, more.length);
    return EntresolProcess.start(directory, all);
  }

  @Test
  void executeSaysWhoItIs() throws IOException, InterruptedException {
    EntresolProcess known = execute("--principal=alice", "--secret=wonder");
    assertThat(known.awaitExit()).as(known.output()).isZero();
    assertThat(known.output()).contains("TASK_FINISHED");
  }

  @Test
  void executeEndsIfItMayNot() throws IOException, InterruptedException {
    for (EntresolProcess nobody :
        new EntresolProcess[] {execute(), execute("--principal=alice", "--secret=wrong")}) {
      assertThat(nobody.awaitExit()).isNotZero();
      assertThat(nobody.output()).contains("401").doesNotContain("wrong", "Submitted");
    }
  }

  @Test
  void marathonNeedsNoSecret() {
    Cluster doors = local.doors();
    doors.post("{\"id\": \"/works\", \"cmd\": \"sleep 1000\", \"cpus\": 0.1, \"mem\": 32}");
    doors.awaitRunning("works", 1);
    doors.delete("works");
  }

  @Test
  void theDriverSendsItsCredential() throws IOException {
    DriverProgram.assumeBuilt();
    DriverProgram program = new DriverProgram("mesos-1.11.0-shaded-protobuf.jar", 3);
    String master = "127.0.0.1:" + local.doors().mesosPort();
    try (EntresolProcess known = program.startAs(directory, "alice", "wonder", master)) {
      known.awaitOutput("all finished: 3");
    }
    try (EntresolProcess stranger = program.startAs(directory, "alice", "wrong", master)) {
      stranger.awaitOutput("ended: DRIVER_ABORTED");
      assertThat(stranger.output()).doesNotContain("registered: ");
    }
  }
}
