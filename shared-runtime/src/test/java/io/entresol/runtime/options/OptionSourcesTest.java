package io.entresol.runtime.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

class OptionSourcesTest {
  static final class Flags {
    @Option(names = "--work_dir")
    String workDir = "/var/lib/mesos";

    @Option(names = "--acls")
    String acls;

    @Option(names = "--credential")
    Path credential;

    @Option(names = "--hostname_lookup", defaultValue = "true")
    boolean hostnameLookup;

    @Option(names = "--quiet")
    boolean quiet;
  }

  @TempDir Path directory;

  private final Flags flags = new Flags();

  private void parse(Map<String, String> environment, String... arguments) {
    CommandSpec spec = CommandSpec.forAnnotatedObject(flags);
    SwitchForms.giveTo(spec);
    CommandLine line = new CommandLine(spec);
    line.setDefaultValueProvider(new OptionSources(environment, "MESOS_", Optional.of(directory)));
    line.parseArgs(OptionFiles.inArguments(Arrays.asList(arguments), spec).toArray(String[]::new));
  }

  @Test
  void defaultHoldsWhenNoSourceHasAValue() {
    parse(Map.of());
    assertThat(flags.workDir).isEqualTo("/var/lib/mesos");
    assertThat(flags.hostnameLookup).isTrue();
    assertThat(flags.quiet).isFalse();
  }

  @Test
  void flagBeatsEnvironmentBeatsFile() throws IOException {
    Files.writeString(directory.resolve("work_dir"), "/from/file\n");
    parse(Map.of());
    assertThat(flags.workDir).isEqualTo("/from/file");
    parse(Map.of("MESOS_WORK_DIR", "/from/environment"));
    assertThat(flags.workDir).isEqualTo("/from/environment");
    parse(Map.of("MESOS_WORK_DIR", "/from/environment"), "--work_dir=/from/flag");
    assertThat(flags.workDir).isEqualTo("/from/flag");
  }

  @Test
  void switchesTakeAllForms() {
    parse(Map.of(), "--no-hostname_lookup", "--quiet=true");
    assertThat(flags.hostnameLookup).isFalse();
    assertThat(flags.quiet).isTrue();
    parse(Map.of(), "--hostname_lookup=false", "--quiet");
    assertThat(flags.hostnameLookup).isFalse();
    assertThat(flags.quiet).isTrue();
    parse(Map.of("MESOS_QUIET", "true"), "--hostname_lookup", "--quiet=false");
    assertThat(flags.hostnameLookup).isTrue();
    assertThat(flags.quiet).isFalse();
  }

  @Test
  void switchesStandInEmptyFiles() throws IOException {
    Files.createFile(directory.resolve("?quiet"));
    Files.createFile(directory.resolve("?no-hostname_lookup"));
    parse(Map.of());
    assertThat(flags.quiet).isTrue();
    assertThat(flags.hostnameLookup).isFalse();
  }

  @Test
  void switchFromTheEnvironmentIsReadAsSuch() {
    parse(Map.of("MESOS_QUIET", "true", "MESOS_HOSTNAME_LOOKUP", "false"));
    assertThat(flags.quiet).isTrue();
    assertThat(flags.hostnameLookup).isFalse();
  }

  @Test
  void fileUrlStandsForTheContentOrThePath() throws IOException {
    Path file = Files.writeString(directory.resolve("some.json"), "{\"permissive\": true}\n");
    parse(Map.of("MESOS_CREDENTIAL", "file://" + file), "--acls=file://" + file);
    assertThat(flags.acls).isEqualTo("{\"permissive\": true}");
    assertThat(flags.credential).isEqualTo(file);
    parse(Map.of("MESOS_ACLS", "file://" + file), "--credential", "file://" + file);
    assertThat(flags.acls).isEqualTo("{\"permissive\": true}");
    assertThat(flags.credential).isEqualTo(file);
  }

  @Test
  void missingFileIsNamedWithItsOption() {
    assertThatThrownBy(() -> parse(Map.of(), "--acls=file:///no/such/file"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("--acls: cannot read the file /no/such/file");
    assertThatThrownBy(() -> parse(Map.of("MESOS_ACLS", "file:///no/such/file")))
        .isInstanceOf(ParameterException.class)
        .hasMessage("--acls: cannot read the file /no/such/file");
  }

  @Test
  void wrongValueOfASourceIsRefused() {
    assertThatThrownBy(() -> parse(Map.of("MESOS_QUIET", "perhaps")))
        .isInstanceOf(ParameterException.class)
        .hasMessageContaining("--quiet")
        .hasMessageContaining("perhaps");
  }
}
