package io.entresol.proto;

import io.entresol.domain.resources.Amount;
import io.entresol.domain.resources.Items;
import io.entresol.domain.resources.Ranges;
import io.entresol.domain.resources.Reservation;
import io.entresol.domain.resources.ResourceKey;
import io.entresol.domain.resources.ResourceParser;
import io.entresol.domain.resources.Resources;
import io.entresol.domain.resources.Scalar;
import io.entresol.mesos.v1.Attribute;
import io.entresol.mesos.v1.Resource;
import io.entresol.mesos.v1.Value;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Resources and attributes as operators write them in options. */
public final class ResourceText {
  private ResourceText() {}

  /**
   * Reads {@code cpus:4;mem:4096;ports(db):[31000-32000]}, or a JSON array of resources.
   *
   * @param defaultRole whom a resource without a role is reserved for; {@code *} is nobody
   * @throws IllegalArgumentException naming what is wrong
   */
  public static Resources resources(String text, String defaultRole) {
    if (!text.stripLeading().startsWith("[")) {
      return ResourceParser.parse(text, defaultRole);
    }
    List<Resource> list;
    try {
      list =
          MesosJson.parseList(text.getBytes(StandardCharsets.UTF_8), Resource.getDefaultInstance());
    } catch (MesosJsonException e) {
      throw new IllegalArgumentException("Bad JSON of resources: " + e.getMessage(), e);
    }
    Resources resources = Resources.NONE;
    for (Resource resource : list) {
      resources = resources.plus(read(resource));
    }
    return defaultRole.equals(ResourceKey.UNRESERVED_ROLE)
        ? resources
        : resources.mapKeys(
            key -> key.isReserved() ? key : key.reserved(Reservation.statically(defaultRole)));
  }

  private static Resources read(Resource resource) {
    Amount amount = ProtoResources.amount(resource);
    amount
        .problem()
        .ifPresent(
            problem -> {
              throw new IllegalArgumentException(
                  "Bad resource '" + resource.getName() + "': " + problem);
            });
    return ProtoResources.fromProto(resource);
  }

  /**
   * Reads {@code rack:r1;level:10;keys:[1000-1500]}: what is neither a number nor ranges is text. A
   * name may come twice.
   *
   * @throws IllegalArgumentException naming the part that is wrong and why
   */
  public static List<Attribute> attributes(String text) {
    List<Attribute> attributes = new ArrayList<>();
    for (String part : text.split("[;\\n]", -1)) {
      if (!part.isBlank()) {
        attributes.add(attribute(part.strip()));
      }
    }
    return attributes;
  }

  private static Attribute attribute(String part) {
    int colon = part.indexOf(':');
    if (colon <= 0 || colon == part.length() - 1) {
      throw new IllegalArgumentException(
          "Bad attribute '" + part + "': expected a name, ':' and a value");
    }
    Attribute.Builder attribute = Attribute.newBuilder().setName(part.substring(0, colon));
    String value = part.substring(colon + 1).replace(" ", "");
    Amount amount = amountOrNull(part, value);
    if (amount instanceof Ranges ranges) {
      attribute.setType(Value.Type.RANGES);
      ranges
          .ranges()
          .forEach(
              range ->
                  attribute
                      .getRangesBuilder()
                      .addRange(
                          Value.Range.newBuilder().setBegin(range.begin()).setEnd(range.end())));
    } else if (amount instanceof Scalar scalar) {
      attribute
          .setType(Value.Type.SCALAR)
          .setScalar(Value.Scalar.newBuilder().setValue(scalar.value()));
    } else if (amount instanceof Items) {
      throw new IllegalArgumentException("Bad attribute '" + part + "': it cannot be a set");
    } else {
      attribute.setType(Value.Type.TEXT).setText(Value.Text.newBuilder().setValue(value));
    }
    return attribute.build();
  }

  /** Null if the value is text. */
  private static Amount amountOrNull(String part, String value) {
    boolean structured = value.startsWith("[") || value.startsWith("{");
    try {
      return ResourceParser.amount(value);
    } catch (IllegalArgumentException e) {
      if (structured) {
        throw new IllegalArgumentException("Bad attribute '" + part + "': " + e.getMessage(), e);
      }
      return null;
    }
  }
}
