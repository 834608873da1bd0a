package io.entresol.agent.container.fetch;

import io.vertx.core.Future;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Files that several commands share. Whoever asks first brings a file in, all who ask meanwhile
 * wait for it; those used least recently make way when there are too many bytes. A file in use
 * stays.
 */
final class FetchCache {
  /** Who may see what: one user's files are not another's. */
  record Key(String user, String source) {}

  private static final class Entry {
    private final Path file;
    private Future<Long> filled;
    private long bytes;
    private int users;

    Entry(Path file) {
      this.file = file;
    }
  }

  private final Path directory;
  private final long bytesMost;
  private final Consumer<Path> delete;

  /** In order of use, the least recent first. */
  private final Map<Key, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);

  private long bytes;
  private long created;

  /**
   * Starts empty.
   *
   * @param delete deletes a file; does not block
   */
  FetchCache(Path directory, long bytesMost, Consumer<Path> delete) {
    this.directory = directory;
    this.bytesMost = bytesMost;
    this.delete = delete;
  }

  /**
   * Uses a file of the cache.
   *
   * @param bring fills the given file and says how many bytes it has; called if it is not there
   * @param use what to do with it; it stays until this has completed
   */
  synchronized Future<Void> with(
      Key key, Function<Path, Future<Long>> bring, Function<Path, Future<Void>> use) {
    Entry known = entries.get(key);
    Entry entry = known == null ? add(key, bring) : known;
    entry.users++;
    return entry.filled.compose(size -> use.apply(entry.file)).onComplete(none -> release(entry));
  }

  private Entry add(Key key, Function<Path, Future<Long>> bring) {
    Entry entry = new Entry(directory.resolve("cached-" + created++));
    entries.put(key, entry);
    entry.filled =
        bring
            .apply(entry.file)
            .onSuccess(size -> filled(entry, size))
            .onFailure(failure -> remove(key, entry));
    return entry;
  }

  private synchronized void filled(Entry entry, long size) {
    entry.bytes = size;
    bytes += size;
  }

  private synchronized void release(Entry entry) {
    entry.users--;
    while (bytes > bytesMost) {
      Optional<Map.Entry<Key, Entry>> idle =
          entries.entrySet().stream()
              .filter(candidate -> candidate.getValue().users == 0)
              .findFirst();
      if (idle.isEmpty()) {
        return;
      }
      remove(idle.get().getKey(), idle.get().getValue());
    }
  }

  synchronized long bytes() {
    return bytes;
  }

  /** Also after a failure to bring it: the next who asks tries again. */
  private synchronized void remove(Key key, Entry entry) {
    if (entries.remove(key, entry)) {
      bytes -= entry.bytes;
      delete.accept(entry.file);
    }
  }
}
