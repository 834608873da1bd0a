package io.entresol.allocator.core.cluster;

import io.entresol.allocator.core.amount.Quantities;
import io.entresol.allocator.core.amount.ScalarKinds;
import io.entresol.domain.resources.Scalar;
import io.entresol.mesos.v1.Value;
import io.entresol.mesos.v1.quota.QuotaConfig;
import java.util.Map;

/** What an operator has set for a top-level role: by kind, in thousandths. */
public final class Quota {
  static final Quota NONE = new Quota(Quantities.NONE, Quantities.NONE);

  private final long[] guarantees;
  private final long[] limits;

  private Quota(long[] guarantees, long[] limits) {
    this.guarantees = guarantees;
    this.limits = limits;
  }

  public static Quota of(QuotaConfig config, ScalarKinds kinds) {
    long[] guarantees = Quantities.NONE;
    for (Map.Entry<String, Value.Scalar> entry : config.getGuaranteesMap().entrySet()) {
      guarantees =
          Quantities.with(guarantees, kinds.number(entry.getKey()), milli(entry.getValue()));
    }
    long[] limits = Quantities.NONE;
    for (Map.Entry<String, Value.Scalar> entry : config.getLimitsMap().entrySet()) {
      int kind = kinds.number(entry.getKey());
      int had = limits.length;
      limits = Quantities.with(limits, kind, milli(entry.getValue()));
      // What is not named has no limit.
      for (int other = had; other < limits.length; other++) {
        if (other != kind) {
          limits[other] = RoleQuota.UNLIMITED;
        }
      }
    }
    return new Quota(guarantees, limits);
  }

  private static long milli(Value.Scalar scalar) {
    return Scalar.milliOf(scalar.getValue());
  }

  /** Zero where nothing is guaranteed. */
  long[] guarantees() {
    return guarantees;
  }

  /** {@link RoleQuota#UNLIMITED} where there is no limit. */
  long[] limits() {
    return limits;
  }
}
