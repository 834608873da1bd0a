package io.entresol.allocator.core.amount;

import io.entresol.domain.resources.Resources;
import java.util.HashMap;
import java.util.Map;

/**
 * One object for all that is equal. Agents come in few sizes, so thousands of them share what rides
 * beside their scalars: a run then finds it in the processor's cache, and equals at a glance. Holds
 * a bounded number; what is left out is merely not shared.
 */
final class RestPool {
  private static final int KEPT_MAX = 1024;

  private final ScalarKinds kinds;
  private final Map<Resources, Rest> kept = new HashMap<>();

  RestPool(ScalarKinds kinds) {
    this.kinds = kinds;
  }

  Rest of(Resources resources) {
    if (resources.isEmpty()) {
      return Rest.NONE;
    }
    Rest known = kept.get(resources);
    if (known == null) {
      known = Rest.of(resources, kinds);
      if (kept.size() >= KEPT_MAX) {
        kept.clear();
      }
      kept.put(resources, known);
    }
    return known;
  }
}
