package io.entresol.allocator.core.cluster;

import io.entresol.allocator.core.amount.Capabilities;
import io.entresol.mesos.v1.FrameworkID;
import io.entresol.mesos.v1.FrameworkInfo;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** A framework and its clients, one for each role that it is in or still holds resources of. */
public final class Framework {
  private final FrameworkID proto;
  private final Map<String, Client> clients = new LinkedHashMap<>(4);
  private FrameworkInfo info;
  private int capabilities;
  private boolean active;
  private boolean removed;

  Framework(FrameworkID proto) {
    this.proto = proto;
    this.info = FrameworkInfo.newBuilder().setUser("").setName("").setId(proto).build();
  }

  public String id() {
    return proto.getValue();
  }

  public FrameworkID proto() {
    return proto;
  }

  public FrameworkInfo info() {
    return info;
  }

  void setInfo(FrameworkInfo newInfo) {
    info = newInfo;
    capabilities = Capabilities.of(newInfo);
  }

  public boolean isCapableOf(int capability) {
    return (capabilities & capability) == capability;
  }

  /** Bits of {@link Capabilities}. */
  public int capabilities() {
    return capabilities;
  }

  /** Whether it is connected: whether it may be offered anything. */
  public boolean isActive() {
    return active;
  }

  void setActive(boolean active) {
    this.active = active;
  }

  public boolean isRemoved() {
    return removed;
  }

  void setRemoved() {
    removed = true;
  }

  public Collection<Client> clients() {
    return Collections.unmodifiableCollection(clients.values());
  }

  Map<String, Client> clientsByRole() {
    return clients;
  }
}
