package io.entresol.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.entresol.cli.hosting.CommandLineContext;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** What is wrong with an option is said before the cluster is joined: there is none here. */
class OptionCheckTest {
  private static final String NOWHERE = "zk://127.0.0.1:1/mesos";

  @ParameterizedTest
  @CsvSource({
    "master, --agent_ping_timeout=soon, --agent_ping_timeout",
    "allocator, --role_sorter=nosuch, --role_sorter",
    "allocator, --framework_sorter=nosuch, --framework_sorter",
    "allocator, --allocation_interval=0secs, --allocation_interval",
    "gateway, --grpc_port=x, --grpc_port",
    "gateway, --stream_call_hold=soon, --stream_call_hold",
    "gateway, --authenticate_http_frameworks, --credentials is required",
    "agent, --resources=cpus:many, --resources",
    "agent, --attributes=rack, --attributes",
    "agent, --reconfiguration_policy=any, --reconfiguration_policy",
    "agent, --authenticate_http_readonly, --http_credentials",
    "marathon, --deployment_step_timeout=-1, --deployment_step_timeout"
  })
  void wrongOptionIsNamedBeforeAnythingIsStarted(String service, String option, String named) {
    StringWriter err = new StringWriter();
    String cluster = service.equals("agent") || service.equals("marathon") ? "--master=" : "--zk=";
    String[] arguments = {service, cluster + NOWHERE, option};
    CommandLine line =
        Entresol.commandLine(new CommandLineContext(List.of(arguments), Map.of()))
            .setErr(new PrintWriter(err, true));

    assertThat(line.execute(arguments)).isEqualTo(1);

    assertThat(err).asString().contains(named).doesNotContain("ZooKeeper");
  }
}
