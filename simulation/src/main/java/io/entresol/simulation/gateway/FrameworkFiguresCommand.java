package io.entresol.simulation.gateway;

import io.entresol.proto.WireFormat;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.PoolOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures, against a running cluster, how many calls and events pass through one gateway. */
@Command(
    name = "framework-figures",
    description = {
      "Measures how many calls and events of frameworks pass through one gateway in a second, and"
          + " what a framework costs that only listens.",
      "Each call asks after a task that nobody knows, and is answered by one event."
    },
    mixinStandardHelpOptions = true)
public final class FrameworkFiguresCommand implements Callable<Integer> {
  private static final int CONNECTIONS = 64;
  private static final int SUBSCRIBE_AT_ONCE = 20;
  // What else comes and goes in a heap outweighs fewer.
  private static final int ENOUGH_TO_WEIGH = 500;

  @Option(
      names = "--master",
      paramLabel = "HOST:PORT",
      defaultValue = "127.0.0.1:5050",
      description = "The gateway (default: ${DEFAULT-VALUE}).")
  private String master;

  @Option(
      names = "--frameworks",
      split = ",",
      defaultValue = "1,100,1000",
      description = "How many are subscribed (default: ${DEFAULT-VALUE}).")
  private List<Integer> frameworks;

  @Option(
      names = "--seconds",
      defaultValue = "10",
      description = "How long each measurement takes (default: ${DEFAULT-VALUE}).")
  private int seconds;

  @Option(
      names = "--pid",
      description =
          "The gateway's process, to see how much memory an idle framework costs; needs jcmd.")
  private Long pid;

  private final Vertx vertx = Vertx.vertx();
  private final Context context = vertx.getOrCreateContext();

  @Override
  public Integer call() throws IOException, InterruptedException {
    try {
      System.out.printf(
          "%-10s %10s %12s %12s %18s%n",
          "format", "frameworks", "calls/s", "events/s", "bytes of heap each");
      for (WireFormat format : WireFormat.values()) {
        for (int count : frameworks) {
          measure(format, count);
        }
      }
      return 0;
    } finally {
      await(vertx::close);
    }
  }

  private void measure(WireFormat format, int count) throws IOException, InterruptedException {
    OptionalLong before = heap();
    List<LoadFramework> subscribed = new ArrayList<>();
    HttpClient client = await(() -> Future.succeededFuture(client(count)));
    for (int i = 0; i < count; i += SUBSCRIBE_AT_ONCE) {
      List<LoadFramework> some = new ArrayList<>();
      for (int j = i; j < Math.min(count, i + SUBSCRIBE_AT_ONCE); j++) {
        some.add(new LoadFramework(client, format, "figures-" + j));
      }
      await(() -> Future.all(some.stream().map(LoadFramework::subscribe).toList()));
      subscribed.addAll(some);
    }
    OptionalLong idle = heap();
    int atOnce = Math.max(1, CONNECTIONS / count);
    // The first of the two warms up.
    rates(subscribed, atOnce);
    double[] rates = rates(subscribed, atOnce);
    System.out.printf(
        "%-10s %10d %12.0f %12.0f %18s%n",
        format.name().toLowerCase(Locale.ROOT),
        count,
        rates[0],
        rates[1],
        count >= ENOUGH_TO_WEIGH && before.isPresent() && idle.isPresent()
            ? Long.toString((idle.getAsLong() - before.getAsLong()) / count)
            : "");
    await(() -> Future.join(subscribed.stream().map(LoadFramework::end).toList()));
    await(client::close);
    subscribed.stream().flatMap(each -> each.failures().stream()).limit(3).forEach(this::warn);
  }

  private void warn(String failure) {
    System.err.println(failure);
  }

  private HttpClient client(int frameworkCount) {
    String[] address = master.split(":", 2);
    HttpClientOptions options =
        new HttpClientOptions()
            .setDefaultHost(address[0])
            .setDefaultPort(Integer.parseInt(address[1]));
    // A stream each, and connections for calls.
    PoolOptions pool = new PoolOptions().setHttp1MaxSize(frameworkCount + CONNECTIONS);
    return vertx.createHttpClient(options, pool);
  }

  /** Calls and events a second. */
  private double[] rates(List<LoadFramework> subscribed, int atOnce) throws InterruptedException {
    long calls = total(subscribed, true);
    long events = total(subscribed, false);
    long began = System.nanoTime();
    on(() -> subscribed.forEach(each -> each.ask(atOnce)));
    TimeUnit.SECONDS.sleep(seconds);
    double elapsed = (System.nanoTime() - began) / 1e9;
    double[] rates = {
      (total(subscribed, true) - calls) / elapsed, (total(subscribed, false) - events) / elapsed
    };
    on(() -> subscribed.forEach(LoadFramework::rest));
    return rates;
  }

  private long total(List<LoadFramework> subscribed, boolean calls) {
    return await(
        () ->
            Future.succeededFuture(
                subscribed.stream().mapToLong(each -> calls ? each.calls() : each.events()).sum()));
  }

  private OptionalLong heap() throws IOException, InterruptedException {
    return pid == null ? OptionalLong.empty() : OptionalLong.of(LiveHeap.bytes(pid));
  }

  private void on(Runnable action) {
    await(
        () -> {
          action.run();
          return Future.succeededFuture();
        });
  }

  /** Runs something on the one event loop, and waits for what comes of it. */
  private <T> T await(Supplier<Future<T>> action) {
    Promise<T> done = Promise.promise();
    context.runOnContext(ignored -> action.get().onComplete(done));
    try {
      return done.future().toCompletionStage().toCompletableFuture().join();
    } catch (CompletionException e) {
      throw new IllegalArgumentException(
          "--master: " + master + " does not take frameworks: " + e.getCause().getMessage(), e);
    }
  }
}
