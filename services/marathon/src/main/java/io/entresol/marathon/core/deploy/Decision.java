package io.entresol.marathon.core.deploy;

import io.entresol.marathon.core.instance.Instance;
import java.util.List;

/**
 * What must happen for an app to come closer to what is wanted.
 *
 * @param launch how many instances to launch as soon as offers allow it
 * @param decommission instances to end
 * @param reached whether what is wanted is there
 */
public record Decision(int launch, List<Instance> decommission, boolean reached) {
  public Decision {
    decommission = List.copyOf(decommission);
  }
}
