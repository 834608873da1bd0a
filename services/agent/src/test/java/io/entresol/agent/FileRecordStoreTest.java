package io.entresol.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entresol.domain.frame.StoreChange;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(VertxExtension.class)
class FileRecordStoreTest {
  @TempDir Path work;
  private Vertx vertx;
  private int names;

  @BeforeEach
  void take(Vertx given) {
    vertx = given;
  }

  private FileRecordStore store() {
    return new FileRecordStore(vertx, new WorkDirectory(work), "test-" + ++names);
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  private static StoreChange put(String key) {
    return new StoreChange.Put(key, new byte[] {1});
  }

  @Test
  void laysTheRecordsOutAsMesosDoes() throws Exception {
    FileRecordStore store = store();
    assertThat(await(store.load())).isEmpty();
    await(store.commit(List.of(put("slaves/M-S0/agent"), put("resources"))));
    await(store.close());

    Path latest = work.resolve("meta/slaves/latest");
    assertThat(Files.readSymbolicLink(latest)).isEqualTo(Path.of("M-S0"));
    assertThat(work.resolve("meta/slaves/M-S0/records")).exists();
    FileRecordStore next = store();
    assertThat(await(next.load())).containsOnlyKeys("slaves/M-S0/agent", "resources");
    await(next.close());
  }

  @Test
  void withoutTheLinkTheMachineIsANewAgentWithItsOldReservations() throws Exception {
    FileRecordStore store = store();
    await(store.load());
    await(store.commit(List.of(put("slaves/M-S0/agent"), put("resources"))));
    await(store.forgetAgent());
    await(store.close());

    FileRecordStore next = store();
    assertThat(await(next.load())).containsOnlyKeys("resources");
    await(next.commit(List.of(put("slaves/M-S1/agent"))));
    await(next.close());
    assertThat(Files.readSymbolicLink(work.resolve("meta/slaves/latest")))
        .isEqualTo(Path.of("M-S1"));
  }

  @Test
  void oneAgentAtATimeUsesAWorkDirectory() throws Exception {
    FileRecordStore first = store();
    await(first.load());
    FileRecordStore second = store();
    assertThatThrownBy(() -> await(second.load()))
        .hasMessageContaining("Another agent uses the work directory");
    await(second.close());
    await(first.close());
    FileRecordStore third = store();
    assertThat(await(third.load())).isEmpty();
    await(third.close());
  }
}
