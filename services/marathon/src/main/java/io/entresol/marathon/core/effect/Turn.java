package io.entresol.marathon.core.effect;

import io.entresol.domain.frame.Frame;
import io.entresol.marathon.core.app.AppId;
import io.entresol.proto.bus.MarathonEvent;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * What one command has led to so far: its frame, and the apps that must be looked at before it is
 * done. Used by one thread.
 */
public final class Turn {
  private final Instant now;
  private final Frame.Builder<MarathonEffect> frame = new Frame.Builder<>();
  private final Set<AppId> toLookAt = new LinkedHashSet<>();

  public Turn(Instant now) {
    this.now = now;
  }

  public Instant now() {
    return now;
  }

  public void put(String key, byte[] value) {
    frame.put(key, value);
  }

  public void remove(String key) {
    frame.remove(key);
  }

  public void effect(MarathonEffect effect) {
    frame.effect(effect);
  }

  public void publish(MarathonEvent event) {
    frame.effect(new MarathonEffect.Publish(event));
  }

  /** Something has changed that may need launches, kills or the next step of a deployment. */
  public void lookAt(AppId app) {
    toLookAt.add(app);
  }

  /** Takes the next app to look at. */
  public Optional<AppId> nextToLookAt() {
    Iterator<AppId> iterator = toLookAt.iterator();
    if (!iterator.hasNext()) {
      return Optional.empty();
    }
    AppId next = iterator.next();
    iterator.remove();
    return Optional.of(next);
  }

  public Frame<MarathonEffect> frame() {
    return frame.build();
  }
}
