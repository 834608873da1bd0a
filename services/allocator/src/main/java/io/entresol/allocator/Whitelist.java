package io.entresol.allocator;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file that names the hosts whose agents may be offered, one in a line. It is read again and
 * again; while it cannot be read, what was read last holds.
 */
final class Whitelist {
  private static final Logger LOG = LoggerFactory.getLogger(Whitelist.class);

  private final Vertx vertx;
  private final Path file;
  private final Duration period;
  private final Consumer<Set<String>> changed;
  private Optional<Set<String>> hostnames = Optional.empty();

  /**
   * @param period how often it is read
   * @param changed told first when it has been read, and then when it names other hosts than before
   */
  Whitelist(Vertx vertx, Path file, Duration period, Consumer<Set<String>> changed) {
    this.vertx = vertx;
    this.file = file;
    this.period = period;
    this.changed = changed;
  }

  /** Reads it; fails if it cannot be read even once, since nothing would ever be offered. */
  Future<Void> begin() {
    return read()
        .recover(
            failure ->
                Future.failedFuture(
                    new IllegalArgumentException(
                        "--whitelist: cannot read the file " + file, failure)))
        .onSuccess(any -> vertx.setPeriodic(period.toMillis(), ignored -> readAgain()));
  }

  /** The hosts that it names: none means that nothing is offered. Empty before it is read. */
  Optional<Set<String>> hostnames() {
    return hostnames;
  }

  private void readAgain() {
    read()
        .onFailure(
            failure ->
                LOG.error("The whitelist {} cannot be read; the last one holds", file, failure));
  }

  private Future<Void> read() {
    return vertx
        .fileSystem()
        .readFile(file.toString())
        .map(
            content -> {
              take(content.toString(StandardCharsets.UTF_8));
              return null;
            });
  }

  private void take(String content) {
    Set<String> named =
        content
            .lines()
            .map(String::strip)
            .filter(line -> !line.isEmpty())
            .collect(Collectors.toSet());
    if (hostnames.isPresent() && hostnames.get().equals(named)) {
      return;
    }
    hostnames = Optional.of(named);
    if (named.isEmpty()) {
      LOG.warn("The whitelist {} is empty: nothing is offered", file);
    } else {
      LOG.info("The whitelist {} names {} hosts", file, named.size());
    }
    changed.accept(named);
  }
}
