package io.entresol.gateway.core.render;

import com.fasterxml.jackson.core.JsonGenerator;
import io.entresol.mesos.v1.FrameworkID;
import io.entresol.mesos.v1.Resource;
import io.entresol.mesos.v1.Role;
import io.entresol.mesos.v1.Value;
import io.entresol.proto.MesosJson;
import io.entresol.proto.bus.RoleState;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A role as {@code /roles} and GET_ROLES show it. */
public final class RoleWriter {
  private static final double THOUSANDTHS = 1000;

  private RoleWriter() {}

  public static void write(RoleState role, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", role.getName());
    json.writeFieldName("weight");
    MesosJson.writeDouble(role.getWeight(), json);
    json.writeObjectFieldStart("quota");
    json.writeStringField("role", role.getName());
    Quantities.writeScalars("guarantee", new TreeMap<>(role.getQuota().getGuaranteesMap()), json);
    Quantities.writeScalars("limit", new TreeMap<>(role.getQuota().getLimitsMap()), json);
    Quantities.write("consumed", Quantities.of(role.getQuotaConsumedList()), json);
    json.writeEndObject();
    Quantities.write("resources", held(role), json);
    Quantities.write("allocated", Quantities.of(role.getAllocatedList()), json);
    Quantities.write("offered", Quantities.of(role.getOfferedList()), json);
    Quantities.write("reserved", Quantities.of(role.getReservedList()), json);
    json.writeArrayFieldStart("frameworks");
    for (FrameworkID framework : role.getFrameworksList()) {
      json.writeString(framework.getValue());
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static Map<String, Long> held(RoleState role) {
    return sum(role.getAllocatedList(), role.getOfferedList());
  }

  private static Map<String, Long> sum(List<Resource> some, List<Resource> others) {
    Map<String, Long> sum = Quantities.of(some);
    Quantities.of(others).forEach((name, amount) -> sum.merge(name, amount, Long::sum));
    return sum;
  }

  /** The form of the v1 API: of what its frameworks hold only the scalars. */
  public static Role toMessage(RoleState role) {
    Role.Builder message =
        Role.newBuilder()
            .setName(role.getName())
            .setWeight(role.getWeight())
            .addAllFrameworks(role.getFrameworksList());
    sum(scalars(role.getAllocatedList()), scalars(role.getOfferedList()))
        .forEach(
            (name, amount) ->
                message.addResources(
                    Resource.newBuilder()
                        .setName(name)
                        .setType(Value.Type.SCALAR)
                        .setScalar(Value.Scalar.newBuilder().setValue(amount / THOUSANDTHS))));
    return message.build();
  }

  private static List<Resource> scalars(List<Resource> resources) {
    return resources.stream().filter(resource -> resource.getType() == Value.Type.SCALAR).toList();
  }
}
