package io.entresol.marathon.core.rest.resource;

import io.entresol.marathon.core.rest.Call;
import io.entresol.marathon.core.rest.RefusedException;

/**
 * How tasks are to be killed.
 *
 * @param scale whether there should be fewer afterwards
 * @param wipe whether their volumes go too
 */
record KillOptions(boolean scale, boolean wipe, boolean force) {

  static KillOptions of(Call call) {
    KillOptions options =
        new KillOptions(
            call.flag("scale", false), call.flag("wipe", false), call.flag("force", false));
    if (options.scale && options.wipe) {
      throw RefusedException.of(400, "You cannot use scale and wipe at the same time.");
    }
    return options;
  }
}
