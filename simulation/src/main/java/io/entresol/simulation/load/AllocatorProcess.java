package io.entresol.simulation.load;

import io.entresol.allocator.AllocatorOptions;
import io.entresol.allocator.AllocatorService;
import io.entresol.runtime.ClusterNode;
import io.entresol.runtime.ClusterOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** An allocator in a process of its own, which can die as processes do. */
final class AllocatorProcess implements AutoCloseable {
  private static final long END_LIMIT_SECONDS = 10;

  /** How it dies. */
  enum End {
    /** At once, without a word: SIGKILL. ZooKeeper finds out by its silence. */
    kill,
    /** In order: SIGTERM. It resigns. */
    term
  }

  private final Process process;

  private AllocatorProcess(Process process) {
    this.process = process;
  }

  /**
   * Starts one, which contends for the leadership.
   *
   * @param zooKeeper the whole URL
   */
  static AllocatorProcess start(String zooKeeper, String sessionTimeout) throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return new AllocatorProcess(
        new ProcessBuilder(
                List.of(
                    java,
                    "-Xmx512m",
                    "-XX:+UseSerialGC",
                    "-cp",
                    System.getProperty("java.class.path"),
                    AllocatorProcess.class.getName(),
                    zooKeeper,
                    sessionTimeout))
            .inheritIO()
            .start());
  }

  void end(End how) {
    if (how == End.kill) {
      process.destroyForcibly();
    } else {
      process.destroy();
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(END_LIMIT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  /** The process itself: it leads or stands by until it is told to end. */
  public static void main(String[] args) throws Exception {
    ClusterOptions options = ClusterOptions.of(args[0], "127.0.0.1");
    options.sessionTimeout(args[1]);
    ClusterNode node = Waiting.await(ClusterNode.join(options));
    AllocatorService service =
        new AllocatorService(node, new AllocatorOptions().healthAt("127.0.0.1", 0));
    Waiting.await(service.start());
    CountDownLatch ended = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  leave(node, service);
                  ended.countDown();
                },
                "leave"));
    ended.await();
  }

  private static void leave(ClusterNode node, AllocatorService service) {
    try {
      Waiting.await(service.stop());
      Waiting.await(node.leave());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | java.util.concurrent.TimeoutException e) {
      throw new IllegalStateException("The allocator cannot leave in order", e);
    }
  }
}
