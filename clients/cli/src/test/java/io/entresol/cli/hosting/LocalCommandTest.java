package io.entresol.cli.hosting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entresol.cli.hosting.TestingKinds.AgentOptions;
import io.entresol.cli.hosting.TestingKinds.GatewayOptions;
import io.entresol.cli.hosting.TestingKinds.Made;
import io.entresol.cli.hosting.TestingKinds.MarathonOptions;
import io.entresol.cli.hosting.TestingKinds.MasterOptions;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class LocalCommandTest {
  private static final Map<String, String> ENVIRONMENT = Map.of("MESOS_QUORUM", "7");

  private static CommandLine commandLine() {
    return new CommandLine(new LocalCommand(TestingKinds.ALL, ENVIRONMENT));
  }

  private static List<Made> hosted(String... arguments) {
    CommandLine line = commandLine();
    line.parseArgs(arguments);
    LocalCommand command = line.getCommand();
    return command.services("127.0.0.1:2181", Path.of("work")).stream()
        .map(service -> (Made) service.apply(null))
        .toList();
  }

  @Test
  void servicesLearnWhereTheOthersAre() {
    List<Made> services =
        hosted("--port=1", "--marathon_port=2", "--agent_port=3", "--grpc_port=none");
    MasterOptions master = (MasterOptions) services.get(0).options();
    assertThat(master.ip).isEqualTo("127.0.0.1");
    assertThat(master.port).isEqualTo(1);
    assertThat(master.quorum).as("from the environment").isEqualTo(7);
    GatewayOptions gateway = (GatewayOptions) services.get(1).options();
    assertThat(gateway.port).isEqualTo(1);
    assertThat(gateway.marathonPort).isEqualTo(2);
    assertThat(gateway.grpcPort).isEqualTo("none");
    AgentOptions agent = (AgentOptions) services.get(2).options();
    assertThat(agent.port).isEqualTo(3);
    assertThat(agent.master).isEqualTo("zk://127.0.0.1:2181/mesos");
    MarathonOptions marathon = (MarathonOptions) services.get(3).options();
    assertThat(marathon.master).isEqualTo("zk://127.0.0.1:2181/mesos");
    assertThat(marathon.state).isEqualTo("zk://127.0.0.1:2181/marathon");
  }

  @Test
  void whatIsSaidToAServiceAloneCountsMore() {
    List<Made> services = hosted("--agent_port=3", "--agent.port=4", "--gateway.credentials=/d");
    assertThat(((AgentOptions) services.get(2).options()).port).isEqualTo(4);
    assertThat(((GatewayOptions) services.get(1).options()).credentials).isEqualTo("/d");
  }

  @Test
  void whoIsLetInCountsForAllParts() {
    List<Made> services = hosted("--authenticate_http_frameworks", "--credentials=/c");
    MasterOptions master = (MasterOptions) services.get(0).options();
    GatewayOptions gateway = (GatewayOptions) services.get(1).options();
    AgentOptions agent = (AgentOptions) services.get(2).options();
    assertThat(master.authenticates).isTrue();
    assertThat(gateway.authenticates).isTrue();
    assertThat(gateway.credentials).isEqualTo("/c");
    assertThat(agent.credentials).isEqualTo("/c");
  }

  @Test
  void anyOptionOfAServiceCanBeGiven() {
    List<Made> services = hosted("--agent.no-hostname_lookup", "--master.quorum=2");
    assertThat(((MasterOptions) services.get(0).options()).quorum).isEqualTo(2);
    assertThat(((AgentOptions) services.get(2).options()).hostnameLookup).isFalse();
  }

  @Test
  void unknownOptionIsRefusedBeforeAnythingStarts() {
    StringWriter err = new StringWriter();
    int status =
        commandLine().setErr(new PrintWriter(err)).execute("--nosuch=1", "--work_dir=/no/such");
    assertThat(status).isNotZero();
    assertThat(err).asString().contains("unknown option '--nosuch=1'");
  }

  @Test
  void healthPortsAreThreeOrNone() {
    assertThatThrownBy(() -> hosted("--health_ports=1,2"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("--health_ports: expecting three ports or none, not '1,2'");
    assertThatThrownBy(() -> hosted("--health_ports=1,2,x"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(hosted("--health_ports=none")).hasSize(4);
  }
}
