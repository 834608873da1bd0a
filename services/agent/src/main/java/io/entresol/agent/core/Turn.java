package io.entresol.agent.core;

import com.google.protobuf.MessageLite;
import io.entresol.domain.frame.Frame;
import java.time.Instant;

/** One command at work: its time, and the frame that it fills. */
final class Turn {
  private final Instant now;
  private final Frame.Builder<AgentEffect> frame = new Frame.Builder<>();

  Turn(Instant now) {
    this.now = now;
  }

  Instant now() {
    return now;
  }

  void put(String key, MessageLite record) {
    frame.put(key, record.toByteArray());
  }

  void remove(String key) {
    frame.remove(key);
  }

  void effect(AgentEffect effect) {
    frame.effect(effect);
  }

  void note(String text) {
    frame.effect(new AgentEffect.Note(text));
  }

  Frame<AgentEffect> frame() {
    return frame.build();
  }
}
