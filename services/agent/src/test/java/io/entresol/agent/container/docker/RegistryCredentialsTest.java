package io.entresol.agent.container.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.model.AuthConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegistryCredentialsTest {
  /** The base64 form of {@code me:pass:word}. */
  private static final String AUTH = "bWU6cGFzczp3b3Jk";

  @TempDir Path sandbox;

  private static Optional<AuthConfig> choose(String config, String image)
      throws JsonProcessingException {
    return RegistryCredentials.choose(
        new ObjectMapper().readTree(config), RegistryCredentials.registry(image));
  }

  @ParameterizedTest
  @CsvSource({
    "busybox,                 index.docker.io",
    "library/busybox:1,       index.docker.io",
    "docker.io/busybox,       index.docker.io",
    "quay.io/a/b,             quay.io",
    "localhost/a,             localhost",
    "host:5000/a@sha256:00,   host:5000"
  })
  void theRegistryIsTheFirstPartIfItLooksLikeAHost(String image, String registry) {
    assertThat(RegistryCredentials.registry(image)).isEqualTo(registry);
  }

  @Test
  void bothFormsOfTheFileAreRead() throws JsonProcessingException {
    String entry = "{\"host:5000\":{\"auth\":\"" + AUTH + "\"}}";

    for (String config : new String[] {entry, "{\"auths\":" + entry + "}"}) {
      AuthConfig found = choose(config, "host:5000/a").orElseThrow();
      assertThat(found.getUsername()).isEqualTo("me");
      assertThat(found.getPassword()).isEqualTo("pass:word");
      assertThat(choose(config, "other/a")).isEmpty();
    }
  }

  @Test
  void theHubHasManyNames() throws JsonProcessingException {
    String config = "{\"auths\":{\"https://index.docker.io/v1/\":{\"auth\":\"" + AUTH + "\"}}}";

    assertThat(choose(config, "busybox")).isPresent();
    assertThat(choose(config, "docker.io/library/busybox")).isPresent();
  }

  @Test
  void malformedEntriesArePassedOver() throws JsonProcessingException {
    assertThat(choose("{\"auths\":{\"h.io\":{\"auth\":\"%%\"}}}", "h.io/a")).isEmpty();
    assertThat(choose("{\"auths\":{\"h.io\":{}}}", "h.io/a")).isEmpty();
    assertThat(choose("{\"auths\":{\"h.io\":1}}", "h.io/a")).isEmpty();
    assertThat(choose("[]", "h.io/a")).isEmpty();
  }

  @Test
  void aFetchedFileComesBeforeTheAgents() throws IOException {
    Path agents = sandbox.resolve("agents.json");
    Files.writeString(agents, "{\"h.io\":{\"username\":\"agent\",\"password\":\"p\"}}");
    assertThat(RegistryCredentials.find("h.io/a", sandbox, Optional.of(agents)))
        .map(AuthConfig::getUsername)
        .contains("agent");

    Files.writeString(sandbox.resolve(".dockercfg"), "{\"h.io\":{\"auth\":\"" + AUTH + "\"}}");

    assertThat(RegistryCredentials.find("h.io/a", sandbox, Optional.of(agents)))
        .map(AuthConfig::getUsername)
        .contains("me");
    assertThat(RegistryCredentials.find("other.io/a", sandbox, Optional.empty())).isEmpty();
  }
}
