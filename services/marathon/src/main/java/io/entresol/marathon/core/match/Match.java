package io.entresol.marathon.core.match;

import io.entresol.domain.resources.Resources;
import io.entresol.marathon.core.rest.QueueView.Reason;
import java.util.List;

/** Whether an instance fits into an offer. */
public sealed interface Match {
  /**
   * It does.
   *
   * @param resources all that it takes, ports included
   */
  record Fits(Resources resources, HostPorts ports) implements Match {}

  /** It does not, for all of these reasons, of which the first counts. */
  record Refused(List<Reason> reasons) implements Match {
    public Refused {
      reasons = List.copyOf(reasons);
    }
  }
}
