package io.entresol.agent.container.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FetchCacheTest {
  private static final Future<Void> DONE = Future.succeededFuture();

  private final List<Path> brought = new ArrayList<>();
  private final List<Path> deleted = new ArrayList<>();
  private final FetchCache cache = new FetchCache(Path.of("/cache"), 100, deleted::add);

  private static FetchCache.Key key(String uri) {
    return new FetchCache.Key("user", uri);
  }

  private Future<Void> use(String uri, long bytes, Future<Void> use) {
    return cache.with(
        key(uri),
        file -> {
          brought.add(file);
          return Future.succeededFuture(bytes);
        },
        file -> use);
  }

  @Test
  void aFileIsBroughtOnce() {
    use("a", 10, DONE);
    use("a", 10, DONE);

    assertThat(brought).hasSize(1);
    assertThat(deleted).isEmpty();
  }

  @Test
  void allWhoAskMeanwhileWaitForOneDownload() {
    Promise<Long> download = Promise.promise();
    List<Path> used = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      cache.with(
          key("a"),
          file -> {
            brought.add(file);
            return download.future();
          },
          file -> {
            used.add(file);
            return DONE;
          });
    }
    assertThat(used).isEmpty();

    download.complete(10L);

    assertThat(brought).hasSize(1);
    assertThat(used).hasSize(3).containsOnly(brought.get(0));
  }

  @Test
  void theLeastRecentlyUsedMakesWay() {
    use("a", 50, DONE);
    use("b", 50, DONE);
    use("a", 50, DONE);
    use("c", 50, DONE);

    assertThat(deleted).containsExactly(brought.get(1));
  }

  @Test
  void aFileInUseStays() {
    Promise<Void> using = Promise.promise();
    use("a", 60, using.future());
    use("b", 60, DONE);
    assertThat(deleted).containsExactly(brought.get(1));

    use("c", 60, DONE);
    using.complete();

    assertThat(deleted).containsExactly(brought.get(1), brought.get(2));
  }

  @Test
  void aFileThatIsTooLargeIsUsedAndNotKept() {
    Future<Void> used = use("a", 1_000, DONE);

    assertThat(used.succeeded()).isTrue();
    assertThat(deleted).hasSize(1);
  }

  @Test
  void aFailedDownloadIsTriedAgain() {
    Future<Void> failed =
        cache.with(key("a"), file -> Future.failedFuture("no route"), file -> DONE);

    assertThat(failed.failed()).isTrue();
    assertThat(use("a", 10, DONE).succeeded()).isTrue();
  }

  @Test
  void usersDoNotShare() {
    use("a", 10, DONE);
    cache.with(
        new FetchCache.Key("another", "a"),
        file -> {
          brought.add(file);
          return Future.succeededFuture(10L);
        },
        file -> DONE);

    assertThat(brought).hasSize(2).doesNotHaveDuplicates();
  }
}
