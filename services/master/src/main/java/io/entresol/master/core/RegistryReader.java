package io.entresol.master.core;

import com.google.protobuf.InvalidProtocolBufferException;
import io.entresol.master.core.agent.AgentRecords;
import io.entresol.master.core.book.AgentBook;
import io.entresol.master.core.book.Books;
import io.entresol.master.core.operator.RegistryKeys;
import io.entresol.mesos.v1.MachineInfo;
import io.entresol.mesos.v1.TimeInfo;
import io.entresol.proto.bus.AdmittedAgent;
import io.entresol.proto.bus.MaintenanceRecord;
import io.entresol.proto.bus.RoleQuota;
import io.entresol.proto.bus.RoleWeight;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Reads the registry that an earlier leader wrote into the books of a new one. */
final class RegistryReader {
  private final Books books;
  private final List<AdmittedAgent> away = new ArrayList<>();

  RegistryReader(Books books) {
    this.books = books;
  }

  /**
   * @throws IllegalStateException if a record cannot be read; the message names its key
   */
  void read(Map<String, byte[]> registry) {
    registry.forEach(
        (key, value) -> {
          try {
            read(key, value);
          } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("registry record '" + key + "' is damaged", e);
          }
        });
    away.sort(Comparator.comparingLong(agent -> agent.getSince().getNanoseconds()));
    away.forEach(this::readAway);
  }

  private void read(String key, byte[] value) throws InvalidProtocolBufferException {
    if (key.startsWith(AgentRecords.PREFIX)) {
      readAgent(AdmittedAgent.parseFrom(value));
    } else if (key.startsWith(RegistryKeys.WEIGHTS)) {
      RoleWeight weight = RoleWeight.parseFrom(value);
      books.roles().weights().put(weight.getWeight().getRole(), weight.getWeight().getWeight());
    } else if (key.startsWith(RegistryKeys.QUOTAS)) {
      RoleQuota quota = RoleQuota.parseFrom(value);
      books.roles().quotas().put(quota.getConfig().getRole(), quota.getConfig());
    } else if (key.equals(RegistryKeys.MAINTENANCE)) {
      readMaintenance(MaintenanceRecord.parseFrom(value));
    } else {
      throw new IllegalStateException("registry record '" + key + "' is unknown");
    }
  }

  private void readAgent(AdmittedAgent agent) {
    String id = agent.getInfo().getId().getValue();
    if (agent.hasDrain()) {
      books.agents().draining().put(id, agent.getDrain());
    }
    if (agent.getDeactivated()) {
      books.agents().deactivated().add(id);
    }
    if (agent.getState() == AdmittedAgent.State.REACHABLE) {
      books.agents().recovered().put(id, agent.getInfo());
    } else {
      away.add(agent);
    }
  }

  /** The longest away come first, as the registry is cleared from there. */
  private void readAway(AdmittedAgent agent) {
    AgentBook.Away entry = new AgentBook.Away(agent.getInfo(), instant(agent.getSince()));
    Map<String, AgentBook.Away> list =
        agent.getState() == AdmittedAgent.State.GONE
            ? books.agents().gone()
            : books.agents().unreachable();
    list.put(agent.getInfo().getId().getValue(), entry);
  }

  private static Instant instant(TimeInfo time) {
    return Instant.ofEpochSecond(0, time.getNanoseconds());
  }

  private void readMaintenance(MaintenanceRecord maintenance) {
    books.machines().setSchedule(maintenance.getSchedule());
    for (MachineInfo machine : maintenance.getMachinesList()) {
      books.machines().machines().put(machine.getId(), machine);
    }
  }
}
