package io.entresol.marathon.core.queue;

import io.entresol.marathon.core.app.AppId;
import io.entresol.marathon.core.app.AppSpec;
import io.entresol.marathon.core.rest.QueueView;
import io.entresol.marathon.core.rest.QueueView.UnusedOffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The apps with instances left to launch. It follows from what is wanted and what is there, so that
 * nothing of it is stored.
 */
public final class LaunchQueue {
  /** One app that waits. */
  private static final class Entry {
    AppSpec spec;
    int count;
    Instant since;
    OfferStatistics statistics = new OfferStatistics();
  }

  private final Map<AppId, Entry> entries = new LinkedHashMap<>();
  private final Backoffs backoffs;

  public LaunchQueue(Backoffs backoffs) {
    this.backoffs = backoffs;
  }

  /**
   * Says how many instances of an app are left to launch.
   *
   * @return whether there is more that may be launched now than there was before
   */
  public boolean want(AppSpec spec, int count, Instant now) {
    if (count <= 0) {
      entries.remove(spec.id());
      return false;
    }
    Entry entry = entries.computeIfAbsent(spec.id(), id -> new Entry());
    boolean isNew = entry.spec == null || !entry.spec.configVersion().equals(spec.configVersion());
    boolean more = isNew || count > entry.count;
    if (isNew) {
      entry.since = now;
      entry.statistics = new OfferStatistics();
    }
    entry.spec = spec;
    entry.count = count;
    return more && backoffs.left(spec, now).isZero();
  }

  public void remove(AppId app) {
    entries.remove(app);
  }

  public boolean contains(AppId app) {
    return entries.containsKey(app);
  }

  /** How many instances of an app are left to launch. */
  public int count(AppId app) {
    return Optional.ofNullable(entries.get(app)).map(entry -> entry.count).orElse(0);
  }

  /** Instances left to launch, of all apps. */
  public int total() {
    return entries.values().stream().mapToInt(entry -> entry.count).sum();
  }

  /** The apps that may launch now, in the order in which they came. */
  public List<AppSpec> launchable(Instant now) {
    List<AppSpec> specs = new ArrayList<>();
    for (Entry entry : entries.values()) {
      if (backoffs.left(entry.spec, now).isZero()) {
        specs.add(entry.spec);
      }
    }
    return specs;
  }

  /** An instance of the app is about to be launched. */
  public void launched(AppId app) {
    Entry entry = entries.get(app);
    if (--entry.count == 0) {
      entries.remove(app);
    }
  }

  /** An offer was used for the app. */
  public void used(AppId app, String agentId, Instant now) {
    Optional.ofNullable(entries.get(app)).ifPresent(entry -> entry.statistics.used(agentId, now));
  }

  /** An offer did not fit the app. */
  public void refused(AppId app, UnusedOffer offer) {
    Optional.ofNullable(entries.get(app)).ifPresent(entry -> entry.statistics.refused(offer));
  }

  public List<QueueView> view(Instant now) {
    return entries.values().stream().map(entry -> view(entry, now)).toList();
  }

  private QueueView view(Entry entry, Instant now) {
    OfferStatistics statistics = entry.statistics;
    return new QueueView(
        entry.spec,
        entry.count,
        backoffs.left(entry.spec, now),
        entry.since,
        statistics.processed(),
        statistics.unused(),
        statistics.lastUnusedAt(),
        statistics.lastUsedAt(),
        statistics.all(),
        statistics.lastOffers(),
        statistics.lastUnused());
  }
}
