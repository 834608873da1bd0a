package io.entresol.marathon.core.rest;

import io.entresol.marathon.core.app.AppId;
import io.entresol.marathon.core.app.RootGroup;
import java.util.Set;

/**
 * A new tree to deploy. It is complete and valid: new and changed apps carry its version, their
 * version info and their service ports; unchanged ones are the very same as before.
 *
 * @param target its version is later than the present tree's
 * @param restart apps whose instances are all replaced although their definition did not change
 * @param killFirst ids of tasks that go first when their app is scaled down
 */
public record RootChange(RootGroup target, Set<AppId> restart, Set<String> killFirst) {
  public RootChange {
    restart = Set.copyOf(restart);
    killFirst = Set.copyOf(killFirst);
  }

  public static RootChange to(RootGroup target) {
    return new RootChange(target, Set.of(), Set.of());
  }
}
