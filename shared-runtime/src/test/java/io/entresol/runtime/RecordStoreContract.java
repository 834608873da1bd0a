package io.entresol.runtime;

import static io.entresol.runtime.TestingCluster.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.entresol.domain.frame.StoreChange;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What every record store does. */
abstract class RecordStoreContract {
  /** A store over the same records each time, as a leader finds it when it takes office. */
  abstract RecordStore open() throws Exception;

  @Test
  void whatIsCommittedIsLoadedAgain() throws Exception {
    RecordStore store = opened();
    await(store.commit(List.of(put("agents/S1", "one"), put("maintenance", "two"))));
    assertThat(texts(opened())).isEqualTo(Map.of("agents/S1", "one", "maintenance", "two"));
  }

  @Test
  void laterChangesOfAKeyWinWithinACommitAndAcross() throws Exception {
    RecordStore store = opened();
    await(store.commit(List.of(put("a/1", "old"), put("a/1", "new"), put("a/2", "x"))));
    await(store.commit(List.of(put("a/2", "y"), new StoreChange.Remove("a/1"))));
    assertThat(texts(opened())).isEqualTo(Map.of("a/2", "y"));
  }

  @Test
  void removingWhatIsNotThereIsNoError() throws Exception {
    RecordStore store = opened();
    await(store.commit(List.of(new StoreChange.Remove("a/none"))));
    assertThat(texts(opened())).isEmpty();
  }

  @Test
  void keysMayHaveAnyCharacters() throws Exception {
    RecordStore store = opened();
    await(store.commit(List.of(put("roles/eng/web dev", "1"), put("x/..", "2"), put("x/ü~", "3"))));
    assertThat(texts(opened()))
        .isEqualTo(Map.of("roles/eng/web dev", "1", "x/..", "2", "x/ü~", "3"));
  }

  @Test
  void manyAndLargeRecordsAreCommitted() throws Exception {
    RecordStore store = opened();
    byte[] large = new byte[300_000];
    new Random(1).nextBytes(large);
    List<StoreChange> changes = new ArrayList<>();
    for (int i = 0; i < 1200; i++) {
      changes.add(put("many/" + i, "v" + i));
    }
    for (int i = 0; i < 4; i++) {
      changes.add(new StoreChange.Put("large/" + i, large));
    }
    await(store.commit(changes));
    Map<String, byte[]> loaded = await(open().load());
    assertThat(loaded).hasSize(1204);
    assertThat(loaded.get("large/3")).isEqualTo(large);
  }

  private RecordStore opened() throws Exception {
    RecordStore store = open();
    await(store.load());
    return store;
  }

  private static StoreChange put(String key, String value) {
    return new StoreChange.Put(key, value.getBytes(StandardCharsets.UTF_8));
  }

  private static Map<String, String> texts(RecordStore store) throws Exception {
    Map<String, String> texts = new java.util.HashMap<>();
    await(store.load())
        .forEach((key, value) -> texts.put(key, new String(value, StandardCharsets.UTF_8)));
    return texts;
  }
}
