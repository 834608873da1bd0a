package io.entresol.cli.hosting;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** Asks a master that is given as {@code host:port} where its cluster meets. */
final class MasterFlags {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final String option;
  private final URI url;
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(TIMEOUT)
          .followRedirects(HttpClient.Redirect.NORMAL)
          .build();

  /**
   * @param option what the user gave the address with
   */
  MasterFlags(String option, String hostAndPort) {
    this.option = option;
    this.url = URI.create("http://" + hostAndPort + "/flags");
  }

  /**
   * The master's {@code --zk}. Blocking: while no master answers, or none leads, it asks again, as
   * services have always waited for a master that is started after them.
   *
   * @param waiting is told, once, why this takes longer
   * @throws IllegalArgumentException if whoever answers there does not know; the message names the
   *     option
   */
  String awaitZooKeeper(Duration pause, Consumer<String> waiting) throws InterruptedException {
    boolean told = false;
    while (true) {
      Attempt attempt = ask();
      if (attempt.zooKeeper().isPresent()) {
        return attempt.zooKeeper().get();
      }
      if (!told) {
        waiting.accept(option + ": waiting for a master at " + url + ": " + attempt.problem());
        told = true;
      }
      // Nobody tells us when a master has started.
      MILLISECONDS.sleep(pause.toMillis());
    }
  }

  /**
   * @param zooKeeper empty if it is worth asking again
   * @param problem why it is empty
   */
  private record Attempt(Optional<String> zooKeeper, String problem) {}

  private Attempt ask() throws InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(url).timeout(TIMEOUT).build();
    HttpResponse<String> answer;
    try {
      answer = client.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      return new Attempt(Optional.empty(), "no answer");
    }
    if (answer.statusCode() == 503) {
      return new Attempt(Optional.empty(), "no master leads");
    }
    if (answer.statusCode() == 401) {
      throw new IllegalArgumentException(
          option + ": " + url + " wants to be told a principal; give zk://host:port,.../path");
    }
    return new Attempt(Optional.of(zooKeeper(answer)), "");
  }

  private String zooKeeper(HttpResponse<String> answer) {
    try {
      JsonNode zk = new ObjectMapper().readTree(answer.body()).path("flags").path("zk");
      if (answer.statusCode() == 200 && zk.isTextual()) {
        return zk.textValue();
      }
      throw unknown(null);
    } catch (JsonProcessingException e) {
      throw unknown(e);
    }
  }

  private IllegalArgumentException unknown(Throwable cause) {
    return new IllegalArgumentException(
        option + ": " + url + " does not say where the cluster meets", cause);
  }
}
