package io.entresol.master.core.operation;

import io.entresol.domain.resources.ResourceKey;
import io.entresol.domain.resources.Resources;
import io.entresol.master.core.book.ResourceForms;
import io.entresol.mesos.v1.Offer;
import io.entresol.mesos.v1.Resource;
import io.entresol.proto.ProtoResources;
import java.util.List;
import java.util.function.UnaryOperator;

/** Brings the resources of operations into the form that services use among each other. */
public final class OperationForms {
  private final ResourceForms forms;

  public OperationForms(ResourceForms forms) {
    this.forms = forms;
  }

  /** Reservations as stacks, and allocated to the role unless they say to which; checked before. */
  public Offer.Operation allocated(Offer.Operation operation, String role) {
    return mapped(operation, key -> key.allocatedTo().isPresent() ? key : key.allocatedTo(role));
  }

  /** Reservations as stacks; checked before. */
  public Offer.Operation plain(Offer.Operation operation) {
    return mapped(operation, key -> key);
  }

  private Offer.Operation mapped(Offer.Operation operation, UnaryOperator<ResourceKey> mapping) {
    Offer.Operation.Builder mapped = operation.toBuilder();
    switch (operation.getType()) {
      case RESERVE ->
          mapped
              .getReserveBuilder()
              .clearResources()
              .addAllResources(map(operation.getReserve().getResourcesList(), mapping))
              .clearSource()
              .addAllSource(map(operation.getReserve().getSourceList(), mapping));
      case UNRESERVE ->
          mapped
              .getUnreserveBuilder()
              .clearResources()
              .addAllResources(map(operation.getUnreserve().getResourcesList(), mapping));
      case CREATE ->
          mapped
              .getCreateBuilder()
              .clearVolumes()
              .addAllVolumes(map(operation.getCreate().getVolumesList(), mapping));
      case DESTROY ->
          mapped
              .getDestroyBuilder()
              .clearVolumes()
              .addAllVolumes(map(operation.getDestroy().getVolumesList(), mapping));
      case GROW_VOLUME ->
          mapped
              .getGrowVolumeBuilder()
              .setVolume(map(operation.getGrowVolume().getVolume(), mapping))
              .setAddition(map(operation.getGrowVolume().getAddition(), mapping));
      case SHRINK_VOLUME ->
          mapped
              .getShrinkVolumeBuilder()
              .setVolume(map(operation.getShrinkVolume().getVolume(), mapping));
      case CREATE_DISK, DESTROY_DISK, LAUNCH, LAUNCH_GROUP, UNKNOWN -> {
        // Nothing of it is ever sent on in this form.
      }
    }
    return mapped.build();
  }

  private List<Resource> map(List<Resource> resources, UnaryOperator<ResourceKey> mapping) {
    return forms.stack(ProtoResources.fromProto(resources).mapKeys(mapping));
  }

  /** An empty amount has no form of its own: it stays as it came, and is refused for it. */
  private Resource map(Resource resource, UnaryOperator<ResourceKey> mapping) {
    Resources mapped = ProtoResources.fromProto(resource).mapKeys(mapping);
    return mapped.isEmpty() ? resource : forms.stack(mapped).get(0);
  }
}
