package io.entresol.gateway.core.call;

import com.google.protobuf.Message;
import io.entresol.gateway.core.http.Answer;
import io.entresol.gateway.core.http.FormText;
import io.entresol.gateway.core.http.RefusedException;
import io.entresol.mesos.v1.AgentID;
import io.entresol.mesos.v1.FrameworkID;
import io.entresol.mesos.v1.MachineID;
import io.entresol.mesos.v1.Resource;
import io.entresol.mesos.v1.WeightInfo;
import io.entresol.mesos.v1.maintenance.Schedule;
import io.entresol.mesos.v1.master.Call;
import io.entresol.mesos.v1.quota.QuotaRequest;
import io.entresol.proto.MesosJson;
import io.entresol.proto.MesosJsonException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * The changing requests of the older endpoints, as calls of the operator API. Each throws {@link
 * RefusedException} with the words of Mesos if the body is not what it must be.
 */
public final class FormCalls {
  private FormCalls() {}

  /** {@code POST /teardown}. */
  public static Call teardown(byte[] body) throws RefusedException {
    String id = required("frameworkId", form(body));
    return Call.newBuilder()
        .setType(Call.Type.TEARDOWN)
        .setTeardown(
            Call.Teardown.newBuilder().setFrameworkId(FrameworkID.newBuilder().setValue(id)))
        .build();
  }

  /** {@code POST /reserve}. */
  public static Call reserve(byte[] body) throws RefusedException {
    Map<String, String> form = form(body);
    Call.ReserveResources.Builder reserve =
        Call.ReserveResources.newBuilder().setAgentId(agentId(form));
    reserve.addAllResources(resources("resources", form, "Error parsing"));
    if (form.containsKey("source")) {
      reserve.addAllSource(resources("source", form, "Error parsing"));
    }
    return Call.newBuilder()
        .setType(Call.Type.RESERVE_RESOURCES)
        .setReserveResources(reserve)
        .build();
  }

  /** {@code POST /unreserve}. */
  public static Call unreserve(byte[] body) throws RefusedException {
    Map<String, String> form = form(body);
    return Call.newBuilder()
        .setType(Call.Type.UNRESERVE_RESOURCES)
        .setUnreserveResources(
            Call.UnreserveResources.newBuilder()
                .setAgentId(agentId(form))
                .addAllResources(resources("resources", form, "Error in parsing")))
        .build();
  }

  /** {@code POST /create-volumes}. */
  public static Call createVolumes(byte[] body) throws RefusedException {
    Map<String, String> form = form(body);
    return Call.newBuilder()
        .setType(Call.Type.CREATE_VOLUMES)
        .setCreateVolumes(
            Call.CreateVolumes.newBuilder()
                .setAgentId(agentId(form))
                .addAllVolumes(resources("volumes", form, "Error in parsing")))
        .build();
  }

  /** {@code POST /destroy-volumes}. */
  public static Call destroyVolumes(byte[] body) throws RefusedException {
    Map<String, String> form = form(body);
    return Call.newBuilder()
        .setType(Call.Type.DESTROY_VOLUMES)
        .setDestroyVolumes(
            Call.DestroyVolumes.newBuilder()
                .setAgentId(agentId(form))
                .addAllVolumes(resources("volumes", form, "Error in parsing")))
        .build();
  }

  /** {@code POST /maintenance/schedule}. */
  public static Call maintenanceSchedule(byte[] body) throws RefusedException {
    Schedule schedule = json(body, Schedule.getDefaultInstance(), "", "");
    return Call.newBuilder()
        .setType(Call.Type.UPDATE_MAINTENANCE_SCHEDULE)
        .setUpdateMaintenanceSchedule(
            Call.UpdateMaintenanceSchedule.newBuilder().setSchedule(schedule))
        .build();
  }

  /** {@code POST /machine/down}. */
  public static Call machineDown(byte[] body) throws RefusedException {
    return Call.newBuilder()
        .setType(Call.Type.START_MAINTENANCE)
        .setStartMaintenance(
            Call.StartMaintenance.newBuilder()
                .addAllMachines(jsonList(body, MachineID.getDefaultInstance(), "", "")))
        .build();
  }

