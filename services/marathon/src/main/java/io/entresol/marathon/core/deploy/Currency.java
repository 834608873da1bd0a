package io.entresol.marathon.core.deploy;

import io.entresol.marathon.core.app.AppId;
import io.entresol.marathon.core.app.AppSpec;
import io.entresol.marathon.core.instance.Instance;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Predicate;

/**
 * Whether instances run what is wanted. The configuration itself is compared, not when it was
 * written: after a deployment is taken back the instances of the earlier version are up to date.
 */
public final class Currency {
  private final BiFunction<AppId, Instant, Optional<AppSpec>> versions;

  /**
   * @param versions every version of an app that an instance runs
   */
  public Currency(BiFunction<AppId, Instant, Optional<AppSpec>> versions) {
    this.versions = versions;
  }

  /** Whether an instance of the app has the configuration of that spec. */
  public Predicate<Instance> of(AppSpec wanted) {
    Map<Instant, Boolean> known = new HashMap<>();
    return instance ->
        known.computeIfAbsent(instance.version(), version -> isCurrent(wanted, version));
  }

  private boolean isCurrent(AppSpec wanted, Instant version) {
    return version.equals(wanted.version())
        || versions
            .apply(wanted.id(), version)
            .map(spec -> !AppSpec.isConfigChange(spec, wanted))
            .orElse(false);
  }
}
