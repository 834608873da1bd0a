package io.entresol.agent.container.mesos;

import io.entresol.agent.container.ContainerId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread that sees containers end, however many there are, because their supervisors write into
 * one directory. May tell the same container several times, and before its record is complete.
 */
final class ExitWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ExitWatch.class);

  private final Path directory;
  private final Consumer<ContainerId> onChange;
  private final WatchService watcher;

  private ExitWatch(Path directory, Consumer<ContainerId> onChange) throws IOException {
    this.directory = directory;
    this.onChange = onChange;
    this.watcher = directory.getFileSystem().newWatchService();
    directory.register(
        watcher, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_MODIFY);
  }

  /** Watches from now on; the consumer is called on the watching thread and may block it. */
  static ExitWatch start(Path directory, Consumer<ContainerId> onChange) throws IOException {
    ExitWatch watch = new ExitWatch(directory, onChange);
    Thread thread = new Thread(watch::run, "container-exits");
    thread.setDaemon(true);
    thread.start();
    return watch;
  }

  private void run() {
    try {
      boolean valid = true;
      while (valid) {
        WatchKey key = watcher.take();
        key.pollEvents().forEach(this::see);
        valid = key.reset();
      }
      LOG.error("The directory {} is gone, and with it the ends of containers", directory);
    } catch (ClosedWatchServiceException closed) {
      LOG.debug("No longer watching {}", directory);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void see(WatchEvent<?> event) {
    try {
      if (event.kind() == StandardWatchEventKinds.OVERFLOW) {
        seeAll();
      } else {
        onChange.accept(new ContainerId(event.context().toString()));
      }
    } catch (IOException | UncheckedIOException unreadable) {
      LOG.warn("Cannot read the ends of containers in {}", directory, unreadable);
    }
  }

  private void seeAll() throws IOException {
    try (var files = Files.newDirectoryStream(directory)) {
      files.forEach(file -> onChange.accept(new ContainerId(file.getFileName().toString())));
    }
  }

  @Override
  public void close() throws IOException {
    watcher.close();
  }
}
