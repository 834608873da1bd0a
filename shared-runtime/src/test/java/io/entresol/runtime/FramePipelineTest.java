package io.entresol.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.entresol.domain.frame.Frame;
import io.entresol.domain.frame.StoreChange;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FramePipelineTest {
  private final List<List<StoreChange>> commits = new ArrayList<>();
  private final List<Promise<Void>> answers = new ArrayList<>();
  private final List<String> effects = new ArrayList<>();
  private final List<Throwable> stepDowns = new ArrayList<>();
  private final FramePipeline<String> pipeline =
      new FramePipeline<>(new HeldStore(), effects::add, stepDowns::add);

  @Test
  void effectsWithoutRecordsHappenAtOnce() {
    pipeline.submit(frame(null, "a"));
    assertThat(effects).containsExactly("a");
    assertThat(commits).isEmpty();
  }

  @Test
  void effectsWaitUntilTheirRecordsAreDurable() {
    pipeline.submit(frame("k", "a"));
    assertThat(effects).isEmpty();
    answers.get(0).complete();
    assertThat(effects).containsExactly("a");
  }

  @Test
  void framesThatComeDuringAWriteAreTheNextBatchInOrder() {
    pipeline.submit(frame("k1", "a"));
    pipeline.submit(frame("k2", "b"));
    pipeline.submit(frame(null, "c"));
    pipeline.submit(frame("k3", "d"));
    assertThat(commits).hasSize(1);
    answers.get(0).complete();
    assertThat(effects).containsExactly("a");
    assertThat(commits.get(1)).extracting(StoreChange::key).containsExactly("k2", "k3");
    answers.get(1).complete();
    assertThat(effects).containsExactly("a", "b", "c", "d");
  }

  @Test
  void nothingHappensAfterAFailedWriteAndTheServiceStepsDownOnce() {
    pipeline.submit(frame("k1", "a"));
    pipeline.submit(frame("k2", "b"));
    answers.get(0).fail("gone");
    pipeline.submit(frame(null, "c"));
    assertThat(effects).isEmpty();
    assertThat(stepDowns).hasSize(1);
  }

  @Test
  void abandonedPipelineRunsNoEffects() {
    pipeline.submit(frame("k1", "a"));
    pipeline.abandon();
    answers.get(0).complete();
    assertThat(effects).isEmpty();
    assertThat(stepDowns).isEmpty();
  }

  @Test
  void drainedCompletesWhenNothingIsLeft() {
    assertThat(pipeline.drained().succeeded()).isTrue();
    pipeline.submit(frame("k1", "a"));
    Future<Void> drained = pipeline.drained();
    assertThat(drained.isComplete()).isFalse();
    answers.get(0).complete();
    assertThat(drained.succeeded()).isTrue();
  }

  private static Frame<String> frame(String key, String effect) {
    Frame.Builder<String> frame = new Frame.Builder<>();
    if (key != null) {
      frame.put(key, new byte[] {1});
    }
    return frame.effect(effect).build();
  }

  /** Answers only when the test says so. */
  private final class HeldStore implements RecordStore {
    @Override
    public Future<Map<String, byte[]>> load() {
      return Future.succeededFuture(Map.of());
    }

    @Override
    public Future<Void> commit(List<StoreChange> changes) {
      commits.add(changes);
      Promise<Void> answer = Promise.promise();
      answers.add(answer);
      return answer.future();
    }
  }
}
