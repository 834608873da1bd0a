package io.entresol.allocator.core;

import io.entresol.domain.resources.Resources;

/** An offer as the test's master sees it; the resources say whom they are for. */
record Offered(String framework, String role, String agent, Resources resources) {
  double cpus() {
    return resources.scalarMilli("cpus") / 1000.0;
  }

  double mem() {
    return resources.scalarMilli("mem") / 1000.0;
  }

  /** For short comparisons: {@code f1@a1}. */
  String pair() {
    return framework + "@" + agent;
  }
}
