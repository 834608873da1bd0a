package io.entresol.runtime.options;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.entresol.domain.access.Credentials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Credentials as Mesos takes them: {@code {"credentials": [{"principal": "…", "secret": "…"}]}}. No
 * message of a failure quotes the text, which holds secrets.
 */
public final class CredentialsText {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(JsonParser.Feature.INCLUDE_SOURCE_IN_LOCATION)
          .build();

  private CredentialsText() {}

  /**
   * Reads the value of an option: the JSON itself, or the path of a file that holds it.
   *
   * @param option its name with dashes, for messages
   * @throws IllegalArgumentException if that cannot be read; the message names the option and the
   *     field
   */
  public static Credentials parse(String option, String value) {
    JsonNode list = document(option, text(option, value)).get("credentials");
    if (list == null) {
      throw wrong(option, "the field 'credentials' is missing");
    }
    if (!list.isArray() || list.isEmpty()) {
      throw wrong(option, "'credentials' must be a list with at least one element");
    }
    Map<String, String> secrets = new LinkedHashMap<>();
    for (int i = 0; i < list.size(); i++) {
      String place = "'credentials[" + i + "]'";
      JsonNode credential = list.get(i);
      if (!credential.isObject()) {
        throw wrong(option, place + " must be an object with 'principal' and 'secret'");
      }
      String principal = member(option, place, credential, "principal");
      if (principal.indexOf(':') >= 0) {
        throw wrong(option, "the 'principal' of " + place + " must not have a colon");
      }
      if (secrets.put(principal, member(option, place, credential, "secret")) != null) {
        throw wrong(option, "the principal '" + principal + "' is there twice");
      }
    }
    return new Credentials(secrets);
  }

  private static String text(String option, String value) {
    String stripped = value.strip();
    if (stripped.startsWith("{") || stripped.isEmpty()) {
      return stripped;
    }
    try {
      return Files.readString(Path.of(stripped));
    } catch (IOException | InvalidPathException e) {
      throw new IllegalArgumentException(option + ": cannot read the file " + stripped, e);
    }
  }

  private static JsonNode document(String option, String text) {
    try {
      JsonNode document = JSON.readTree(text);
      if (document.isObject()) {
        return document;
      }
    } catch (JsonProcessingException e) {
      // Neither its message nor the cause: both may quote what stands at the place.
      throw wrong(
          option,
          "not JSON at line "
              + e.getLocation().getLineNr()
              + ", column "
              + e.getLocation().getColumnNr());
    }
    throw wrong(option, "expecting a JSON object with the field 'credentials'");
  }

  private static String member(String option, String place, JsonNode credential, String name) {
    JsonNode member = credential.get(name);
    if (member == null || !member.isTextual() || member.textValue().isEmpty()) {
      throw wrong(option, "the '" + name + "' of " + place + " must be a string, and not empty");
    }
    return member.textValue();
  }

  private static IllegalArgumentException wrong(String option, String problem) {
    return new IllegalArgumentException(option + ": " + problem);
  }
}
