package io.entresol.agent.container.docker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.AuthConfig;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.core.NameParser;
import com.github.dockerjava.transport.DockerHttpClient;
import com.github.dockerjava.transport.DockerHttpClient.Request.Method;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;

/**
 * Asks the Docker Engine. Everything here blocks, for a bounded time; all failures are {@link
 * EngineException}s with the engine's own words.
 */
final class DockerEngine implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

  /** Starting may wait for volume and network drivers. */
  private static final Duration RESPONSE_TIMEOUT = Duration.ofMinutes(2);

  /** A pull reports progress all the time; only silence counts. */
  private static final Duration PULL_SILENCE_MOST = Duration.ofMinutes(5);

  private static final int CONNECTIONS_MOST = 64;
  private static final int CLIENT_ERROR = 400;

  private final DockerHttpClient http;
  private final DockerClient client;
  private final DockerClient pulling;

  DockerEngine(Path socket) {
    URI host = URI.create("unix://" + socket.toAbsolutePath());
    DefaultDockerClientConfig config =
        DefaultDockerClientConfig.createDefaultConfigBuilder()
            .withDockerHost(host.toString())
            .build();
    this.http = http(host, RESPONSE_TIMEOUT);
    this.client = DockerClientImpl.getInstance(config, http);
    this.pulling = DockerClientImpl.getInstance(config, http(host, PULL_SILENCE_MOST));
  }

  private static DockerHttpClient http(URI host, Duration responseTimeout) {
    return new ZerodepDockerHttpClient.Builder()
        .dockerHost(host)
        .maxConnections(CONNECTIONS_MOST)
        .connectionTimeout(CONNECT_TIMEOUT)
        .responseTimeout(responseTimeout)
        .build();
  }

  /** The engine's version, such as {@code 20.10.24}. */
  String version() {
    return ask(Method.GET, "/version", null).path("Version").asText();
  }

  /** Creates a container and returns the engine's id of it; status 404 if the image is not here. */
  String create(CreateRequest request) {
    String path = "/containers/create?name=" + encoded(request.name());
    return ask(Method.POST, path, request.body()).path("Id").asText();
  }

  void start(String engineId) {
    ask(Method.POST, "/containers/" + engineId + "/start", null);
  }

  Inspection inspect(String engineId) {
    byte[] raw = send(Method.GET, "/containers/" + engineId + "/json", null);
    return Inspection.of(parse(raw), new String(raw, StandardCharsets.UTF_8));
  }

  /** Sends a signal; does nothing if the container does not run, or is not there. */
  void signal(String engineId, String signal) {
    tolerating(
        () -> ask(Method.POST, "/containers/" + engineId + "/kill?signal=" + encoded(signal), null),
        EngineException.NOT_FOUND,
        EngineException.CONFLICT);
  }

  /** Deletes a container with its anonymous volumes, even if it runs. */
  void remove(String engineId) {
    tolerating(
        () -> ask(Method.DELETE, "/containers/" + engineId + "?force=1&v=1", null),
        EngineException.NOT_FOUND,
        EngineException.CONFLICT);
  }

  /** The ids of all containers with that label, running or not. */
  List<String> list(String label, String value) {
    return translating(
        () ->
            client
                .listContainersCmd()
                .withShowAll(true)
                .withLabelFilter(Map.of(label, value))
                .exec()
                .stream()
                .map(Container::getId)
                .toList());
  }

  /**
   * A command that was started in a container.
   *
   * @param exitCode empty while it runs
   * @param pid on this machine; 0 if the engine does not say
   */
  record Command(OptionalInt exitCode, long pid) {}

  /** Starts a command in a running container and returns the engine's id of it. */
  String startCommand(String engineId, List<String> words) {
    ObjectNode body = JSON.createObjectNode();
    words.forEach(body.putArray("Cmd")::add);
    String id = ask(Method.POST, "/containers/" + engineId + "/exec", body).path("Id").asText();
    ask(Method.POST, "/exec/" + id + "/start", JSON.createObjectNode().put("Detach", true));
    return id;
  }

  Command command(String id) {
    JsonNode state = ask(Method.GET, "/exec/" + id + "/json", null);
    return new Command(
        state.path("Running").asBoolean()
            ? OptionalInt.empty()
            : OptionalInt.of(state.path("ExitCode").asInt()),
        state.path("Pid").asLong());
  }

  /** One sample of what a container uses. */
  JsonNode statistics(String engineId) {
    String path = "/containers/" + engineId + "/stats?stream=false&one-shot=true";
    return ask(Method.GET, path, null);
  }

  /** Brings an image here, or its newest version. */
  void pull(String image, Optional<AuthConfig> credentials) {
    NameParser.ReposTag name = NameParser.parseRepositoryTag(image);
    translating(
        () -> {
          var pull = pulling.pullImageCmd(name.repos);
          if (!image.contains("@")) {
            pull.withTag(name.tag.isEmpty() ? "latest" : name.tag);
          }
          credentials.ifPresent(pull::withAuthConfig);
          try {
            return pull.start().awaitCompletion();
          } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new EngineException("interrupted", interrupted);
          }
        });
  }

  private JsonNode ask(Method method, String path, JsonNode body) {
    return parse(send(method, path, body));
  }

  private byte[] send(Method method, String path, JsonNode body) {
    var request = DockerHttpClient.Request.builder().method(method).path(path);
    if (body != null) {
      request
          .putHeader("Content-Type", "application/json")
          .bodyBytes(body.toString().getBytes(StandardCharsets.UTF_8));
    } else if (method == Method.POST) {
      request.bodyBytes(new byte[0]);
    }
    try (DockerHttpClient.Response response = http.execute(request.build());
        InputStream content = response.getBody()) {
      byte[] bytes = content.readAllBytes();
      if (response.getStatusCode() >= CLIENT_ERROR) {
        throw new EngineException(response.getStatusCode(), message(bytes));
      }
      return bytes;
    } catch (IOException failure) {
      throw new EngineException("The Docker Engine does not answer: " + failure, failure);
    } catch (EngineException refused) {
      throw refused;
    } catch (RuntimeException failure) {
      // The transport wraps what goes wrong on the socket.
      throw new EngineException("The Docker Engine does not answer: " + root(failure), failure);
    }
  }

  private static JsonNode parse(byte[] bytes) {
    try {
      return JSON.readTree(bytes);
    } catch (IOException malformed) {
      throw new EngineException("The Docker Engine's answer is not JSON", malformed);
    }
  }

  private static String message(byte[] bytes) {
    return message(new String(bytes, StandardCharsets.UTF_8).trim());
  }

  private static String message(String text) {
    try {
      return JSON.readTree(text).path("message").asText(text);
    } catch (JsonProcessingException plain) {
      return text;
    }
  }

  private static Throwable root(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }

  private static void tolerating(Runnable action, int... statuses) {
    try {
      action.run();
    } catch (EngineException refused) {
      for (int status : statuses) {
        if (refused.status() == status) {
          return;
        }
      }
      throw refused;
    }
  }

  private static <T> T translating(Supplier<T> action) {
    try {
      return action.get();
    } catch (DockerException refused) {
      String text = refused.getMessage().replaceFirst("^Status \\d+: ", "").trim();
      throw new EngineException(refused.getHttpStatus(), message(text));
    } catch (EngineException refused) {
      throw refused;
    } catch (RuntimeException failure) {
      throw new EngineException(root(failure).getMessage(), failure);
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    client.close();
    pulling.close();
  }
}
