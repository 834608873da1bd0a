package io.entresol.driver;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import io.entresol.mesos.v1.AgentInfo;
import io.entresol.mesos.v1.Credential;
import io.entresol.mesos.v1.ExecutorInfo;
import io.entresol.mesos.v1.Filters;
import io.entresol.mesos.v1.FrameworkInfo;
import io.entresol.mesos.v1.MasterInfo;
import io.entresol.mesos.v1.Offer;
import io.entresol.mesos.v1.Request;
import io.entresol.mesos.v1.TaskInfo;
import io.entresol.mesos.v1.TaskStatus;
import io.entresol.mesos.v1.scheduler.OfferConstraints;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.mesos.Protos;
import org.junit.jupiter.api.Test;

/**
 * The host's messages and ours are read from each other's bytes: so what has a number in both must
 * be the same thing in both, whatever it is called.
 */
class WireFormTest {
  @Test
  void hostsMessagesAndOursAreTheSameOnTheWire() {
    same(Protos.FrameworkInfo.getDescriptor(), FrameworkInfo.getDescriptor());
    same(Protos.MasterInfo.getDescriptor(), MasterInfo.getDescriptor());
    same(Protos.Offer.getDescriptor(), Offer.getDescriptor());
    same(Protos.Offer.Operation.getDescriptor(), Offer.Operation.getDescriptor());
    same(Protos.TaskInfo.getDescriptor(), TaskInfo.getDescriptor());
    same(Protos.TaskStatus.getDescriptor(), TaskStatus.getDescriptor());
    same(Protos.ExecutorInfo.getDescriptor(), ExecutorInfo.getDescriptor());
    // Whether the agent writes checkpoints; later agents always do, and no longer say so.
    same(Protos.SlaveInfo.getDescriptor(), AgentInfo.getDescriptor(), "/7");
    same(Protos.Request.getDescriptor(), Request.getDescriptor());
    same(Protos.Filters.getDescriptor(), Filters.getDescriptor());
    same(Protos.Credential.getDescriptor(), Credential.getDescriptor());
    same(
        org.apache.mesos.scheduler.Protos.OfferConstraints.getDescriptor(),
        OfferConstraints.getDescriptor());
  }

  private static void same(
      org.apache.mesos.protobuf.Descriptors.Descriptor host,
      Descriptor ours,
      String... onlyOfHost) {
    Map<String, String> hostFields = new TreeMap<>();
    hostFields(host, "", new TreeSet<>(), hostFields);
    Map<String, String> ourFields = new TreeMap<>();
    ourFields(ours, "", new TreeSet<>(), ourFields);
    assertThat(hostFields.keySet()).isNotEmpty().containsAll(Set.of(onlyOfHost));
    hostFields.keySet().removeAll(Set.of(onlyOfHost));
    assertThat(ourFields).as(host.getFullName()).containsAllEntriesOf(hostFields);
  }

  /** By path of numbers: the type and whether there may be many. */
  private static void hostFields(
      org.apache.mesos.protobuf.Descriptors.Descriptor type,
      String path,
      Set<String> within,
      Map<String, String> fields) {
    if (!within.add(type.getFullName())) {
      return;
    }
    for (org.apache.mesos.protobuf.Descriptors.FieldDescriptor field : type.getFields()) {
      String at = path + "/" + field.getNumber();
      fields.put(at, text(field.getType()) + " " + field.isRepeated() + " " + field.isRequired());
      if (field.getJavaType()
          == org.apache.mesos.protobuf.Descriptors.FieldDescriptor.JavaType.MESSAGE) {
        hostFields(field.getMessageType(), at, within, fields);
      }
    }
    within.remove(type.getFullName());
  }

  private static void ourFields(
      Descriptor type, String path, Set<String> within, Map<String, String> fields) {
    if (!within.add(type.getFullName())) {
      return;
    }
    for (FieldDescriptor field : type.getFields()) {
      String at = path + "/" + field.getNumber();
      fields.put(at, text(field.getType()) + " " + field.isRepeated() + " " + field.isRequired());
      if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
        ourFields(field.getMessageType(), at, within, fields);
      }
    }
    within.remove(type.getFullName());
  }

  private static String text(Enum<?> type) {
    return type.name().toLowerCase(Locale.ROOT);
  }
}
