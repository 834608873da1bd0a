package io.entresol.agent.container.fetch;

import io.entresol.agent.container.ContainerSpec;
import io.entresol.agent.container.LaunchFailedException;
import io.entresol.mesos.v1.CommandInfo;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the files that a command names into its sandbox, in their order, before the command
 * starts. Writes to the sandbox's stderr what it does.
 */
public final class Fetcher implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Fetcher.class);
  private static final int WORKERS = 4;

  private final FetchOptions options;
  private final WorkerExecutor workers;
  private final Downloads downloads;
  private final FetchCache cache;

  private Fetcher(Vertx vertx, FetchOptions options) {
    this.options = options;
    this.workers = vertx.createSharedWorkerExecutor("container-fetches", WORKERS);
    this.downloads = new Downloads(vertx, options.stallTimeout());
    this.cache = new FetchCache(options.cacheDirectory(), options.cacheBytesMost(), this::delete);
  }

  /** Opens it; its cache starts empty. */
  public static Future<Fetcher> open(Vertx vertx, FetchOptions options) {
    return vertx
        .executeBlocking(() -> emptied(options.cacheDirectory()))
        .map(directory -> new Fetcher(vertx, options));
  }

  /** What an earlier process left there is of no use: nobody knows what it was. */
  /** How much the cache holds now. */
  public long cachedBytes() {
    return cache.bytes();
  }

  private static Path emptied(Path cache) throws IOException {
    Files.createDirectories(cache);
    try (var files = Files.newDirectoryStream(cache, "cached-*")) {
      for (Path file : files) {
        Files.delete(file);
      }
    }
    return cache;
  }

  private void delete(Path file) {
    work(() -> Files.deleteIfExists(file))
        .onFailure(failure -> LOG.warn("Cannot delete the cached file {}", file, failure));
  }

  /** Completes when all is there; fails with {@link LaunchFailedException} at the first failure. */
  public Future<Void> fetch(ContainerSpec spec) {
    Future<Void> done = Future.succeededFuture();
    for (CommandInfo.URI uri : spec.command().getUrisList()) {
      done = done.compose(none -> fetch(uri, spec));
    }
    return done;
  }

  private Future<Void> fetch(CommandInfo.URI uri, ContainerSpec spec) {
    FetchStep step;
    try {
      step = FetchStep.of(uri, spec.sandbox(), options.frameworksHome());
    } catch (LaunchFailedException refused) {
      return log(spec, refused.getMessage()).compose(none -> Future.failedFuture(refused));
    }
    return prepare(step)
        .compose(none -> bring(step, spec))
        .compose(none -> finish(step, spec))
        .compose(
            none -> log(spec, "Fetched '" + step.source().shown() + "' to '" + step.file() + "'"),
            failure -> failed(step, spec, failure));
  }

  private static LaunchFailedException failure(FetchStep step, Throwable cause) {
    String why = cause.getMessage() == null ? cause.toString() : cause.getMessage();
    return new LaunchFailedException(
        "Failed to fetch '" + step.source().shown() + "': " + why, cause);
  }

  private Future<Void> failed(FetchStep step, ContainerSpec spec, Throwable cause) {
    LaunchFailedException failure = failure(step, cause);
    return log(spec, failure.getMessage()).compose(none -> Future.failedFuture(failure));
  }

  private Future<Void> prepare(FetchStep step) {
    return work(() -> Files.createDirectories(step.file().getParent()));
  }

  private Future<Void> bring(FetchStep step, ContainerSpec spec) {
    if (!step.cached()) {
      return bring(step.source(), step.file());
    }
    var key = new FetchCache.Key(spec.user().orElse(""), step.source().toString());
    return cache.with(
        key,
        cached -> bring(step.source(), cached).compose(none -> size(cached)),
        cached -> work(() -> Files.copy(cached, step.file(), StandardCopyOption.REPLACE_EXISTING)));
  }

  private Future<Long> size(Path file) {
    return workers.executeBlocking(() -> Files.size(file), false);
  }

  private Future<Void> bring(FetchStep.Source source, Path target) {
    if (source instanceof FetchStep.Source.Web web) {
      return downloads.download(web.uri(), target);
    }
    Path path = ((FetchStep.Source.Local) source).path();
    return work(
        () -> {
          if (!Files.isRegularFile(path)) {
            throw new IOException(
                Files.exists(path) ? "it is not a regular file" : "there is no such file");
          }
          return Files.copy(path, target, StandardCopyOption.REPLACE_EXISTING);
        });
  }

  private Future<Void> finish(FetchStep step, ContainerSpec spec) {
    Optional<ArchiveKind> archive = step.archive();
    if (!step.executable() && archive.isEmpty()) {
      return Future.succeededFuture();
    }
    return work(
        () -> {
          if (archive.isPresent()) {
            Archive.extract(step.file(), archive.get(), spec.sandbox());
          } else {
            makeExecutable(step.file());
          }
          return null;
        });
  }

  private static void makeExecutable(Path file) throws IOException {
    Set<PosixFilePermission> permissions = EnumSet.copyOf(Files.getPosixFilePermissions(file));
    permissions.add(PosixFilePermission.OWNER_EXECUTE);
    permissions.add(PosixFilePermission.GROUP_EXECUTE);
    permissions.add(PosixFilePermission.OTHERS_EXECUTE);
    Files.setPosixFilePermissions(file, permissions);
  }

  private Future<Void> log(ContainerSpec spec, String line) {
    return work(
        () ->
            Files.writeString(
                spec.sandbox().resolve("stderr"),
                line + "\n",
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND));
  }

  private Future<Void> work(Callable<?> blocking) {
    return workers.executeBlocking(blocking::call, false).mapEmpty();
  }

  @Override
  public void close() {
    downloads.close();
    workers.close();
  }
}
