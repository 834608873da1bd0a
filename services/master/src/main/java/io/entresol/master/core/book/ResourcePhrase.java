package io.entresol.master.core.book;

import io.entresol.domain.resources.Resources;
import io.entresol.mesos.v1.Label;
import io.entresol.mesos.v1.Resource;
import io.entresol.mesos.v1.Value;
import io.entresol.mesos.v1.Volume;
import io.entresol.proto.ProtoResources;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Resources in messages for people, as Mesos writes them: {@code cpus(allocated: web)(reservations:
 * [(DYNAMIC,web,alice)]):0.5; disk[vol-1:data]:64}.
 */
public final class ResourcePhrase {
  private ResourcePhrase() {}

  public static String of(Resources resources) {
    return resources.isEmpty()
        ? "{}"
        : ProtoResources.toProto(resources).stream()
            .map(ResourcePhrase::of)
            .collect(Collectors.joining("; "));
  }

  /** A resource that was not checked: whatever is in it is shown. */
  public static String of(Resource resource) {
    StringBuilder text = new StringBuilder(resource.getName());
    if (resource.hasAllocationInfo()) {
      text.append("(allocated: ").append(resource.getAllocationInfo().getRole()).append(')');
    }
    if (resource.getReservationsCount() > 0) {
      text.append(
          resource.getReservationsList().stream()
              .map(ResourcePhrase::reservation)
              .collect(Collectors.joining(",", "(reservations: [", "])")));
    }
    if (resource.hasDisk()) {
      text.append('[').append(disk(resource.getDisk())).append(']');
    }
    if (resource.hasRevocable()) {
      text.append("{REV}");
    }
    if (resource.hasShared()) {
      text.append("<SHARED>");
    }
    return text.append(':').append(value(resource)).toString();
  }

  private static String reservation(Resource.ReservationInfo reservation) {
    return "("
        + reservation.getType()
        + ","
        + reservation.getRole()
        + (reservation.hasPrincipal() ? "," + reservation.getPrincipal() : "")
        + (reservation.hasLabels() ? "," + labels(reservation.getLabels().getLabelsList()) : "")
        + ")";
  }

  private static String labels(List<Label> labels) {
    return labels.stream()
        .map(label -> label.getKey() + (label.hasValue() ? ": " + label.getValue() : ""))
        .collect(Collectors.joining(", ", "{", "}"));
  }

  private static String disk(Resource.DiskInfo disk) {
    StringBuilder text = new StringBuilder();
    if (disk.hasSource()) {
      text.append(source(disk.getSource()));
    }
    if (disk.hasPersistence()) {
      text.append(disk.hasSource() ? "," : "").append(disk.getPersistence().getId());
    }
    if (disk.hasVolume()) {
      text.append(':').append(volume(disk.getVolume()));
    }
    return text.toString();
  }

  private static String source(Resource.DiskInfo.Source source) {
    if (source.hasId() || source.hasProfile()) {
      return source.getType()
          + ("(" + source.getVendor() + "," + source.getId() + "," + source.getProfile() + ")");
    }
    String root = source.hasMount() ? source.getMount().getRoot() : source.getPath().getRoot();
    return source.getType() + (root.isEmpty() ? "" : ":" + root);
  }

  private static String volume(Volume volume) {
    if (!volume.hasHostPath()) {
      return volume.getContainerPath();
    }
    String mode = volume.hasMode() ? (volume.getMode() == Volume.Mode.RO ? ":ro" : ":rw") : "";
    return volume.getHostPath() + ":" + volume.getContainerPath() + mode;
  }

  private static String value(Resource resource) {
    return switch (resource.getType()) {
      case SCALAR -> scalar(resource.getScalar().getValue());
      case RANGES ->
          resource.getRanges().getRangeList().stream()
              .map(range -> range.getBegin() + "-" + range.getEnd())
              .collect(Collectors.joining(", ", "[", "]"));
      case SET -> "{" + String.join(", ", resource.getSet().getItemList()) + "}";
      case TEXT -> Value.Type.TEXT.name();
    };
  }

  private static String scalar(double value) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      return Double.toString(value);
    }
    BigDecimal rounded = BigDecimal.valueOf(value).setScale(3, RoundingMode.HALF_EVEN);
    return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
  }
}
