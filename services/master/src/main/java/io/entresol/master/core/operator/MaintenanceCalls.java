package io.entresol.master.core.operator;

import io.entresol.master.core.agent.AgentDepartures;
import io.entresol.master.core.book.Agent;
import io.entresol.master.core.book.Books;
import io.entresol.master.core.book.MachineBook;
import io.entresol.master.core.notice.AllocatorNotes;
import io.entresol.master.core.offer.Offers;
import io.entresol.master.core.turn.Replies;
import io.entresol.master.core.turn.Turn;
import io.entresol.master.core.validation.MaintenanceRules;
import io.entresol.mesos.v1.MachineID;
import io.entresol.mesos.v1.MachineInfo;
import io.entresol.mesos.v1.Unavailability;
import io.entresol.mesos.v1.maintenance.ClusterStatus;
import io.entresol.mesos.v1.maintenance.Schedule;
import io.entresol.mesos.v1.maintenance.Window;
import io.entresol.mesos.v1.master.Response;
import io.entresol.proto.bus.MaintenanceRecord;
import io.entresol.proto.bus.MasterReply;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Planned maintenance of machines: first on the schedule, then draining, then down, then up. */
final class MaintenanceCalls {
  private static final String DOWN = "Operator initiated 'Machine DOWN'";

  private final Books books;
  private final MachineBook machines;
  private final AgentDepartures departures;
  private final Offers offers;
  private final AllocatorNotes allocator;

  MaintenanceCalls(
      Books books, AgentDepartures departures, Offers offers, AllocatorNotes allocator) {
    this.books = books;
    this.machines = books.machines();
    this.departures = departures;
    this.offers = offers;
    this.allocator = allocator;
  }

  MasterReply updateSchedule(Turn turn, Schedule schedule) {
    Set<MachineID> down =
        machines.machines().keySet().stream()
            .filter(machines::isDown)
            .collect(Collectors.toUnmodifiableSet());
    Optional<String> refusal = MaintenanceRules.check(schedule, down);
    if (refusal.isPresent()) {
      return Replies.operator(Replies.BAD_REQUEST, refusal.get());
    }
    Map<MachineID, Unavailability> planned = new LinkedHashMap<>();
    for (Window window : schedule.getWindowsList()) {
      window.getMachineIdsList().forEach(id -> planned.put(id, window.getUnavailability()));
    }
    for (MachineID machine : List.copyOf(machines.machines().keySet())) {
      if (!planned.containsKey(machine)) {
        machines.machines().remove(machine);
        announce(turn, machine, Optional.empty());
      }
    }
    planned.forEach((machine, unavailability) -> plan(turn, machine, unavailability));
    machines.setSchedule(schedule);
    store(turn);
    return Replies.operator(Replies.OK);
  }

  private void plan(Turn turn, MachineID machine, Unavailability unavailability) {
    MachineInfo known = machines.machines().get(machine);
    MachineInfo.Mode mode = known == null ? MachineInfo.Mode.DRAINING : known.getMode();
    machines
        .machines()
        .put(
            machine,
            MachineInfo.newBuilder()
                .setId(machine)
                .setMode(mode)
                .setUnavailability(unavailability)
                .build());
    announce(turn, machine, Optional.of(unavailability));
  }

  /** Offers said nothing of it, or something else; they are made anew. */
  private void announce(Turn turn, MachineID machine, Optional<Unavailability> unavailability) {
    for (Agent agent : agentsOn(machine)) {
      offers.rescindAllOn(turn, agent);
      machines.answers().remove(agent.id());
      allocator.unavailability(turn, agent, unavailability);
    }
  }

  private List<Agent> agentsOn(MachineID machine) {
    return books.agents().all().stream().filter(agent -> agent.machine().equals(machine)).toList();
  }

  MasterReply start(Turn turn, List<MachineID> named) {
    Optional<String> refusal = check(named, MachineInfo.Mode.DRAINING, "brought down");
    if (refusal.isPresent()) {
      return Replies.operator(Replies.BAD_REQUEST, refusal.get());
    }
    for (MachineID machine : named) {
      for (Agent agent : agentsOn(machine)) {
        AgentDepartures.shutDown(turn, agent, DOWN);
        departures.remove(turn, agent, DOWN);
      }
      MachineInfo info = machines.machines().get(machine);
      machines.machines().put(machine, info.toBuilder().setMode(MachineInfo.Mode.DOWN).build());
    }
    store(turn);
    return Replies.operator(Replies.OK);
  }

  MasterReply stop(Turn turn, List<MachineID> named) {
    Optional<String> refusal = check(named, MachineInfo.Mode.DOWN, "brought up");
    if (refusal.isPresent()) {
      return Replies.operator(Replies.BAD_REQUEST, refusal.get());
    }
    named.forEach(machines.machines()::remove);
    Schedule.Builder left = Schedule.newBuilder();
    for (Window window : machines.schedule().getWindowsList()) {
      List<MachineID> staying =
          window.getMachineIdsList().stream().filter(id -> !named.contains(id)).toList();
      if (!staying.isEmpty()) {
        left.addWindows(window.toBuilder().clearMachineIds().addAllMachineIds(staying));
      }
    }
    machines.setSchedule(left.build());
    store(turn);
    return Replies.operator(Replies.OK);
  }

  private Optional<String> check(List<MachineID> named, MachineInfo.Mode mode, String brought) {
    Optional<String> refusal = MaintenanceRules.check(named);
    if (refusal.isPresent()) {
      return refusal;
    }
    for (MachineID machine : named) {
      MachineInfo info = machines.machines().get(machine);
      if (info == null) {
        return Optional.of(
            MaintenanceRules.name(machine) + " is not part of a maintenance schedule");
      }
      if (info.getMode() != mode) {
        return Optional.of(
            MaintenanceRules.name(machine)
                + " is not in "
                + mode
                + " mode and cannot be "
                + brought);
      }
    }
    return Optional.empty();
  }

  private void store(Turn turn) {
    turn.put(
        RegistryKeys.MAINTENANCE,
        MaintenanceRecord.newBuilder()
            .setSchedule(machines.schedule())
            .addAllMachines(machines.machines().values())
            .build());
  }

  MasterReply schedule() {
    return Replies.operator(
        Response.newBuilder()
            .setType(Response.Type.GET_MAINTENANCE_SCHEDULE)
            .setGetMaintenanceSchedule(
                Response.GetMaintenanceSchedule.newBuilder().setSchedule(machines.schedule())));
  }

  MasterReply status() {
    ClusterStatus.Builder status = ClusterStatus.newBuilder();
    for (MachineInfo info : machines.machines().values()) {
      if (info.getMode() == MachineInfo.Mode.DOWN) {
        status.addDownMachines(info.getId());
      } else {
        ClusterStatus.DrainingMachine.Builder draining =
            ClusterStatus.DrainingMachine.newBuilder().setId(info.getId());
        for (Agent agent : agentsOn(info.getId())) {
          draining.addAllStatuses(machines.answers().getOrDefault(agent.id(), Map.of()).values());
        }
        status.addDrainingMachines(draining);
      }
    }
    return Replies.operator(
        Response.newBuilder()
            .setType(Response.Type.GET_MAINTENANCE_STATUS)
            .setGetMaintenanceStatus(Response.GetMaintenanceStatus.newBuilder().setStatus(status)));
  }
}
