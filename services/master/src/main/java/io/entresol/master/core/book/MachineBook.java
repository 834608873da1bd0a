package io.entresol.master.core.book;

import io.entresol.mesos.v1.MachineID;
import io.entresol.mesos.v1.MachineInfo;
import io.entresol.mesos.v1.Unavailability;
import io.entresol.mesos.v1.allocator.InverseOfferStatus;
import io.entresol.mesos.v1.maintenance.Schedule;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Planned maintenance: the schedule, and the machines in it with what frameworks answered. */
public final class MachineBook {
  private Schedule schedule = Schedule.getDefaultInstance();
  private final Map<MachineID, MachineInfo> machines = new LinkedHashMap<>();
  private final Map<String, Map<String, InverseOfferStatus>> answers = new HashMap<>();

  public Schedule schedule() {
    return schedule;
  }

  public void setSchedule(Schedule newSchedule) {
    schedule = newSchedule;
  }

  /** Machines that are not simply up. */
  public Map<MachineID, MachineInfo> machines() {
    return machines;
  }

  public boolean isDown(MachineID machine) {
    MachineInfo info = machines.get(machine);
    return info != null && info.getMode() == MachineInfo.Mode.DOWN;
  }

  /** When an agent's machine is planned to be away; empty if it is not. */
  public Optional<Unavailability> unavailability(MachineID machine) {
    return Optional.ofNullable(machines.get(machine))
        .filter(MachineInfo::hasUnavailability)
        .map(MachineInfo::getUnavailability);
  }

  /** What each framework said to leaving an agent, by agent id, then framework id. */
  public Map<String, Map<String, InverseOfferStatus>> answers() {
    return answers;
  }
}
