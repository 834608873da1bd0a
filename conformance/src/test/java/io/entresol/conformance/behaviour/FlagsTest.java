package io.entresol.conformance.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.entresol.agent.AgentOptions;
import io.entresol.allocator.AllocatorOptions;
import io.entresol.gateway.GatewayOptions;
import io.entresol.master.MasterOptions;
import io.entresol.runtime.ClusterOptions;
import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Whoever started Mesos with a flag can start Entresol with it. */
class FlagsTest {
  /** Of every command. */
  private static final Set<String> COMMON = Set.of("--help", "--version", "--logging_level");

  private static Set<String> recorded(String document) throws IOException {
    JsonNode state =
        new ObjectMapper().readTree(FlagsTest.class.getResource("/recordings/" + document));
    Set<String> flags = new TreeSet<>();
    state.at("/response/body/flags").fieldNames().forEachRemaining(name -> flags.add("--" + name));
    assertThat(flags).hasSizeGreaterThan(40);
    flags.removeAll(COMMON);
    return flags;
  }

  private static Set<String> understood(Object... options) {
    Set<String> names = new TreeSet<>();
    for (Object each : options) {
      for (OptionSpec option : CommandSpec.forAnnotatedObject(each).options()) {
        names.addAll(Set.of(option.names()));
      }
    }
    return names;
  }

  @Test
  void everyFlagOfAMasterIsTaken() throws Exception {
    Set<String> flags = recorded("master-v0/idle/24-flags.json");
    flags.removeAll(
        understood(
            new MasterOptions(),
            new AllocatorOptions(),
            new GatewayOptions(),
            new ClusterOptions()));
    assertThat(flags).isEmpty();
  }

  @Test
  void everyFlagOfAnAgentIsTaken() throws Exception {
    Set<String> flags = recorded("agent-v0/idle/12-flags.json");
    flags.removeAll(understood(new AgentOptions(), new ClusterOptions()));
    assertThat(flags).isEmpty();
  }
}
