package io.entresol.cli.hosting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entresol.cli.hosting.TestingKinds.AgentOptions;
import io.entresol.cli.hosting.TestingKinds.GatewayOptions;
import io.entresol.cli.hosting.TestingKinds.Made;
import io.entresol.cli.hosting.TestingKinds.MarathonOptions;
import io.entresol.cli.hosting.TestingKinds.MasterOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

class ServiceCommandTest {
  private static final String ZK = "--zk=zk://host:2181/mesos";

  @TempDir Path directory;

  private static List<Made> hosted(
      ServiceKind<?> kind, List<String> with, Map<String, String> environment, String... options) {
    List<String> arguments = new ArrayList<>(List.of(kind.name()));
    arguments.addAll(List.of(options));
    CommandLine line =
        ServiceCommand.of(
            kind,
            kind.name(),
            with,
            TestingKinds.ALL,
            new CommandLineContext(arguments, environment));
    line.parseArgs(options);
    ServiceCommand<?> command = line.getCommand();
    try {
      return command.services().stream().map(service -> (Made) service.apply(null)).toList();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<Made> hosted(ServiceKind<?> kind, String... options) {
    return hosted(kind, List.of(), Map.of(), options);
  }

  @Test
  void hostsOneServiceWithItsOptions() {
    List<Made> services = hosted(TestingKinds.MASTER, ZK, "--quorum=3");
    assertThat(services).extracting(Made::name).containsExactly("master");
    assertThat(((MasterOptions) services.get(0).options()).quorum).isEqualTo(3);
  }

  @Test
  void otherServicesShareTheAddressAndTakeWhatIsMeantForThem() {
    List<Made> services =
        hosted(
            TestingKinds.MASTER,
            ZK,
            "--with=gateway,agent",
            "--ip=10.0.0.1",
            "--port=6050",
            "--gateway.marathon_port=9090",
            "--agent.no-hostname_lookup");
    assertThat(services).extracting(Made::name).containsExactly("master", "gateway", "agent");
    GatewayOptions gateway = (GatewayOptions) services.get(1).options();
    assertThat(gateway.ip).isEqualTo("10.0.0.1");
    assertThat(gateway.port).isEqualTo(6050);
    assertThat(gateway.marathonPort).isEqualTo(9090);
    AgentOptions agent = (AgentOptions) services.get(2).options();
    assertThat(agent.ip).isEqualTo("10.0.0.1");
    assertThat(agent.port).as("the master's port is not the agent's").isEqualTo(5051);
    assertThat(agent.master).isEqualTo("zk://host:2181/mesos");
    assertThat(agent.hostnameLookup).isFalse();
  }

  @Test
  void whoIsLetInCountsForMasterAndGateway() {
    List<Made> services =
        hosted(
            TestingKinds.MASTER,
            List.of("gateway"),
            Map.of(),
            ZK,
            "--authenticate_http_frameworks",
            "--credentials=/c");
    GatewayOptions gateway = (GatewayOptions) services.get(1).options();
    assertThat(gateway.authenticates).isTrue();
    assertThat(gateway.credentials).isEqualTo("/c");
  }

  @Test
  void whatIsSaidToAServiceAloneCountsMore() {
    List<Made> services =
        hosted(
            TestingKinds.MASTER,
            List.of("gateway"),
            Map.of(),
            ZK,
            "--credentials=/c",
            "--gateway.credentials=/d",
            "--gateway.port=7050");
    GatewayOptions gateway = (GatewayOptions) services.get(1).options();
    assertThat(gateway.credentials).isEqualTo("/d");
    assertThat(gateway.port).isEqualTo(7050);
  }

  @Test
  void whatOnlyAnotherServiceUnderstandsIsMeantForIt() {
    List<Made> services =
        hosted(
            TestingKinds.MASTER,
            List.of("gateway"),
            Map.of(),
            ZK,
            "--quorum=3",
            "--marathon_port=9090");
    assertThat(((MasterOptions) services.get(0).options()).quorum).isEqualTo(3);
    assertThat(((GatewayOptions) services.get(1).options()).marathonPort).isEqualTo(9090);
    assertThatThrownBy(() -> hosted(TestingKinds.MASTER, ZK, "--marathon_port=9090"))
        .hasMessage("unknown option '--marathon_port=9090'");
  }

  @Test
  void aliasHostsMoreUnlessToldOtherwise() {
    assertThat(hosted(TestingKinds.MASTER, List.of("gateway"), Map.of(), ZK))
        .extracting(Made::name)
        .containsExactly("master", "gateway");
    assertThat(hosted(TestingKinds.MASTER, List.of("gateway"), Map.of(), ZK, "--with=agent"))
        .extracting(Made::name)
        .containsExactly("master", "agent");
  }

  @Test
  void agentMeetsTheClusterAtItsMasterOrAtTheGivenZooKeeper() {
    AgentOptions byMaster =
        (AgentOptions) hosted(TestingKinds.AGENT, "--master=zk://a:1/mesos").get(0).options();
    assertThat(byMaster.master).isEqualTo("zk://a:1/mesos");
    AgentOptions byZooKeeper =
        (AgentOptions) hosted(TestingKinds.AGENT, "--zk=a:1").get(0).options();
    assertThat(byZooKeeper.master).isEqualTo("zk://a:1/mesos");
  }

  @Test
  void marathonsOwnZooKeeperPathIsNotTheClusters() {
    MarathonOptions marathon =
        (MarathonOptions)
            hosted(TestingKinds.MARATHON, "--master=zk://a:1/mesos", "--zk=zk://a:1/marathon")
                .get(0)
                .options();
    assertThat(marathon.master).isEqualTo("zk://a:1/mesos");
    assertThat(marathon.state).isEqualTo("zk://a:1/marathon");
  }

  @Test
  void marathonFindsTheClusterBesideItsState() {
    MarathonOptions marathon =
        (MarathonOptions)
            hosted(TestingKinds.MARATHON, "--zk=zk://u:p@a:1,b:2/marathon").get(0).options();
    assertThat(marathon.master).isEqualTo("zk://u:p@a:1,b:2/mesos");
  }

  @Test
  void optionsComeFromEnvironmentAndFiles() throws Exception {
    Files.writeString(directory.resolve("quorum"), "5\n");
    List<Made> services =
        hosted(
            TestingKinds.MASTER,
            List.of(),
            Map.of("MESOS_ZK", "zk://host:1/mesos", "MESOS_PORT", "7000"),
            "--config_dir=" + directory);
    MasterOptions master = (MasterOptions) services.get(0).options();
    assertThat(master.port).isEqualTo(7000);
    assertThat(master.quorum).isEqualTo(5);
  }

  @Test
  void wrongOptionsAreRefusedByName() {
    assertThatThrownBy(() -> hosted(TestingKinds.MASTER, ZK, "--nosuch=1"))
        .isInstanceOf(ParameterException.class)
        .hasMessage("unknown option '--nosuch=1'");
    assertThatThrownBy(() -> hosted(TestingKinds.MASTER, ZK, "--agent.port=1"))
        .hasMessage("unknown option '--agent.port=1'");
    assertThatThrownBy(() -> hosted(TestingKinds.MASTER, ZK, "--with=agent", "--agent.port=x"))
        .isInstanceOf(ParameterException.class)
        .hasMessageContaining("--port")
        .hasMessageContaining("'x'");
    assertThatThrownBy(() -> hosted(TestingKinds.MASTER, ZK, "--with=nosuch"))
        .hasMessage("--with: there is no service 'nosuch'");
    assertThatThrownBy(() -> hosted(TestingKinds.MASTER, ZK, "--with=master"))
        .hasMessage("--with: master is in this process already");
  }

  @Test
  void placeOfTheClusterIsRequiredAndChecked() {
    assertThatThrownBy(() -> hosted(TestingKinds.MASTER))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("--zk is required");
    assertThatThrownBy(() -> hosted(TestingKinds.MASTER, "--zk=zk://host:2181"))
        .hasMessageContaining("--zk")
        .hasMessageContaining("path");
  }

  @Test
  void missingConfigDirectoryIsNamed() {
    assertThatThrownBy(() -> hosted(TestingKinds.MASTER, ZK, "--config_dir=/no/such"))
        .hasMessage("--config_dir: /no/such is no directory");
  }
}
