package io.entresol.master.core;

import io.entresol.domain.resources.Resources;
import io.entresol.mesos.v1.AgentID;
import io.entresol.mesos.v1.MachineID;
import io.entresol.mesos.v1.TimeInfo;
import io.entresol.mesos.v1.Unavailability;
import io.entresol.mesos.v1.Value;
import io.entresol.mesos.v1.WeightInfo;
import io.entresol.mesos.v1.maintenance.Schedule;
import io.entresol.mesos.v1.maintenance.Window;
import io.entresol.mesos.v1.master.Call;
import io.entresol.mesos.v1.quota.QuotaConfig;
import io.entresol.proto.ProtoResources;
import java.util.Arrays;

/** Calls of the operator API. */
final class OperatorCalling {
  private OperatorCalling() {}

  private static AgentID id(String agentId) {
    return AgentID.newBuilder().setValue(agentId).build();
  }

  static Call markGone(TestingAgent agent) {
    return Call.newBuilder()
        .setType(Call.Type.MARK_AGENT_GONE)
        .setMarkAgentGone(Call.MarkAgentGone.newBuilder().setAgentId(agent.protoId()))
        .build();
  }

  static Call deactivate(String agentId) {
    return Call.newBuilder()
        .setType(Call.Type.DEACTIVATE_AGENT)
        .setDeactivateAgent(Call.DeactivateAgent.newBuilder().setAgentId(id(agentId)))
        .build();
  }

  static Call reactivate(String agentId) {
    return Call.newBuilder()
        .setType(Call.Type.REACTIVATE_AGENT)
        .setReactivateAgent(Call.ReactivateAgent.newBuilder().setAgentId(id(agentId)))
        .build();
  }

  static Call drain(String agentId, boolean markGone) {
    return Call.newBuilder()
        .setType(Call.Type.DRAIN_AGENT)
        .setDrainAgent(Call.DrainAgent.newBuilder().setAgentId(id(agentId)).setMarkGone(markGone))
        .build();
  }

  static Call teardown(TestingFramework framework) {
    return Call.newBuilder()
        .setType(Call.Type.TEARDOWN)
        .setTeardown(Call.Teardown.newBuilder().setFrameworkId(framework.protoId()))
        .build();
  }

  static Call weight(String role, double weight) {
    return Call.newBuilder()
        .setType(Call.Type.UPDATE_WEIGHTS)
        .setUpdateWeights(
            Call.UpdateWeights.newBuilder()
                .addWeightInfos(WeightInfo.newBuilder().setRole(role).setWeight(weight)))
        .build();
  }

  /** Guarantees and limits on cpus alone; a negative one is none. */
  static QuotaConfig quota(String role, double guarantee, double limit) {
    QuotaConfig.Builder config = QuotaConfig.newBuilder().setRole(role);
    if (guarantee >= 0) {
      config.putGuarantees("cpus", Value.Scalar.newBuilder().setValue(guarantee).build());
    }
    if (limit >= 0) {
      config.putLimits("cpus", Value.Scalar.newBuilder().setValue(limit).build());
    }
    return config.build();
  }

  static Call updateQuota(boolean force, QuotaConfig... configs) {
    return Call.newBuilder()
        .setType(Call.Type.UPDATE_QUOTA)
        .setUpdateQuota(
            Call.UpdateQuota.newBuilder()
                .setForce(force)
                .addAllQuotaConfigs(Arrays.asList(configs)))
        .build();
  }

  static Call reserve(TestingAgent agent, Resources resources) {
    return Call.newBuilder()
        .setType(Call.Type.RESERVE_RESOURCES)
        .setReserveResources(
            Call.ReserveResources.newBuilder()
                .setAgentId(agent.protoId())
                .addAllResources(ProtoResources.toProto(resources)))
        .build();
  }

  static Call unreserve(TestingAgent agent, Resources resources) {
    return Call.newBuilder()
        .setType(Call.Type.UNRESERVE_RESOURCES)
        .setUnreserveResources(
            Call.UnreserveResources.newBuilder()
                .setAgentId(agent.protoId())
                .addAllResources(ProtoResources.toProto(resources)))
        .build();
  }

  /** The machine of {@code a0} and its like. */
  static MachineID machine(String agentName) {
    int number = agentName.charAt(agentName.length() - 1) - '0';
    return MachineID.newBuilder()
        .setHostname("host-" + agentName)
        .setIp("10.0.0." + number)
        .build();
  }

  static Call schedule(MachineID... machines) {
    Schedule.Builder schedule = Schedule.newBuilder();
    if (machines.length > 0) {
      schedule.addWindows(
          Window.newBuilder()
              .addAllMachineIds(Arrays.asList(machines))
              .setUnavailability(
                  Unavailability.newBuilder().setStart(TimeInfo.newBuilder().setNanoseconds(1))));
    }
    return Call.newBuilder()
        .setType(Call.Type.UPDATE_MAINTENANCE_SCHEDULE)
        .setUpdateMaintenanceSchedule(
            Call.UpdateMaintenanceSchedule.newBuilder().setSchedule(schedule))
        .build();
  }

  static Call startMaintenance(MachineID... machines) {
    return Call.newBuilder()
        .setType(Call.Type.START_MAINTENANCE)
        .setStartMaintenance(
            Call.StartMaintenance.newBuilder().addAllMachines(Arrays.asList(machines)))
        .build();
  }

  static Call stopMaintenance(MachineID... machines) {
    return Call.newBuilder()
        .setType(Call.Type.STOP_MAINTENANCE)
        .setStopMaintenance(
            Call.StopMaintenance.newBuilder().addAllMachines(Arrays.asList(machines)))
        .build();
  }

  static Call ask(Call.Type type) {
    return Call.newBuilder().setType(type).build();
  }
}
