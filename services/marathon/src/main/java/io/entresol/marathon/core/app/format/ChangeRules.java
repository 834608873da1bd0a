package io.entresol.marathon.core.app.format;

import io.entresol.marathon.core.app.AppSpec;
import io.entresol.marathon.core.json.Problems;

/** What an app that holds volumes cannot change, since they are made of what it first asked for. */
final class ChangeRules {
  private ChangeRules() {}

  static void check(AppSpec before, AppSpec after, Problems problems) {
    if (!before.isResident()) {
      return;
    }
    if (!before.volumes().equals(after.volumes())) {
      problems.value("/container/volumes", "persistent volumes cannot be changed");
    }
    if (!before.demand().equals(after.demand())) {
      problems.value("/", "cpus, mem, disk and gpus of an app with volumes cannot be changed");
    }
    if (before.requirePorts() != after.requirePorts()
        || !before.hostPorts().equals(after.hostPorts())) {
      problems.value("/", "host ports of an app with volumes cannot be changed");
    }
  }
}
