package io.entresol.marathon.core.rest;

import static io.entresol.marathon.core.rest.TestingRest.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.entresol.marathon.core.app.AppSpec;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Definitions out of deployment guides, with the answers that their readers are told to expect. */
class WalkthroughTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final TestingRest rest = new TestingRest();

  private static JsonNode resource(String name) throws IOException {
    try (InputStream in = WalkthroughTest.class.getResourceAsStream("/marathon-api/" + name)) {
      return MAPPER.readTree(in);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"cent", "nginx", "webserver", "docker-tester"})
  void theAnswerCarriesTheWholeAppWithItsDefaults(String name) throws IOException {
    JsonNode request = resource(name + ".request.json");

    assertThat(json(201, rest.post("/v2/apps", request.toString())))
        .isEqualTo(MAPPER.readTree(resource(name + ".answer.json").toString()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"cent", "nginx", "webserver", "docker-tester"})
  void theWholeBodyAgainWithMoreInstancesOnlyScales(String name) throws IOException {
    ObjectNode request = (ObjectNode) resource(name + ".request.json");
    rest.post("/v2/apps", request.toString());
    AppSpec before = rest.app(name);
    request.put("instances", 2);
    for (String query : new String[] {"", "?partialUpdate=false"}) {
      json(200, rest.put("/v2/apps/" + name + query, request.toString()));

      assertThat(AppSpec.isConfigChange(before, rest.app(name))).isFalse();
      assertThat(rest.app(name).instances()).isEqualTo(2);
    }
  }
}
