package io.entresol.allocator.core.amount;

import io.entresol.mesos.v1.Resource;
import io.entresol.mesos.v1.Value;
import io.entresol.proto.ProtoResources;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes bundles as the resources of messages, allocated to a role. Agents come in few sizes, so
 * the messages of plain scalars are kept and used again, a bounded number of them.
 */
public final class ResourceWriter {
  private static final int KEPT_MAX = 4096;

  private record Written(int kind, boolean revocable, long milli, String role) {}

  private final ScalarKinds kinds;
  private final Map<Written, Resource> kept = new HashMap<>();

  public ResourceWriter(ScalarKinds kinds) {
    this.kinds = kinds;
  }

  public List<Resource> write(Bundle bundle, String role) {
    List<Resource> written = new ArrayList<>(6);
    write(bundle.plain(), false, role, written);
    write(bundle.revocable(), true, role, written);
    if (!bundle.rest().isEmpty()) {
      written.addAll(ProtoResources.toProto(bundle.rest().resources().allocatedTo(role)));
    }
    return written;
  }

  private void write(long[] vector, boolean revocable, String role, List<Resource> written) {
    for (int kind = 0; kind < vector.length; kind++) {
      if (vector[kind] > 0) {
        written.add(scalar(new Written(kind, revocable, vector[kind], role)));
      }
    }
  }

  private Resource scalar(Written wanted) {
    Resource resource = kept.get(wanted);
    if (resource == null) {
      resource = build(wanted);
      if (kept.size() >= KEPT_MAX) {
        kept.clear();
      }
      kept.put(wanted, resource);
    }
    return resource;
  }

  private Resource build(Written wanted) {
    Resource.Builder resource =
        Resource.newBuilder()
            .setName(kinds.name(wanted.kind()))
            .setType(Value.Type.SCALAR)
            .setScalar(Value.Scalar.newBuilder().setValue(wanted.milli() / 1000.0))
            .setAllocationInfo(Resource.AllocationInfo.newBuilder().setRole(wanted.role()));
    if (wanted.revocable()) {
      resource.setRevocable(Resource.RevocableInfo.getDefaultInstance());
    }
    return resource.build();
  }
}