  /** {@code POST /machine/up}. */
  public static Call machineUp(byte[] body) throws RefusedException {
    return Call.newBuilder()
        .setType(Call.Type.STOP_MAINTENANCE)
        .setStopMaintenance(
            Call.StopMaintenance.newBuilder()
                .addAllMachines(jsonList(body, MachineID.getDefaultInstance(), "", "")))
        .build();
  }

  /** {@code PUT /weights}. */
  public static Call weights(byte[] body) throws RefusedException {
    List<WeightInfo> weights =
        jsonList(
            body,
            WeightInfo.getDefaultInstance(),
            "Failed to parse update weights request JSON '" + text(body) + "': ",
            "Failed to convert weights JSON array to protobuf '" + text(body) + "': ");
    return Call.newBuilder()
        .setType(Call.Type.UPDATE_WEIGHTS)
        .setUpdateWeights(Call.UpdateWeights.newBuilder().addAllWeightInfos(weights))
        .build();
  }

  /** {@code POST /quota}. */
  public static Call setQuota(byte[] body) throws RefusedException {
    QuotaRequest request =
        json(
            body,
            QuotaRequest.getDefaultInstance(),
            "Failed to parse set quota request JSON '" + text(body) + "': ",
            "Failed to validate set quota request JSON '" + text(body) + "': ");
    return Call.newBuilder()
        .setType(Call.Type.SET_QUOTA)
        .setSetQuota(Call.SetQuota.newBuilder().setQuotaRequest(request))
        .build();
  }

  /**
   * {@code DELETE /quota/<role>}.
   *
   * @param rest the path below the endpoint
   */
  public static Call removeQuota(String rest) throws RefusedException {
    if (rest.isEmpty()) {
      throw refused(
          "Failed to parse remove quota request for path '/master/quota': expected 3 tokens,"
              + " found 2 tokens");
    }
    return Call.newBuilder()
        .setType(Call.Type.REMOVE_QUOTA)
        .setRemoveQuota(Call.RemoveQuota.newBuilder().setRole(rest))
        .build();
  }

  private static Map<String, String> form(byte[] body) throws RefusedException {
    try {
      return FormText.parse(text(body));
    } catch (IllegalArgumentException e) {
      throw refused("Unable to decode query string: " + e.getMessage());
    }
  }

  private static AgentID agentId(Map<String, String> form) throws RefusedException {
    return AgentID.newBuilder().setValue(required("slaveId", form)).build();
  }

  private static String required(String name, Map<String, String> form) throws RefusedException {
    String value = form.get(name);
    if (value == null) {
      throw refused("Missing '" + name + "' query parameter in the request body");
    }
    return value;
  }

  private static List<Resource> resources(String name, Map<String, String> form, String problem)
      throws RefusedException {
    byte[] json = required(name, form).getBytes(StandardCharsets.UTF_8);
    String words = problem + " '" + name + "' query parameter in the request body: ";
    return jsonList(json, Resource.getDefaultInstance(), words, words);
  }

  private static <M extends Message> M json(
      byte[] body, M defaultInstance, String syntaxWords, String conversionWords)
      throws RefusedException {
    try {
      return MesosJson.parse(body, defaultInstance);
    } catch (MesosJsonException e) {
      throw refused(e, syntaxWords, conversionWords);
    }
  }

  private static <M extends Message> List<M> jsonList(
      byte[] body, M defaultInstance, String syntaxWords, String conversionWords)
      throws RefusedException {
    try {
      return MesosJson.parseList(body, defaultInstance);
    } catch (MesosJsonException e) {
      throw refused(e, syntaxWords, conversionWords);
    }
  }

  private static RefusedException refused(
      MesosJsonException problem, String syntaxWords, String conversionWords) {
    return switch (problem.kind()) {
      case SYNTAX -> refused(syntaxWords + problem.getMessage());
      case DOCUMENT -> refused(syntaxWords + "Unexpected JSON type parsed");
      case CONVERSION -> refused(conversionWords + problem.getMessage());
    };
  }

  private static String text(byte[] body) {
    return new String(body, StandardCharsets.UTF_8);
  }

  private static RefusedException refused(String message) {
    return new RefusedException(Answer.badRequest(message));
  }
}
