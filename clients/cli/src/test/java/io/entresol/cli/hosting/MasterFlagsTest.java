package io.entresol.cli.hosting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MasterFlagsTest {
  private record Answer(int status, String body) {}

  private final Deque<Answer> answers = new ArrayDeque<>();
  private final List<String> told = new ArrayList<>();
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/flags",
        exchange -> {
          Answer answer = answers.remove();
          byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(answer.status(), body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private String ask() throws InterruptedException {
    return new MasterFlags("--master", "127.0.0.1:" + server.getAddress().getPort())
        .awaitZooKeeper(Duration.ofMillis(1), told::add);
  }

  @Test
  void theMasterSaysWhereItsClusterMeets() throws InterruptedException {
    answers.add(new Answer(200, "{\"flags\": {\"zk\": \"zk://a:1/mesos\"}}"));
    assertThat(ask()).isEqualTo("zk://a:1/mesos");
    assertThat(told).isEmpty();
  }

  @Test
  void waitsUntilOneLeadsAndSaysSoOnce() throws InterruptedException {
    answers.add(new Answer(503, "No leader elected"));
    answers.add(new Answer(503, "No leader elected"));
    answers.add(new Answer(200, "{\"flags\": {\"zk\": \"zk://a:1/mesos\"}}"));
    assertThat(ask()).isEqualTo("zk://a:1/mesos");
    assertThat(told)
        .singleElement()
        .asString()
        .startsWith("--master: waiting for a master at http://127.0.0.1:")
        .endsWith("no master leads");
  }

  @Test
  void aMasterThatWantsAPrincipalIsNotAskedAgain() {
    answers.add(new Answer(401, "401 Unauthorized."));
    assertThatThrownBy(this::ask)
        .hasMessageStartingWith("--master: http://127.0.0.1:")
        .hasMessageEndingWith("wants to be told a principal; give zk://host:port,.../path");
  }

  @Test
  void whateverElseAnswersThereIsRefused() {
    answers.add(new Answer(200, "<html>"));
    assertThatThrownBy(this::ask)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("--master: http://127.0.0.1:")
        .hasMessageEndingWith("does not say where the cluster meets");
    answers.add(new Answer(404, "{\"flags\": {\"zk\": \"zk://a:1/mesos\"}}"));
    assertThatThrownBy(this::ask).hasMessageEndingWith("does not say where the cluster meets");
  }
}
