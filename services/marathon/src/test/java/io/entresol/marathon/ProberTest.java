package io.entresol.marathon;

import static org.assertj.core.api.Assertions.assertThat;

import io.entresol.marathon.core.effect.ProbeResult;
import io.entresol.marathon.core.effect.ProbeTarget;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProberTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private Vertx vertx;
  private Prober prober;
  private HttpServer server;

  @BeforeEach
  void listen() throws Exception {
    vertx = Vertx.vertx();
    prober = new Prober(vertx);
    server =
        await(
            vertx
                .createHttpServer()
                .requestHandler(
                    request -> {
                      switch (request.uri()) {
                        case "/health?deep=1" ->
                            request
                                .response()
                                .putHeader("Content-Type", "text/plain")
                                .end("all is well");
                        case "/broken" -> request.response().setStatusCode(503).end();
                        case "/huge" -> request.response().end(Buffer.buffer(new byte[1 << 20]));
                        default -> {
                          // No answer at all.
                        }
                      }
                    })
                .listen(0, "127.0.0.1"));
  }

  @AfterEach
  void close() throws Exception {
    await(prober.close());
    await(vertx.close());
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  private ProbeResult get(String path, Duration timeout) throws Exception {
    return await(
        prober.probe(new ProbeTarget.Http(false, "127.0.0.1", server.actualPort(), path, timeout)));
  }

  @Test
  void answerIsTheResult() throws Exception {
    assertThat(get("/health?deep=1", SECOND))
        .isEqualTo(new ProbeResult.Answered(200, "text/plain", "all is well"));
    assertThat(get("/broken", SECOND)).isEqualTo(new ProbeResult.Answered(503, "", ""));
  }

  @Test
  void silenceIsAFailure() throws Exception {
    assertThat(get("/silent", Duration.ofMillis(50))).isInstanceOf(ProbeResult.Failed.class);
  }

  @Test
  void onlyTheBeginningOfABodyIsKept() throws Exception {
    ProbeResult.Answered answer = (ProbeResult.Answered) get("/huge", SECOND.multipliedBy(10));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).hasSize(64 * 1024);
  }

  @Test
  void connectionIsEnoughForTcp() throws Exception {
    int port = server.actualPort();
    assertThat(await(prober.probe(new ProbeTarget.Tcp("127.0.0.1", port, SECOND))))
        .isEqualTo(new ProbeResult.Connected());

    // Bound, so that the port is nobody else's, but not listening.
    try (Socket deaf = new Socket()) {
      deaf.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      assertThat(await(prober.probe(new ProbeTarget.Tcp("127.0.0.1", deaf.getLocalPort(), SECOND))))
          .isInstanceOf(ProbeResult.Failed.class);
    }
  }
}
