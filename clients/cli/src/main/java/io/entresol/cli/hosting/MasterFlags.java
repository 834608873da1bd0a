package io.entresol.cli.hosting;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Asks a master that is given as {@code host:port} where its cluster meets. */
final class MasterFlags {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private MasterFlags() {}

  /**
   * The master's {@code --zk}.
   *
   * @throws IllegalArgumentException if nobody answers there, or not with that; the message names
   *     the option
   */
  static String zooKeeperOf(String option, String hostAndPort) {
    String url = "http://" + hostAndPort + "/flags";
    try {
      HttpClient client =
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_1_1)
              .connectTimeout(TIMEOUT)
              .followRedirects(HttpClient.Redirect.NORMAL)
              .build();
      HttpRequest request = HttpRequest.newBuilder(URI.create(url)).timeout(TIMEOUT).build();
      HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
      JsonNode zk = new ObjectMapper().readTree(answer.body()).path("flags").path("zk");
      if (answer.statusCode() != 200 || !zk.isTextual()) {
        throw new IllegalArgumentException(
            option + ": " + url + " does not say where the cluster meets");
      }
      return zk.textValue();
    } catch (IOException e) {
      throw new IllegalArgumentException(option + ": no master answers at " + url, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalArgumentException(option + ": interrupted while asking " + url, e);
    }
  }
}
