package io.entresol.agent.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.entresol.domain.resources.Amount;
import io.entresol.domain.resources.Resources;
import io.entresol.domain.resources.Scalar;
import io.entresol.mesos.v1.Resource;
import io.entresol.proto.MesosJson;
import io.entresol.proto.ProtoResources;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Resources as the older endpoints show them. */
final class ResourceJson {
  private static final List<String> ALWAYS = List.of("disk", "mem", "gpus", "cpus");

  private ResourceJson() {}

  /** Sums by name: {@code {"disk": 0.0, "mem": 64.0, …, "ports": "[31000-32000]"}}. */
  static void sums(String field, Resources resources, JsonGenerator json) throws IOException {
    Map<String, Amount> sums = new LinkedHashMap<>();
    ALWAYS.forEach(name -> sums.put(name, Scalar.ZERO));
    resources.forEach(
        (key, amount) ->
            sums.merge(
                key.revocable() ? key.name() + "_revocable" : key.name(), amount, Amount::plus));
    json.writeObjectFieldStart(field);
    for (Map.Entry<String, Amount> sum : sums.entrySet()) {
      json.writeFieldName(sum.getKey());
      if (sum.getValue() instanceof Scalar scalar) {
        MesosJson.writeDouble(scalar.value(), json);
      } else {
        json.writeString(sum.getValue().toString());
      }
    }
    json.writeEndObject();
  }

  /** Each resource, with the older form of its reservation beside the newer. */
  static void full(List<Resource> resources, JsonGenerator json) throws IOException {
    json.writeStartArray();
    for (Resource resource : resources) {
      MesosJson.write(withRole(resource), json);
    }
    json.writeEndArray();
  }

  static List<Resource> list(Resources resources) {
    return ProtoResources.toProto(resources);
  }

  private static Resource withRole(Resource resource) {
    int layers = resource.getReservationsCount();
    if (layers == 0) {
      return resource.toBuilder().setRole("*").build();
    }
    Resource.ReservationInfo last = resource.getReservations(layers - 1);
    Resource.Builder both = resource.toBuilder().setRole(last.getRole());
    if (last.getType() == Resource.ReservationInfo.Type.DYNAMIC) {
      both.setReservation(last.toBuilder().clearType().clearRole());
    }
    return both.build();
  }
}
