package io.entresol.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.entresol.cli.hosting.CommandLineContext;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** What is wrong with {@code --edge} is said before anything is started. */
class EdgeOptionTest {
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    CommandLine line =
        Entresol.commandLine(new CommandLineContext(List.of(arguments), Map.of()))
            .setErr(new PrintWriter(err, true));
    return line.execute(arguments);
  }

  @Test
  void anAddressMustBeOne() {
    assertThat(run("agent", "--edge=gateway", "--work_dir=/no/such")).isEqualTo(1);
    assertThat(err).asString().contains("--edge: 'gateway' is no host:port");
  }

  @Test
  void noOtherServiceIsAtTheEdge() {
    assertThat(run("agent", "--edge=gateway:5055", "--with=marathon")).isEqualTo(1);
    assertThat(err).asString().contains("--with: other services need a member of the cluster");
  }
}
