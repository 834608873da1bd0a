package io.entresol.master.core.book;

import io.entresol.mesos.v1.WeightInfo;
import io.entresol.mesos.v1.quota.QuotaConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What operators decided about roles. */
public final class RoleBook {
  private final Map<String, Double> weights = new TreeMap<>();
  private final Map<String, QuotaConfig> quotas = new TreeMap<>();

  /** Weights that were ever set, by role. */
  public Map<String, Double> weights() {
    return weights;
  }

  public double weight(String role) {
    return weights.getOrDefault(role, 1.0);
  }

  public List<WeightInfo> weightInfos() {
    List<WeightInfo> infos = new ArrayList<>();
    weights.forEach(
        (role, weight) ->
            infos.add(WeightInfo.newBuilder().setRole(role).setWeight(weight).build()));
    return infos;
  }

  /** Guarantees and limits, by role. */
  public Map<String, QuotaConfig> quotas() {
    return quotas;
  }
}
