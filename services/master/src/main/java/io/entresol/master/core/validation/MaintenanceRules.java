package io.entresol.master.core.validation;

import io.entresol.mesos.v1.MachineID;
import io.entresol.mesos.v1.maintenance.Schedule;
import io.entresol.mesos.v1.maintenance.Window;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What maintenance schedules and lists of machines may look like. */
public final class MaintenanceRules {
  private MaintenanceRules() {}

  /** Why that is no schedule, or empty if it is. */
  public static Optional<String> check(Schedule schedule, Set<MachineID> down) {
    Set<MachineID> scheduled = new HashSet<>();
    for (Window window : schedule.getWindowsList()) {
      if (window.getMachineIdsCount() == 0) {
        return Optional.of("List of machines in the maintenance window is empty");
      }
      if (window.getUnavailability().getDuration().getNanoseconds() < 0) {
        return Optional.of("Unavailability 'duration' is negative");
      }
      Optional<String> objection = checkEach(window.getMachineIdsList(), scheduled);
      if (objection.isPresent()) {
        return objection;
      }
    }
    return down.stream()
        .filter(machine -> !scheduled.contains(machine))
        .findFirst()
        .map(machine -> name(machine) + " is deactivated and cannot be removed from the schedule");
  }

  /** Why these are no machines, or empty if they are. */
  public static Optional<String> check(List<MachineID> machines) {
    return machines.isEmpty()
        ? Optional.of("List of machines is empty")
        : checkEach(machines, new HashSet<>());
  }

  private static Optional<String> checkEach(List<MachineID> machines, Set<MachineID> seen) {
    for (MachineID machine : machines) {
      if (machine.getHostname().isEmpty() && machine.getIp().isEmpty()) {
        return Optional.of("Both 'hostname' and 'ip' for a machine are empty");
      }
      if (!machine.getIp().isEmpty() && !isAddress(machine.getIp())) {
        return Optional.of(name(machine) + " has an invalid 'ip'");
      }
      if (!seen.add(machine)) {
        return Optional.of(name(machine) + " appears more than once");
      }
    }
    return Optional.empty();
  }

  private static boolean isAddress(String ip) {
    String[] parts = ip.split("\\.", -1);
    if (parts.length != 4) {
      return false;
    }
    for (String part : parts) {
      boolean digits = !part.isEmpty() && part.length() <= 3;
      for (int i = 0; i < part.length(); i++) {
        digits &= part.charAt(i) >= '0' && part.charAt(i) <= '9';
      }
      if (!digits || Integer.parseInt(part) > 255) {
        return false;
      }
    }
    return true;
  }

  /** A machine in messages. */
  public static String name(MachineID machine) {
    List<String> parts = new ArrayList<>();
    if (machine.hasHostname()) {
      parts.add("\"hostname\":\"" + machine.getHostname() + "\"");
    }
    if (machine.hasIp()) {
      parts.add("\"ip\":\"" + machine.getIp() + "\"");
    }
    return "Machine '{" + String.join(",", parts) + "}'";
  }
}
