package io.entresol.agent.container.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.model.AuthConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The credentials for registries, from files as {@code docker login} writes them: those that a task
 * brought into its sandbox, then the agent's own. Blocking.
 */
final class RegistryCredentials {
  private static final Logger LOG = LoggerFactory.getLogger(RegistryCredentials.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String HUB = "index.docker.io";
  private static final List<String> HUB_NAMES =
      List.of("docker.io", "registry-1.docker.io", "hub.docker.com");

  private RegistryCredentials() {}

  /** What to log in with to the registry of an image; empty if no file names it. */
  static Optional<AuthConfig> find(String image, Path sandbox, Optional<Path> agents) {
    List<Path> files =
        List.of(
            sandbox.resolve(".docker").resolve("config.json"),
            sandbox.resolve("config.json"),
            sandbox.resolve(".dockercfg"));
    for (Path file : files) {
      Optional<AuthConfig> found = read(file, image);
      if (found.isPresent()) {
        return found;
      }
    }
    return agents.flatMap(file -> read(file, image));
  }

  private static Optional<AuthConfig> read(Path file, String image) {
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      return choose(JSON.readTree(file.toFile()), registry(image));
    } catch (IOException malformed) {
      LOG.warn("Cannot read registry credentials from {}", file);
      return Optional.empty();
    }
  }

  /** Both forms: the newer one has all registries under {@code auths}, the older is that itself. */
  static Optional<AuthConfig> choose(JsonNode config, String registry) {
    JsonNode auths = config.has("auths") ? config.get("auths") : config;
    var entries = auths.fields();
    while (entries.hasNext()) {
      var entry = entries.next();
      if (entry.getValue().isObject() && host(entry.getKey()).equals(registry)) {
        return credentials(entry.getValue(), entry.getKey());
      }
    }
    return Optional.empty();
  }

  private static Optional<AuthConfig> credentials(JsonNode entry, String address) {
    AuthConfig credentials = new AuthConfig().withRegistryAddress(address);
    if (entry.hasNonNull("identitytoken")) {
      return Optional.of(credentials.withIdentityToken(entry.get("identitytoken").asText()));
    }
    if (entry.hasNonNull("username")) {
      return Optional.of(
          credentials
              .withUsername(entry.get("username").asText())
              .withPassword(entry.path("password").asText()));
    }
    try {
      byte[] decoded = Base64.getDecoder().decode(entry.path("auth").asText().trim());
      String[] pair = new String(decoded, StandardCharsets.UTF_8).split(":", 2);
      return pair.length < 2
          ? Optional.empty()
          : Optional.of(credentials.withUsername(pair[0]).withPassword(pair[1]));
    } catch (IllegalArgumentException malformed) {
      LOG.warn("Passing over malformed credentials for the registry {}", address);
      return Optional.empty();
    }
  }

  /** The registry's host, and port, that an image comes from. */
  static String registry(String image) {
    int slash = image.indexOf('/');
    String first = slash < 0 ? "" : image.substring(0, slash);
    boolean host = first.contains(".") || first.contains(":") || first.equals("localhost");
    return host ? host(first) : HUB;
  }

  private static String host(String address) {
    String host = address.replaceFirst("^https?://", "").replaceFirst("/.*$", "");
    return HUB_NAMES.contains(host) ? HUB : host;
  }
}
