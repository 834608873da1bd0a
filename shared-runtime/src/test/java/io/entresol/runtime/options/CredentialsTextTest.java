package io.entresol.runtime.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entresol.domain.access.Credentials;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CredentialsTextTest {
  private static final String OPTION = "--credentials";
  private static final String TEXT =
      "{\"credentials\": [{\"principal\": \"alice\", \"secret\": \"wonder\"}]}";

  private static Optional<String> alice(Credentials credentials) {
    byte[] pair = "alice:wonder".getBytes(StandardCharsets.UTF_8);
    return credentials.principal(Optional.of("Basic " + Base64.getEncoder().encodeToString(pair)));
  }

  @Test
  void theTextItselfMayBeTheValue() {
    assertThat(alice(CredentialsText.parse(OPTION, TEXT))).contains("alice");
  }

  @Test
  void thePathOfAFileMayBeTheValue(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("credentials");
    Files.writeString(file, TEXT);
    assertThat(alice(CredentialsText.parse(OPTION, file.toString()))).contains("alice");
  }

  @Test
  void aFileThatIsNotThereIsNamed(@TempDir Path directory) {
    Path file = directory.resolve("none");
    assertThatThrownBy(() -> CredentialsText.parse(OPTION, file.toString()))
        .hasMessage("--credentials: cannot read the file " + file);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{} | the field 'credentials' is missing",
        "{\"credentials\": []} | 'credentials' must be a list with at least one element",
        "{\"credentials\": {}} | 'credentials' must be a list with at least one element",
        "{\"credentials\": [7]} | 'credentials[0]' must be an object with 'principal' and 'secret'",
        "{\"credentials\": [{\"secret\": \"topsecret\"}]}"
            + " | the 'principal' of 'credentials[0]' must be a string, and not empty",
        "{\"credentials\": [{\"principal\": \"a\"}]}"
            + " | the 'secret' of 'credentials[0]' must be a string, and not empty",
        "{\"credentials\": [{\"principal\": \"a\", \"secret\": \"\"}]}"
            + " | the 'secret' of 'credentials[0]' must be a string, and not empty",
        "{\"credentials\": [{\"principal\": \"a\", \"secret\": 7}]}"
            + " | the 'secret' of 'credentials[0]' must be a string, and not empty",
        "{\"credentials\": [{\"principal\": \"a:b\", \"secret\": \"topsecret\"}]}"
            + " | the 'principal' of 'credentials[0]' must not have a colon",
        "{\"credentials\": [{\"principal\": \"a\", \"secret\": \"topsecret\"},"
            + " {\"principal\": \"a\", \"secret\": \"topsecret\"}]}"
            + " | the principal 'a' is there twice",
        "{\"credentials\": [{\"principal\": \"a\", \"secret\": topsecret}]}"
            + " | not JSON at line 1, column 56",
        "`` | expecting a JSON object with the field 'credentials'",
      })
  void whatIsWrongIsNamedAndNoSecretShown(String text, String problem) {
    assertThatThrownBy(() -> CredentialsText.parse(OPTION, text))
        .hasMessage("--credentials: " + problem)
        .hasNoCause();
  }
}
