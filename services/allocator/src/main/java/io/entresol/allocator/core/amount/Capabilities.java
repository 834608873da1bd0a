package io.entresol.allocator.core.amount;

import io.entresol.domain.resources.ResourceKey;
import io.entresol.mesos.v1.FrameworkInfo;

/** The capabilities of a framework that decide what it may be offered, as bits of a number. */
public final class Capabilities {
  public static final int REVOCABLE = 1;
  public static final int GPU = 1 << 1;
  public static final int SHARED = 1 << 2;
  public static final int MULTI_ROLE = 1 << 3;
  public static final int REFINEMENT = 1 << 4;
  public static final int REGION_AWARE = 1 << 5;

  private Capabilities() {}

  public static int of(FrameworkInfo info) {
    int bits = 0;
    for (FrameworkInfo.Capability capability : info.getCapabilitiesList()) {
      bits |= bit(capability.getType());
    }
    return bits;
  }

  private static int bit(FrameworkInfo.Capability.Type type) {
    return switch (type) {
      case REVOCABLE_RESOURCES -> REVOCABLE;
      case GPU_RESOURCES -> GPU;
      case SHARED_RESOURCES -> SHARED;
      case MULTI_ROLE -> MULTI_ROLE;
      case RESERVATION_REFINEMENT -> REFINEMENT;
      case REGION_AWARE -> REGION_AWARE;
      case UNKNOWN, TASK_KILLING_STATE, PARTITION_AWARE -> 0;
    };
  }

  /** What a framework must be capable of to be offered resources under that key. */
  static int neededFor(ResourceKey key) {
    int bits = 0;
    if (key.revocable()) {
      bits |= REVOCABLE;
    }
    if (key.shared()) {
      bits |= SHARED;
    }
    if (key.reservations().size() > 1) {
      bits |= REFINEMENT;
    }
    return bits;
  }
}
